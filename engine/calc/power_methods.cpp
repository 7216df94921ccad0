#include "calc/power.h"
#include "stats/power_effect.h"
#include "stats/power_exact.h"
#include "stats/power_two_means.h"

namespace journeylab::calc {
namespace {

TwoShares shares_in(const Request& request) {
  return {.control = request.number("p_control"), .treat = request.number("p_treat")};
}

ProportionModel model_of(const std::string& type) {
  if (type.starts_with("normal_unpooled")) return ProportionModel::unpooled;
  if (type.starts_with("normal_pooled_cc") || type == "fleiss_cc") {
    return ProportionModel::pooled_corrected;
  }
  return type.starts_with("normal_pooled") ? ProportionModel::pooled : ProportionModel::arcsine;
}

PowerTails tails_of(const std::string& type) {
  return type.ends_with("bothtails") ? PowerTails::both : PowerTails::near;
}

Json answer_proportions_size(const Request& request) {
  return sizes_answer(
      size_for_proportions(shares_in(request), model_of(request.type()), plan_in(request)));
}

Json answer_proportions_power(const Request& request) {
  return {{"power", shown(power_of_proportions(shares_in(request), sizes_in(request),
                                               model_of(request.type()), level_in(request),
                                               tails_of(request.type())))}};
}

Json answer_proportions_mde(const Request& request) {
  static constexpr std::array<std::string_view, 2> ways{"up", "down"};
  const double control = request.level("p_control");
  const auto found =
      detectable_share(control, request.word("direction", ways) == "up", sizes_in(request),
                       model_of(request.type()), plan_in(request));
  if (!found) {
    return {{"p_treat", nullptr},
            {"mde_absolute", nullptr},
            {"mde_relative", nullptr},
            {"reason", "not even a share at the end of 0..1 is found with this power"}};
  }
  return {{"p_treat", shown(found->share)},
          {"mde_absolute", shown(found->difference)},
          {"mde_relative", shown(found->difference / control)}};
}

Json answer_exact_power(const Request& request) {
  const auto test =
      choose<ExactlyPowered>(request.type(), {{"z_pooled", ExactlyPowered::z_pooled},
                                              {"z_unpooled", ExactlyPowered::z_unpooled},
                                              {"fisher", ExactlyPowered::fisher}});
  static constexpr std::array<std::string_view, 2> sides{"near", "both"};
  const PowerTails tails =
      request.word("tails", sides) == "both" ? PowerTails::both : PowerTails::near;
  const WholeSizes sizes{.control = request.count("n_control", 1),
                         .treat = request.count("n_treat", 1)};
  return {{"power", shown(exact_power(shares_in(request), sizes, test, level_in(request), tails))}};
}

ArmVariances variances_in(const Request& request) {
  const double control = request.positive("sd_control");
  const double treat = request.has("sd_treat") ? request.positive("sd_treat") : control;
  return {.control = control * control, .treat = treat * treat};
}

// Student's test has one standard deviation.
double common_deviation(const Request& request) {
  const double control = request.positive("sd_control");
  if (request.has("sd_treat") && request.positive("sd_treat") != control) {
    throw RequestError("'sd_treat': a t method needs the same as 'sd_control'; take type z");
  }
  return control;
}

Json answer_means_size(const Request& request) {
  const double delta = request.number("delta");
  const SizePlan plan = plan_in(request);
  if (request.type() == "z") {
    return sizes_answer(size_for_effect(delta, variances_in(request), plan));
  }
  return sizes_answer(
      size_for_student_test({.difference = delta, .deviation = common_deviation(request)}, plan,
                            tails_of(request.type())));
}

Json answer_means_power(const Request& request) {
  const double delta = request.number("delta");
  const PowerTails tails = tails_of(request.type());
  if (request.type().starts_with("z_")) {
    return {{"power", shown(power_of_effect(delta, variances_in(request), sizes_in(request),
                                            level_in(request), tails))}};
  }
  return {{"power", shown(power_of_student_test(
                        {.difference = delta, .deviation = common_deviation(request)},
                        sizes_in(request), level_in(request), tails))}};
}

Json answer_means_mde(const Request& request) {
  const SizePlan plan = plan_in(request);
  if (request.type() == "z") {
    return {{"delta", shown(detectable_effect(variances_in(request), sizes_in(request), plan))}};
  }
  return {{"delta", shown(detectable_mean_difference(common_deviation(request), sizes_in(request),
                                                     plan, tails_of(request.type())))}};
}

std::vector<Field> shares_fields() {
  return {{"p_control", "share in control", {}, "baseline,p1"},
          {"p_treat", "share in treatment", {}, "p2"}};
}

std::vector<Field> deviation_fields() {
  return {{"sd_control", "standard deviation of a customer in control", "1", "sd"},
          {"sd_treat", "the same in treatment; without it control's", "null"}};
}

std::vector<Method> proportion_power_methods() {
  return {
      {.name = "samplesize_two_proportions",
       .short_names = "samplesize,sample_size",
       .purpose = "customers who show a difference of two shares",
       .types = "normal_pooled,normal_unpooled,fleiss_cc,arcsine",
       .fields = with(shares_fields(), plan_fields()),
       .outputs = "n_control,n_treat,n_control_ceil,n_treat_ceil",
       .example = R"("p_control": 0.1, "p_treat": 0.12)",
       .answer = answer_proportions_size},
      {.name = "power_two_proportions",
       .short_names = "power",
       .purpose = "power of a test of two shares",
       .types = "normal_pooled_neartail,normal_pooled_bothtails,normal_unpooled_neartail,"
                "normal_unpooled_bothtails,normal_pooled_cc_neartail,normal_pooled_cc_bothtails,"
                "arcsine_neartail,arcsine_bothtails",
       .fields = with(shares_fields(), with(sizes_fields(), level_fields())),
       .outputs = "power",
       .example = R"("p_control": 0.1, "p_treat": 0.12, "n_control": 4000, "n_treat": 4000)",
       .answer = answer_proportions_power},
      {.name = "mde_two_proportions",
       .short_names = "mde",
       .purpose = "smallest difference of two shares that is found",
       .types = "normal_pooled,normal_unpooled,normal_pooled_cc,arcsine",
       .fields = with({{"p_control", "share in control", {}, "baseline,p1"},
                       {"direction", "up or down", "\"up\""}},
                      with(sizes_fields(), with(level_fields(), {power_field}))),
       .outputs = "p_treat,mde_absolute,mde_relative",
       .example = R"("p_control": 0.1, "n_control": 4000, "n_treat": 4000)",
       .answer = answer_proportions_mde},
      {.name = "power_two_proportions_exact",
       .short_names = "exact_power",
       .purpose = "power of a test of two shares by all outcomes of both arms",
       .types = "z_pooled,z_unpooled,fisher",
       .fields = with(
           shares_fields(),
           with(sizes_fields(),
                with(level_fields(),
                     {{"tails", "near: decisions for the right side; both: any", "\"near\""}}))),
       .outputs = "power",
       .example = R"("p_control": 0.2, "p_treat": 0.5, "n_control": 40, "n_treat": 40)",
       .answer = answer_exact_power},
  };
}

}  // namespace

std::vector<Method> power_methods() {
  std::vector<Method> methods{
      {.name = "samplesize_two_means",
       .short_names = {},
       .purpose = "customers who show a difference of two means",
       .types = "z,t_noncentral_neartail,t_noncentral_bothtails",
       .fields =
           with({{"delta", "difference of the means"}}, with(deviation_fields(), plan_fields())),
       .outputs = "n_control,n_treat,n_control_ceil,n_treat_ceil",
       .example = R"("type": "t_noncentral_neartail", "delta": 0.5, "sd_control": 1)",
       .answer = answer_means_size},
      {.name = "power_two_means",
       .short_names = {},
       .purpose = "power of a test of two means",
       .types = "z_neartail,z_bothtails,t_neartail,t_bothtails",
       .fields = with({{"delta", "difference of the means"}},
                      with(deviation_fields(), with(sizes_fields(), level_fields()))),
       .outputs = "power",
       .example = R"("delta": 0.5, "sd_control": 1, "n_control": 64, "n_treat": 64)",
       .answer = answer_means_power},
      {.name = "mde_two_means",
       .short_names = {},
       .purpose = "smallest difference of two means that is found",
       .types = "z,t_neartail,t_bothtails",
       .fields =
           with(deviation_fields(), with(sizes_fields(), with(level_fields(), {power_field}))),
       .outputs = "delta",
       .example = R"("sd_control": 1, "n_control": 100, "n_treat": 100)",
       .answer = answer_means_mde},
  };
  for (auto part : {proportion_power_methods(), power_design_methods(), roll_out_methods()}) {
    for (Method& method : part) methods.push_back(std::move(method));
  }
  return methods;
}

}  // namespace journeylab::calc
