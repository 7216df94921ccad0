// Pieces that many methods of calc share: common fields, counts of an arm, an estimate with its
// interval as an answer.
#pragma once

#include <stdexcept>
#include <utility>

#include "calc/request.h"
#include "stats/estimated.h"
#include "stats/tails.h"
#include "stats/two_means.h"
#include "tally/tally.h"

namespace journeylab::calc {

inline constexpr Field conf_level_field{"conf_level", "level of the interval", "0.95",
                                        "confidence"};
inline constexpr Field alternative_field{"alternative", "two.sided, greater or less",
                                         "\"two.sided\""};
inline constexpr Field null_field{"null_diff", "difference under the null hypothesis", "0",
                                  "delta0"};
inline constexpr Field alpha_field{"alpha", "total error of the first kind", "0.05"};

/// Counts of an arm: successes and customers, not more of the former.
[[nodiscard]] ShareTally share_of(const Request& request, std::string_view x, std::string_view n);

/// One more list of fields behind another.
[[nodiscard]] std::vector<Field> with(std::vector<Field> fields, std::vector<Field> more);

/// {"estimate", "lower", "upper"}.
[[nodiscard]] Json with_interval(double estimate, const Interval& interval);

/// The same of an estimate that may be missing, with its reason. `name` is the key of the value.
[[nodiscard]] Json answer_of(const Estimated& estimated, std::string_view name = "estimate");

/// {"statistic", "p_value", "ln_p_value"}.
[[nodiscard]] Json answer_of(const TestOutcome& outcome);

/// {NAME, "se", "df", "statistic", "p_value", "lower", "upper"}; ln_p_value besides.
[[nodiscard]] Json answer_of(const EffectTest& test, std::string_view name);

/// The members of both; what `first` has stays.
[[nodiscard]] Json joined(Json first, const Json& second);

/// The field "alternative".
[[nodiscard]] Alternative alternative_of(const Request& request);

/// The fields "conf_level", "alternative" and "null_diff".
[[nodiscard]] MeanTestOptions mean_options_of(const Request& request);

/// The meaning of a type that is sure to be among the choices.
template <typename Meaning>
[[nodiscard]] Meaning choose(const std::string& type,
                             std::initializer_list<std::pair<std::string_view, Meaning>> choices) {
  for (const auto& [name, meaning] : choices) {
    if (type == name) return meaning;
  }
  throw std::logic_error("the type '" + type + "' has no meaning");
}

}  // namespace journeylab::calc
