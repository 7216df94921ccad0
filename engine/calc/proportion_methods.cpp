#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/proportion.h"
#include "stats/two_proportion_ratios.h"
#include "stats/two_proportion_tests.h"
#include "stats/two_proportions.h"

namespace journeylab::calc {
namespace {

Json answer_one(const Request& request) {
  const ShareTally share = share_of(request, "x", "n");
  const double confidence = request.level("conf_level");
  const auto interval = choose<Interval (*)(const ShareTally&, double)>(
      request.type(), {{"wilson", wilson_interval},
                       {"wilson_cc", wilson_corrected_interval},
                       {"agresti_coull", agresti_coull_interval},
                       {"agresti_coull_clipped",
                        [](const ShareTally& counts, double level) {
                          return clipped_to_shares(agresti_coull_interval(counts, level));
                        }},
                       {"wald", wald_interval},
                       {"clopper_pearson", clopper_pearson_interval},
                       {"jeffreys", jeffreys_interval},
                       {"jeffreys_bcd", jeffreys_closed_interval}});
  return with_interval(static_cast<double>(share.successes) / static_cast<double>(share.n),
                       interval(share, confidence));
}

using TwoShareInterval = Interval (*)(const ShareTally&, const ShareTally&, double);

Json answer_difference(const Request& request) {
  const ShareTally control = share_of(request, "x_control", "n_control");
  const ShareTally treat = share_of(request, "x_treat", "n_treat");
  const auto interval =
      choose<TwoShareInterval>(request.type(), {{"newcombe", newcombe_interval},
                                                {"newcombe_cc", newcombe_corrected_interval},
                                                {"wald", wald_difference_interval},
                                                {"agresti_caffo", agresti_caffo_interval},
                                                {"miettinen_nurminen", miettinen_nurminen_interval},
                                                {"mee", mee_interval}});
  return with_interval(share_difference(control, treat),
                       interval(control, treat, request.level("conf_level")));
}

using TwoShareEstimate = Estimated (*)(const ShareTally&, const ShareTally&, double);

Json answer_ratio(const Request& request) {
  const ShareTally control = share_of(request, "x_control", "n_control");
  const ShareTally treat = share_of(request, "x_treat", "n_treat");
  const auto estimate = choose<TwoShareEstimate>(
      request.type(), {{"rr_katz", katz_ratio},
                       {"rr_koopman", koopman_ratio},
                       {"rr_miettinen_nurminen", miettinen_nurminen_ratio},
                       {"rr_walter", walter_ratio},
                       {"lift_log", katz_lift},
                       {"lift_delta", delta_lift},
                       {"lift_fieller", fieller_lift},
                       {"or_woolf", woolf_odds_ratio},
                       {"or_woolf_haldane", haldane_odds_ratio},
                       {"or_miettinen_nurminen", miettinen_nurminen_odds_ratio}});
  return answer_of(estimate(control, treat, request.level("conf_level")));
}

double share_margin(const Request& request) {
  const double margin = request.number("delta0");
  if (!(margin > -1.0 && margin < 1.0)) {
    throw RequestError(
        fmt::format("'delta0': found {}; expected a difference of shares in (-1, 1)", margin));
  }
  return margin;
}

// Tests of no difference take no other null hypothesis.
void refuse_margin(const Request& request) {
  if (share_margin(request) != 0.0) {
    throw RequestError(
        fmt::format("'delta0': {} tests a difference of 0 only; z_unpooled, "
                    "score_mn and score_fm test others",
                    request.type()));
  }
}

// Chi-square statistics know no direction.
void refuse_direction(const Request& request) {
  if (alternative_of(request) != Alternative::two_sided) {
    throw RequestError(
        fmt::format("'alternative': {} is two-sided; z_pooled, the score tests and fisher have "
                    "one-sided forms",
                    request.type()));
  }
}

TestOutcome outcome_of(const Request& request, const ShareTally& control, const ShareTally& treat) {
  const std::string& type = request.type();
  const Alternative alternative = alternative_of(request);
  if (type == "score_mn" || type == "score_fm") {
    return score_test(control, treat, alternative, share_margin(request), type == "score_mn");
  }
  if (type == "z_unpooled") {
    return unpooled_z_test(control, treat, alternative, share_margin(request));
  }
  refuse_margin(request);
  if (type == "z_pooled") return pooled_z_test(control, treat, alternative);
  if (type == "fisher") {
    TestOutcome outcome = fisher_test(control, treat, alternative);
    if (outcome.reason.empty()) outcome.reason = "an exact test has no statistic";
    return outcome;
  }
  refuse_direction(request);
  const auto test = choose<TestOutcome (*)(const ShareTally&, const ShareTally&)>(
      type, {{"chi2", chi_square_test}, {"chi2_yates", yates_test}, {"g_test", g_test}});
  return test(control, treat);
}

Json answer_test(const Request& request) {
  return answer_of(outcome_of(request, share_of(request, "x_control", "n_control"),
                              share_of(request, "x_treat", "n_treat")));
}

Json answer_equivalence(const Request& request) {
  const ShareTally control = share_of(request, "x_control", "n_control");
  const ShareTally treat = share_of(request, "x_treat", "n_treat");
  const double margin = request.positive("margin");
  if (margin >= 1.0) throw RequestError("'margin': expected a difference of shares below 1");
  return answer_of(request.type() == "equivalence"
                       ? equivalence_test(control, treat, -margin, margin)
                       : non_inferiority_test(control, treat, margin));
}

std::vector<Field> two_share_fields() {
  return {{"x_control", "successes in control", {}, "x1"},
          {"n_control", "customers in control, at least 1", {}, "n1"},
          {"x_treat", "successes in treatment", {}, "x2"},
          {"n_treat", "customers in treatment, at least 1", {}, "n2"}};
}

constexpr std::string_view interval_outputs = "estimate,lower,upper";
constexpr std::string_view test_outputs = "statistic,p_value,ln_p_value";
constexpr std::string_view two_shares =
    R"("x_control": 48, "n_control": 80, "x_treat": 56, "n_treat": 70)";

}  // namespace

std::vector<Method> proportion_methods() {
  return {
      {.name = "proportion_ci",
       .short_names = "proportion",
       .purpose = "interval of one proportion",
       .types =
           "wilson,wilson_cc,agresti_coull,agresti_coull_clipped,wald,clopper_pearson,jeffreys,"
           "jeffreys_bcd",
       .fields = {{"x", "successes"}, {"n", "customers, at least 1"}, conf_level_field},
       .outputs = interval_outputs,
       .example = R"("x": 12, "n": 100)",
       .answer = answer_one},
      {.name = "two_proportion_diff_ci",
       .short_names = "two_proportion_diff,two_proportions_diff",
       .purpose = "difference of two proportions, treatment less control",
       .types = "newcombe,newcombe_cc,wald,agresti_caffo,miettinen_nurminen,mee",
       .fields = with(two_share_fields(), {conf_level_field}),
       .outputs = interval_outputs,
       .example = two_shares,
       .answer = answer_difference},
      {.name = "two_proportion_ratio_ci",
       .short_names = "two_proportion_ratio,two_proportions_ratio",
       .purpose = "risk ratio (rr), relative lift or odds ratio (or), treatment over control",
       .types = "rr_katz,rr_koopman,rr_miettinen_nurminen,rr_walter,lift_log,lift_delta,"
                "lift_fieller,or_woolf,or_woolf_haldane,or_miettinen_nurminen",
       .fields = with(two_share_fields(), {conf_level_field}),
       .outputs = interval_outputs,
       .example = two_shares,
       .answer = answer_ratio},
      {.name = "two_proportion_test",
       .short_names = "two_proportions_test",
       .purpose = "test of two proportions",
       .types = "z_pooled,z_unpooled,score_mn,score_fm,fisher,chi2,chi2_yates,g_test",
       .fields = with(two_share_fields(),
                      {alternative_field,
                       {"delta0", "difference under the null hypothesis", "0", "null_diff"}}),
       .outputs = test_outputs,
       .example = two_shares,
       .answer = answer_test},
      {.name = "two_proportion_margin_test",
       .short_names = "two_proportion_noninferiority",
       .purpose = "score test that treatment is not worse, or equivalent, within a margin",
       .types = "noninferiority,equivalence",
       .fields = with(two_share_fields(), {{"margin", "largest harmless difference, above 0"}}),
       .outputs = test_outputs,
       .example =
           R"("x_control": 480, "n_control": 800, "x_treat": 476, "n_treat": 800, "margin": 0.05)",
       .answer = answer_equivalence},
  };
}

}  // namespace journeylab::calc
