// The whole answer of `size`, for whoever shows or stores it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/sizing.h"
#include "experiment/sizing_facts.h"
#include "experiment/sizing_roll_out.h"

namespace journeylab {

/// A share of simulated tests with its Monte Carlo error.
struct SimulatedRate {
  std::uint64_t tests = 0;
  std::uint64_t found = 0;
  [[nodiscard]] double rate() const noexcept {
    return tests == 0 ? 0.0 : static_cast<double>(found) / static_cast<double>(tests);
  }
  [[nodiscard]] double error() const noexcept;  ///< standard error at the rate seen
};

/// What simulated tests say of one variant.
struct CheckedArm {
  std::string variant;
  double formula = 0.0;      ///< power as the formula has it, at the simulated size
  double formula_low = 0.0;  ///< the same at the ends of the effect's simulation noise
  double formula_high = 0.0;
  SimulatedRate power;  ///< decided for the side on which the effect is
  bool off = false;     ///< further from that range than 2.58 standard errors
};

/// Simulated tests of the size: arms of different customers, analysed as a real test would be.
struct SizeCheck {
  std::uint64_t planned = 0;  ///< tests
  std::vector<CheckedArm> arms;
  double formula_error = 0.0;  ///< as the design has it
  SimulatedRate false_alarms;  ///< tests of control against control that decide for any arm
  bool errors_off = false;     ///< more false alarms than the design allows, by 2.58 errors
  double customers = 0.0;      ///< of one simulated test
  std::string why_not;         ///< why nothing was simulated; empty if it was
  bool complete = true;
};

/// An option as it was given, for whoever asks the same again.
struct AskedOption {
  std::string name;                  ///< "--traffic"
  std::optional<std::string> value;  ///< as written; none: it takes none
  friend bool operator==(const AskedOption&, const AskedOption&) = default;
};

struct SizeAnswer {
  std::string version;
  std::string file;      ///< of the scenario; empty: none
  std::string scenario;  ///< its name
  std::string sha256;
  std::uint64_t seed = 1;
  std::uint64_t synthetic = 0;  ///< customers simulated in each arm for values and effects
  bool complete = true;
  TimeUnit time_unit = TimeUnit::day;
  Sizing sizing;
  std::vector<GuardrailSizing> guardrails;
  std::optional<RollOutAnswer> roll_out;
  std::optional<SizeCheck> check;
  std::vector<AskedOption> asked;  ///< all that the answer depends on, besides the scenario
};

}  // namespace journeylab
