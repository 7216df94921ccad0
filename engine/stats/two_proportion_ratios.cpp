#include "stats/two_proportion_ratios.h"

#include <cmath>
#include <limits>

#include "stats/distributions.h"
#include "stats/fieller.h"
#include "stats/two_proportion_scores.h"
#include "stats/two_proportions.h"

namespace journeylab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Estimated on_logarithm(double ratio, double error, double confidence) {
  const double reach = normal_critical(confidence) * error;
  return {.value = ratio,
          .standard_error = error,
          .interval = Interval{.low = ratio * std::exp(-reach), .high = ratio * std::exp(reach)},
          .reason = {}};
}

double katz_error(const ShareTally& control, const ShareTally& treat) {
  const auto term = [](const ShareTally& arm) {
    const auto x = static_cast<double>(arm.successes);
    return static_cast<double>(arm.n - arm.successes) / x / static_cast<double>(arm.n);
  };
  return std::sqrt(term(control) + term(treat));
}

// Why a risk ratio has no interval on the logarithm; empty if it has.
std::string katz_fault(const ShareTally& control, const ShareTally& treat) {
  if (control.n == 0 || treat.n == 0) return "an arm has no customers";
  if (control.successes == 0) return "nothing can be relative to control: it has no success";
  if (treat.successes == 0) return "a ratio of 0 has no logarithm: treatment has no success";
  return {};
}

double risk_ratio(const ShareTally& control, const ShareTally& treat) {
  return static_cast<double>(treat.successes) / static_cast<double>(treat.n) *
         (static_cast<double>(control.n) / static_cast<double>(control.successes));
}

double lift_of(const ShareTally& control, const ShareTally& treat) {
  return share_difference(control, treat) /
         (static_cast<double>(control.successes) / static_cast<double>(control.n));
}

Measured measured(const ShareTally& arm) {
  const auto n = static_cast<double>(arm.n);
  const double p = static_cast<double>(arm.successes) / n;
  return {.value = p, .variance = p * (static_cast<double>(arm.n - arm.successes) / n) / n};
}

Estimated score_ratio(const ShareTally& control, const ShareTally& treat, double confidence,
                      double scale) {
  if (control.n == 0 || treat.n == 0) return no_estimate("an arm has no customers");
  if (control.successes == 0 && treat.successes == 0) return no_estimate("no arm has a success");
  const double z = normal_critical(confidence);
  return {.value = control.successes == 0 ? infinity : risk_ratio(control, treat),
          .standard_error = {},
          .interval = risk_ratio_limits(control, treat, z, scale),
          .reason = {}};
}

Estimated odds_on_logarithm(double control_yes, double control_no, double treat_yes,
                            double treat_no, double confidence) {
  const double ratio = treat_yes / treat_no * (control_no / control_yes);
  const double error =
      std::sqrt(1.0 / control_yes + 1.0 / control_no + 1.0 / treat_yes + 1.0 / treat_no);
  return on_logarithm(ratio, error, confidence);
}

}  // namespace

Estimated katz_ratio(const ShareTally& control, const ShareTally& treat, double confidence) {
  if (std::string fault = katz_fault(control, treat); !fault.empty()) {
    return no_estimate(std::move(fault));
  }
  return on_logarithm(risk_ratio(control, treat), katz_error(control, treat), confidence);
}

Estimated katz_lift(const ShareTally& control, const ShareTally& treat, double confidence) {
  if (std::string fault = katz_fault(control, treat); !fault.empty()) {
    return no_estimate(std::move(fault));
  }
  const double lift = lift_of(control, treat);
  const double error = katz_error(control, treat);
  const double reach = normal_critical(confidence) * error;
  // (1 + lift) e^reach - 1 without the 1 that would swallow a small lift.
  const auto moved = [lift](double by) { return lift + (1.0 + lift) * std::expm1(by); };
  return {.value = lift,
          .standard_error = error,
          .interval = Interval{.low = moved(-reach), .high = moved(reach)},
          .reason = {}};
}

