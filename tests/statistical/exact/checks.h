// Simulated figures held against exact answers: each check becomes a p-value, and all checks of one
// case together raise a false alarm with a stated probability (Sidak 1967). With the fixed seeds of
// these tests an answer is always the same; the rate says how likely a right simulator is to have
// failed when the seed was picked.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tally/comoments.h"
#include "tally/tally.h"

namespace journeylab::exact {

/// The chance that any case of one test file raises a false alarm.
inline constexpr double false_alarms_of_a_file = 1e-6;

class Checks {
 public:
  /// `cases_in_file` cases share the file's rate evenly.
  explicit Checks(int cases_in_file) : rate_(false_alarms_of_a_file / cases_in_file) {}

  /// A share of n customers, by the exact binomial distribution, both tails.
  void share(const std::string& what, std::uint64_t successes, std::uint64_t n, double exact);
  void share(const std::string& what, const ShareTally& tally, double exact);

  /// A mean over customers, by the normal distribution with the sample's own variance. A sample
  /// without spread has to hit the answer to 1e-12 of its size.
  void mean(const std::string& what, const Comoments& moments, double exact,
            std::size_t variable = 0);

  /// A sample variance, given the exact variance and fourth central moment.
  void variance(const std::string& what, const Comoments& moments, double variance,
                double fourth_moment);

  /// An estimate with its standard error.
  void z(const std::string& what, double estimate, double exact, double standard_error);

  /// A sample against a continuous distribution (Kolmogorov 1933, finite-size correction of
  /// Stephens 1970).
  void continuous(const std::string& what, std::vector<double> sample,
                  const std::function<double(double)>& cumulative);

  /// A sample of whole numbers against a discrete distribution: Pearson's chi-square over values
  /// that expect at least 25, the others pooled at the ends.
  void discrete(const std::string& what, const std::vector<double>& sample,
                const std::function<double(double)>& cumulative);

  void p_value(const std::string& what, double p, const std::string& detail);

  /// Whether any check is below the limit that its number gives.
  [[nodiscard]] bool alarm() const;
  /// Reports every check below the limit as a failure of the running test.
  void verify() const;

 private:
  struct Check {
    std::string what;
    double p = 1.0;
    std::string detail;
  };
  [[nodiscard]] double limit() const;

  double rate_;
  std::vector<Check> checks_;
};

}  // namespace journeylab::exact
