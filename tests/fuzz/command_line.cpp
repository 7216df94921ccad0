// Any lines as arguments of the program: they are understood or refused; and any text as each kind
// of quantity is a number in its range or none.
#include <cmath>
#include <variant>

#include "cli/options.h"
#include "cli/trial_plan.h"
#include "fuzz/target.h"

namespace {

using namespace journeylab;

void expect_quantities(std::string_view text) {
  if (const auto level = confidence_level(text))
    fuzz::expect(*level > 0.0 && *level < 1.0, "confidence");
  if (const auto width = precision(text)) {
    fuzz::expect(width->width > 0.0 && std::isfinite(width->width), "precision");
  }
  if (const auto amount = change(text)) fuzz::expect(std::isfinite(amount->amount), "change");
  if (const auto part = share(text)) fuzz::expect(*part >= 0.0 && *part <= 1.0, "share");
  if (const auto any = number(text)) fuzz::expect(std::isfinite(*any), "number");
  if (const auto rate = traffic(text)) fuzz::expect(*rate > 0.0 && *rate <= 1e8, "traffic");
  static_cast<void>(whole_number(text));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  std::vector<std::string> arguments;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    arguments.emplace_back(text.substr(begin, end - begin));
    expect_quantities(arguments.back());
    begin = end + 1;
  }
  try {
    const auto request = read_options(arguments);
    const auto* options = std::get_if<Options>(&request);
    if (options != nullptr && options->verb == Verb::analyze && options->analyze.analysis.empty()) {
      static_cast<void>(trial_plan(options->analyze));
    }
  } catch (const UsageError& error) {
    fuzz::expect(!std::string_view(error.what()).empty(), "refused without a word");
  } catch (const InputError&) {
  } catch (const FileError&) {
  }
  return 0;
}
