#include "stats/two_proportion_tests.h"

#include <algorithm>
#include <cmath>

#include "stats/hypergeometric.h"
#include "stats/two_proportions.h"

namespace journeylab {
namespace {

// Successes, failures and what is expected of both arms.
struct Cells {
  double control_n = 0.0;
  double treat_n = 0.0;
  double successes = 0.0;
  double failures = 0.0;
  double excess = 0.0;  // observed less expected of treatment's successes, the same in all cells

  Cells(const ShareTally& control, const ShareTally& treat)
      : control_n(static_cast<double>(control.n)),
        treat_n(static_cast<double>(treat.n)),
        successes(static_cast<double>(control.successes + treat.successes)),
        failures(static_cast<double>(control.n + treat.n - control.successes - treat.successes)),
        excess(share_difference(control, treat) * (control_n / n()) * treat_n) {}

  [[nodiscard]] double n() const { return control_n + treat_n; }
  [[nodiscard]] double inverse_expectations() const {
    return n() / control_n * (n() / treat_n) / successes * (n() / failures);
  }
};

std::string fault_of(const ShareTally& control, const ShareTally& treat) {
  if (control.n == 0 || treat.n == 0) return "an arm has no customers";
  const std::uint64_t successes = control.successes + treat.successes;
  if (successes == 0) return "no arm has a success";
  if (successes == control.n + treat.n) return "no arm has a failure";
  return {};
}

TestOutcome chi_square_outcome(double statistic) {
  return {.statistic = statistic, .p_value = chi_square_p_value(statistic, 1.0), .reason = {}};
}

TestOutcome normal_test(double distance, double variance, Alternative alternative) {
  if (variance > 0.0) return normal_outcome(distance / std::sqrt(variance), alternative);
  return no_outcome("the counts show no spread");
}

}  // namespace

TestOutcome pooled_z_test(const ShareTally& control, const ShareTally& treat,
                          Alternative alternative) {
  if (std::string fault = fault_of(control, treat); !fault.empty()) {
    return no_outcome(std::move(fault));
  }
  const Cells cells(control, treat);
  const double variance = cells.successes / cells.n() * (cells.failures / cells.n()) *
                          (1.0 / cells.control_n + 1.0 / cells.treat_n);
  return normal_test(share_difference(control, treat), variance, alternative);
}

TestOutcome unpooled_z_test(const ShareTally& control, const ShareTally& treat,
                            Alternative alternative, double null_difference) {
  if (control.n == 0 || treat.n == 0) return no_outcome("an arm has no customers");
  const auto variance = [](const ShareTally& arm) {
    const auto n = static_cast<double>(arm.n);
    return static_cast<double>(arm.successes) / n *
           (static_cast<double>(arm.n - arm.successes) / n) / n;
  };
  return normal_test(share_difference(control, treat) - null_difference,
                     variance(control) + variance(treat), alternative);
}

TestOutcome score_test(const ShareTally& control, const ShareTally& treat, Alternative alternative,
                       double null_difference, bool corrected) {
  if (control.n == 0 || treat.n == 0) return no_outcome("an arm has no customers");
  const double all = static_cast<double>(control.n) + static_cast<double>(treat.n);
  const double scale = corrected ? all / (all - 1.0) : 1.0;
  return normal_test(share_difference(control, treat) - null_difference,
                     scale * restricted_variance(control, treat, null_difference), alternative);
}

TestOutcome chi_square_test(const ShareTally& control, const ShareTally& treat) {
  if (std::string fault = fault_of(control, treat); !fault.empty()) {
    return no_outcome(std::move(fault));
  }
  const Cells cells(control, treat);
  return chi_square_outcome(cells.excess * cells.excess * cells.inverse_expectations());
}

TestOutcome yates_test(const ShareTally& control, const ShareTally& treat) {
  if (std::string fault = fault_of(control, treat); !fault.empty()) {
    return no_outcome(std::move(fault));
  }
  const Cells cells(control, treat);
  const double left = std::max(0.0, std::abs(cells.excess) - 0.5);
  return chi_square_outcome(left * left * cells.inverse_expectations());
}

TestOutcome g_test(const ShareTally& control, const ShareTally& treat) {
  if (std::string fault = fault_of(control, treat); !fault.empty()) {
    return no_outcome(std::move(fault));
  }
  const Cells cells(control, treat);
  const auto arm = [&](const ShareTally& counts, double excess) {
    const double share = static_cast<double>(counts.n) / cells.n();
    return count_deviance(static_cast<double>(counts.successes), cells.successes * share, excess) +
           count_deviance(static_cast<double>(counts.n - counts.successes), cells.failures * share,
                          -excess);
  };
  return chi_square_outcome(2.0 * (arm(control, -cells.excess) + arm(treat, cells.excess)));
}

TestOutcome fisher_test(const ShareTally& control, const ShareTally& treat,
                        Alternative alternative) {
  if (control.n == 0 || treat.n == 0) return no_outcome("an arm has no customers");
  const Hypergeometric law(treat.n, control.n, control.successes + treat.successes);
  PValue p;
  if (alternative == Alternative::greater) {
    p = law.at_least(treat.successes);
  } else if (alternative == Alternative::less) {
    p = law.at_most(treat.successes);
  } else {
    p = law.at_most_as_probable(treat.successes);
  }
  return {.statistic = {}, .p_value = p, .reason = {}};
}

TestOutcome non_inferiority_test(const ShareTally& control, const ShareTally& treat,
                                 double margin) {
  return score_test(control, treat, Alternative::greater, -margin, false);
}

TestOutcome equivalence_test(const ShareTally& control, const ShareTally& treat, double low,
                             double high) {
  TestOutcome above = score_test(control, treat, Alternative::greater, low, false);
  TestOutcome below = score_test(control, treat, Alternative::less, high, false);
  if (!above.p_value) return above;
  if (!below.p_value) return below;
  return above.p_value->ln_p >= below.p_value->ln_p ? above : below;
}

}  // namespace journeylab
