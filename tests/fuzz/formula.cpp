// Any text as a formula or a distribution: it is refused with clear problems, or a small scenario
// in which it stands runs alike in both executors.
#include "fuzz/agreement.h"
#include "fuzz/checked_scenario.h"

namespace {

// The text as a double-quoted scalar of YAML; what is not ASCII stands for itself.
std::string quoted(std::string_view text) {
  std::string scalar = "\"";
  for (const char character : text) {
    const auto code = static_cast<unsigned char>(character);
    if (code < 0x20 || code == 0x7F) {
      scalar += fmt::format("\\x{:02x}", code);
    } else {
      if (character == '"' || character == '\\') scalar += '\\';
      scalar += character;
    }
  }
  return scalar + '"';
}

// The first byte chooses the place where the formula stands.
std::string scenario_with(unsigned place, const std::string& formula) {
  const auto at = [&](unsigned number, const std::string& otherwise) {
    return place % 8 == number ? formula : otherwise;
  };
  return fmt::format(
      "horizon: 9 days\n"
      "segments: {{a: {{share: 0.5, open: {0}}}, b: {{share: rest, open: 0.25}}}}\n"
      "attributes: {{age: {1}, size: 'normal(mean=0, sd=2)'}}\n"
      "state: {{level: {2}}}\n"
      "assumptions: {{uplift: 'normal(mean=0.1, sd=0.05)', fee: 0.3}}\n"
      "touchpoints: {{mail: {{channel: mail, cost: {3}}}}}\n"
      "journey:\n"
      "  first: {{at: mail, wait: {4}, set: {{level: {5}}}, outcomes: {{\n"
      "    yes: {{chance: {6}, goal: buy, revenue: 2, go: second}}, no: {{end: lost}}}}}}\n"
      "  second: {{wait: 1 day, branch: {{\n"
      "    more: {{if: visits(second) < 3, go: first}}, none: {{end: kept}}}}}}\n"
      "variants: {{v: {{segments: {{b: {{open: 0.5}}}}}}}}\n"
      "metrics: {{m: {{mean: {7}}}, n: {{goal: buy}}}}\n",
      at(0, "0.75"), at(1, "'uniform(low=18, high=80)'"), at(2, "1"), at(3, "0.1"),
      at(4, "'exponential(mean=1 day)'"), at(5, "level + age / 10"), at(6, "open"),
      at(7, "revenue - cost"));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace journeylab;
  if (size == 0) return 0;
  const std::string formula = quoted(fuzz::text_of(data + 1, size - 1));
  const auto scenario = fuzz::checked_scenario(scenario_with(data[0], formula));
  if (scenario) static_cast<void>(fuzz::expect_agreement(*scenario, 24));
  return 0;
}
