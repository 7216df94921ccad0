// Every distribution of the scenario language beside Boost.Math's: the text that asks for it, its
// cumulative distribution, and its moments.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace journeylab::exact {

struct Law {
  std::string name;  ///< a plain name, different for each
  std::string text;  ///< as a scenario writes it
  bool discrete = false;
  bool may_be_negative = false;
  std::function<double(double)> cumulative;
  double mean = 0.0;
  double variance = 0.0;
  double fourth_moment = 0.0;  ///< central
};

/// All families in all their forms, and truncated ones. `empirical` reads empirical_sample.csv
/// among the reference files.
[[nodiscard]] std::vector<Law> all_laws();

/// The values of that sample.
[[nodiscard]] std::vector<double> empirical_sample();

}  // namespace journeylab::exact
