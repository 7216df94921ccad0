#include <cmath>

#include <fmt/format.h>

#include "calc/power.h"
#include "stats/power_effect.h"
#include "stats/power_many_arms.h"
#include "stats/power_sequential.h"
#include "stats/power_survival.h"
#include "stats/power_two_proportions.h"

namespace journeylab::calc {
namespace {

SizePlan one_sided_plan(const Request& request) {
  return {.level = {.alpha = request.level("alpha_one_sided"), .sides = 1},
          .power = request.level("power"),
          .ratio = request.positive("ratio_treat_to_control")};
}

Json answer_noninferiority(const Request& request) {
  const SizePlan plan = one_sided_plan(request);
  const double margin = request.positive("margin");
  const TwoShares values{.control = request.number("value_control"),
                         .treat = request.number("value_treat")};
  if (request.type() == "z") {
    const double variance = request.positive("sd") * request.positive("sd");
    return sizes_answer(size_for_noninferiority(values.treat - values.control, margin,
                                                {.control = variance, .treat = variance}, plan));
  }
  for (const char* name : {"value_control", "value_treat"}) {
    if (!(request.number(name) >= 0.0 && request.number(name) <= 1.0)) {
      throw RequestError(fmt::format("'{}': expected a share between 0 and 1", name));
    }
  }
  if (request.type() == "farrington_manning") {
    return sizes_answer(size_for_noninferior_proportions(values, margin, plan));
  }
  const ArmVariances variances{.control = values.control * (1.0 - values.control),
                               .treat = values.treat * (1.0 - values.treat)};
  return sizes_answer(
      size_for_noninferiority(values.treat - values.control, margin, variances, plan));
}

Json answer_equivalence(const Request& request) {
  const double control = request.positive("sd_control");
  const double treat = request.has("sd_treat") ? request.positive("sd_treat") : control;
  return sizes_answer(size_for_equivalence(request.number("delta"), request.positive("margin"),
                                           {.control = control * control, .treat = treat * treat},
                                           one_sided_plan(request)));
}

int groups_in(const Request& request) {
  const std::uint64_t groups = request.count("k_groups", 2);
  if (groups > 100000) throw RequestError("'k_groups': expected at most 100000");
  return static_cast<int>(groups);
}

Json answer_many(const Request& request) {
  const double effect = request.number("effect");
  SizePlan plan{.level = {.alpha = request.level("alpha")}, .power = request.level("power")};
  if (request.type() == "chisq_w") {
    const double total = total_size_for_chi_square(effect, request.positive("df"), plan);
    return {{"n_per_group", shown(total)}};
  }
  const int groups = groups_in(request);
  if (request.type() == "anova_f") {
    return {{"n_per_group", shown(group_size_for_anova(groups, effect, plan))}};
  }
  plan.level = bonferroni_level(plan.level, groups - 1);
  if (request.type() == "bonferroni_many_to_one_pooled") {
    const double rate = request.level("sd_or_rate");
    return {{"n_per_group", shown(size_for_proportions({.control = rate, .treat = rate + effect},
                                                       ProportionModel::pooled, plan)
                                      .control)}};
  }
  const double variance = request.positive("sd_or_rate") * request.positive("sd_or_rate");
  const ArmVariances variances{.control = variance, .treat = variance};
  return {{"n_per_group", shown(size_for_effect(effect, variances, plan).control)}};
}

Json answer_dunnett_size(const Request& request) {
  ManyArms arms{
      .effects = request.numbers("effects"),
      .control_variance = request.positive("sd_control") * request.positive("sd_control")};
  const std::vector<double> deviations = request.numbers("sd_treat_list");
  const std::vector<double> ratios = request.numbers("ratio_list");
  const auto of_arm = [&](const std::vector<double>& list, std::size_t i, std::string_view name) {
    if (list.size() != 1 && list.size() != arms.effects.size()) {
      throw RequestError(fmt::format("'{}': expected one number, or one for each effect", name));
    }
    const double found = list.size() == 1 ? list.front() : list[i];
    if (!(found > 0.0 && std::isfinite(found))) {
      throw RequestError(fmt::format("'{}': found {}; expected numbers above 0", name, found));
    }
    return found;
  };
  for (std::size_t i = 0; i < arms.effects.size(); ++i) {
    const double deviation = of_arm(deviations, i, "sd_treat_list");
    arms.variances.push_back(deviation * deviation);
    arms.ratios.push_back(of_arm(ratios, i, "ratio_list"));
  }
  const auto goal = choose<FindGoal>(
      request.type(), {{"each", FindGoal::each}, {"any", FindGoal::any}, {"all", FindGoal::all}});
  const double control = control_size_for_dunnett(
      arms, goal, {.level = level_in(request), .power = request.level("power")});
  std::vector<double> sizes;
  for (const double ratio : arms.ratios) sizes.push_back(ratio * control);
  return {{"n_control", shown(control)}, {"n_treat_list", shown(sizes)}};
}

Json answer_cluster(const Request& request) {
  const double size = request.number("mean_cluster_size");
  const double factor = design_effect({.mean_size = size,
                                       .variation = request.not_negative("cv_cluster_size"),
                                       .intraclass_correlation = request.not_negative("icc")});
  const double n = request.positive("n_individual");
  return {{"design_effect", shown(factor)},
          {"effective_n", shown(n / factor)},
          {"n_inflated", shown(n * factor)},
          {"clusters_needed", shown(whole_customers(n * factor / size))}};
}

Json answer_mcnemar(const Request& request) {
  const DiscordantShares shares{.gained = request.not_negative("p_gained"),
                                .lost = request.not_negative("p_lost")};
  const double pairs =
      pairs_for_mcnemar(shares, {.level = level_in(request), .power = request.level("power")});
  return {{"n_pairs", shown(pairs)}, {"n_pairs_ceil", shown(whole_customers(pairs))}};
}

Json answer_events(const Request& request) {
  const auto model = choose<EventsModel>(request.type(), {{"schoenfeld", EventsModel::schoenfeld},
                                                          {"freedman", EventsModel::freedman}});
  return {{"events",
           shown(events_for_logrank(request.positive("hazard_ratio"), model, plan_in(request)))}};
}

Json answer_exponential(const Request& request) {
  const ExponentialSize size =
      size_for_exponential({.median_control = request.positive("median_control"),
                            .hazard_ratio = request.positive("hazard_ratio"),
                            .accrual = request.not_negative("accrual_time"),
                            .follow_up = request.not_negative("followup_time"),
                            .dropout_hazard = request.not_negative("dropout_hazard")},
                           plan_in(request));
  return {{"events", shown(size.events)},
          {"prob_event_control", shown(size.chance_control)},
          {"prob_event_treat", shown(size.chance_treat)},
          {"n_total", shown(size.total)}};
}

Json answer_always_valid(const Request& request) {
  const std::uint64_t looks = request.count("looks", 1);
  if (looks > 60) throw RequestError("'looks': expected at most 60");
  AlwaysValidPlan plan{.alpha = request.level("alpha"),
                       .power = request.level("power"),
                       .mixing = request.positive("mixing")};
  for (std::uint64_t k = 1; k <= looks; ++k) {
    plan.information.push_back(static_cast<double>(k) / static_cast<double>(looks));
  }
  const SequentialDesign design = always_valid_design(plan);
  std::vector<double> bounds;
  for (const LookBounds& each : design.bounds) bounds.push_back(each.upper);
  double error = 0.0;
  for (std::size_t k = 0; k < bounds.size(); ++k) error += 2.0 * design.none.upper[k];
  return {{"drift", shown(design.drift)},
          {"inflation_factor", shown(design.inflation)},
          {"asn_ratio_h0", shown(design.expected_none)},
          {"asn_ratio_h1", shown(design.expected_full)},
          {"alpha_used", shown(error)},
          {"upper_z", shown(bounds)}};
}

std::vector<Field> margin_fields() {
  return {{"margin", "the loss that is accepted, above 0"},
          {"alpha_one_sided", "error of the one-sided test", "0.025", "alpha"},
          power_field,
          ratio_field};
}

std::vector<Method> arm_methods() {
  return {
      {.name = "samplesize_multiarm",
       .short_names = {},
       .purpose = "customers who show differences among several groups",
       .types = "bonferroni_many_to_one_pooled,bonferroni_many_to_one_z,anova_f,chisq_w",
       .fields = {{"k_groups", "groups, control among them", "2"},
                  {"effect", "absolute difference; Cohen's f or w for anova_f and chisq_w"},
                  {"sd_or_rate", "standard deviation, or share of control", "null"},
                  alpha_field,
                  power_field,
                  {"df", "degrees of freedom of chisq_w", "null"}},
       .outputs = "n_per_group",
       .example = R"("k_groups": 3, "effect": 0.02, "sd_or_rate": 0.1)",
       .answer = answer_many},
      {.name = "samplesize_dunnett",
       .short_names = {},
       .purpose = "customers who show effects of many variants by Dunnett's test",
       .types = "each,any,all",
       .fields = with({{"effects", "differences to control, a list"},
                       {"sd_control", "standard deviation of a customer in control", "1", "sd"},
                       {"sd_treat_list", "the same of the variants, a list or one", "1"},
                       {"ratio_list", "customers of each for one of control, a list or one", "1"}},
                      with(level_fields(), {power_field})),
       .outputs = "n_control,n_treat_list",
       .example = R"("effects": [0.2, 0.3])",
       .answer = answer_dunnett_size},
      {.name = "cluster_design_effect",
       .short_names = "design_effect",
       .purpose = "what assigning whole clusters costs",
       .types = "design_effect",
       .fields = {{"mean_cluster_size", "customers a cluster", {}, "cluster_size"},
                  {"cv_cluster_size", "its standard deviation over its mean", "0"},
                  {"icc", "intraclass correlation"},
                  {"n_individual", "customers needed without clusters", "1", "n"}},
       .outputs = "design_effect,effective_n,n_inflated,clusters_needed",
       .example = R"("mean_cluster_size": 50, "icc": 0.01, "n_individual": 5000)",
       .answer = answer_cluster},
  };
}

std::vector<Method> event_methods() {
  return {
      {.name = "samplesize_logrank",
       .short_names = {},
       .purpose = "events that show a hazard ratio",
       .types = "schoenfeld,freedman",
       .fields = with({{"hazard_ratio", "treatment over control", {}, "hr"}}, plan_fields()),
       .outputs = "events",
       .example = R"("hazard_ratio": 0.7)",
       .answer = answer_events},
      {.name = "samplesize_survival_exponential",
       .short_names = {},
       .purpose = "customers for a log-rank test with even entry and constant rates",
       .types = "schoenfeld_uniform_accrual",
       .fields = with({{"median_control", "median time to the event in control"},
                       {"hazard_ratio", "treatment over control", {}, "hr"},
                       {"accrual_time", "time over which customers enter"},
                       {"followup_time", "time from the last entry to the analysis"},
                       {"dropout_hazard", "rate of dropout", "0"}},
                      plan_fields()),
       .outputs = "events,prob_event_control,prob_event_treat,n_total",
       .example = R"("median_control": 30, "hazard_ratio": 0.75, "accrual_time": 6, )"
                  R"("followup_time": 30)",
       .answer = answer_exponential},
  };
}

}  // namespace

std::vector<Method> power_design_methods() {
  std::vector<Method> methods{
      {.name = "samplesize_noninferiority",
       .short_names = {},
       .purpose = "customers who show that treatment is not worse by a margin",
       .types = "farrington_manning,unpooled,z",
       .fields = with({{"value_control", "share or mean in control"},
                       {"value_treat", "share or mean in treatment"},
                       {"sd", "standard deviation of a customer, for z", "null"},
                       {"endpoint", "ignored: the type says it", "null"}},
                      margin_fields()),
       .outputs = "n_control,n_treat,n_control_ceil,n_treat_ceil",
       .example = R"("value_control": 0.2, "value_treat": 0.2, "margin": 0.03)",
       .answer = answer_noninferiority},
      {.name = "samplesize_equivalence",
       .short_names = {},
       .purpose = "customers who show a difference within a margin on both sides",
       .types = "z",
       .fields = with({{"delta", "true difference", "0"},
                       {"sd_control", "standard deviation of a customer in control", "1", "sd"},
                       {"sd_treat", "the same in treatment; without it control's", "null"}},
                      margin_fields()),
       .outputs = "n_control,n_treat,n_control_ceil,n_treat_ceil",
       .example = R"("margin": 0.2, "sd_control": 1)",
       .answer = answer_equivalence},
      {.name = "samplesize_mcnemar",
       .short_names = {},
       .purpose = "pairs that show a difference of two shares of the same customers",
       .types = "normal",
       .fields = with({{"p_gained", "share that succeeds under treatment alone"},
                       {"p_lost", "share that succeeds under control alone"}},
                      with(level_fields(), {power_field})),
       .outputs = "n_pairs,n_pairs_ceil",
       .example = R"("p_gained": 0.2, "p_lost": 0.1)",
       .answer = answer_mcnemar},
      {.name = "samplesize_always_valid",
       .short_names = {},
       .purpose = "what a mixture sequential test costs over the fixed one",
       .types = "msprt",
       .fields = {alpha_field,
                  power_field,
                  {"looks", "equally spaced looks, at most 60", "10"},
                  {"mixing", "tau over the planned effect", "1"}},
       .outputs = "drift,inflation_factor,asn_ratio_h0,asn_ratio_h1,alpha_used,upper_z",
       .example = R"("looks": 10)",
       .answer = answer_always_valid},
  };
  for (auto part : {arm_methods(), event_methods()}) {
    for (Method& method : part) methods.push_back(std::move(method));
  }
  return methods;
}

}  // namespace journeylab::calc
