// Any text as a scenario file: it is refused with clear problems, or every variant compiles, its
// test plans are looked at, and its document can be quoted.
#include "fuzz/checked_scenario.h"
#include "store/check.h"
#include "trial/prepare.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace journeylab;
  const std::string_view text = fuzz::text_of(data, size);
  const auto scenario = fuzz::checked_scenario(text);
  if (!scenario) return 0;
  fuzz::expect(scenario->sha256.size() == 64, "a fingerprint of another length");
  double shares = 0.0;
  for (const Segment& segment : scenario->segments) shares += segment.share;
  fuzz::expect(shares > 0.999999 && shares < 1.000001, "shares that do not add up");
  const std::vector<Problem> problems = plan_problems(*scenario);
  fuzz::expect_clear(problems, size);
  static_cast<void>(write_check("input.yaml", problems, scenario->warnings));
  return 0;
}