Estimated walter_ratio(const ShareTally& control, const ShareTally& treat, double confidence) {
  const auto adjusted = [](const ShareTally& arm) {
    const double x = static_cast<double>(arm.successes) + 0.5;
    const double n = static_cast<double>(arm.n) + 0.5;
    return Measured{.value = x / n, .variance = static_cast<double>(arm.n - arm.successes) / x / n};
  };
  const Measured c = adjusted(control);
  const Measured t = adjusted(treat);
  return on_logarithm(t.value / c.value, std::sqrt(c.variance + t.variance), confidence);
}

Estimated delta_lift(const ShareTally& control, const ShareTally& treat, double confidence) {
  if (control.n == 0 || treat.n == 0) return no_estimate("an arm has no customers");
  const Measured c = measured(control);
  Measured t = measured(treat);
  Estimated result = relative_difference(c, t, normal_critical(confidence));
  if (!result.value) return no_estimate("nothing can be relative to control: it has no success");
  const double lift = lift_of(control, treat);
  const double reach = normal_critical(confidence) * *result.standard_error;
  result.value = lift;
  result.interval = Interval{.low = lift - reach, .high = lift + reach};
  return result;
}

Estimated fieller_lift(const ShareTally& control, const ShareTally& treat, double confidence) {
  Estimated result = delta_lift(control, treat, confidence);
  if (!result.value) return result;
  result.interval =
      fieller_interval(measured(control), measured(treat), normal_critical(confidence));
  if (!result.interval) result.reason = "control is too near to 0 for a bounded interval";
  return result;
}

Estimated koopman_ratio(const ShareTally& control, const ShareTally& treat, double confidence) {
  return score_ratio(control, treat, confidence, 1.0);
}

Estimated miettinen_nurminen_ratio(const ShareTally& control, const ShareTally& treat,
                                   double confidence) {
  const double all = static_cast<double>(control.n) + static_cast<double>(treat.n);
  return score_ratio(control, treat, confidence, all / (all - 1.0));
}

Estimated miettinen_nurminen_odds_ratio(const ShareTally& control, const ShareTally& treat,
                                        double confidence) {
  if (control.n == 0 || treat.n == 0) return no_estimate("an arm has no customers");
  const std::uint64_t successes = control.successes + treat.successes;
  if (successes == 0) return no_estimate("no arm has a success");
  if (successes == control.n + treat.n) return no_estimate("no arm has a failure");
  const auto yes = [](const ShareTally& arm) { return static_cast<double>(arm.successes); };
  const auto no = [](const ShareTally& arm) { return static_cast<double>(arm.n - arm.successes); };
  const double above = yes(treat) * no(control);
  const double below = yes(control) * no(treat);
  return {.value = below == 0.0 ? infinity : above / below,
          .standard_error = {},
          .interval = odds_ratio_limits(control, treat, normal_critical(confidence)),
          .reason = {}};
}

Estimated woolf_odds_ratio(const ShareTally& control, const ShareTally& treat, double confidence) {
  if (control.successes == 0 || treat.successes == 0 || control.successes == control.n ||
      treat.successes == treat.n) {
    return no_estimate("a cell of the table is 0");
  }
  return odds_on_logarithm(static_cast<double>(control.successes),
                           static_cast<double>(control.n - control.successes),
                           static_cast<double>(treat.successes),
                           static_cast<double>(treat.n - treat.successes), confidence);
}

Estimated haldane_odds_ratio(const ShareTally& control, const ShareTally& treat,
                             double confidence) {
  return odds_on_logarithm(static_cast<double>(control.successes) + 0.5,
                           static_cast<double>(control.n - control.successes) + 0.5,
                           static_cast<double>(treat.successes) + 0.5,
                           static_cast<double>(treat.n - treat.successes) + 0.5, confidence);
}

}  // namespace journeylab
