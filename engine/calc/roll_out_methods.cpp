#include "calc/power.h"
#include "stats/test_and_roll.h"

namespace journeylab::calc {
namespace {

NormalPrior prior_in(const Request& request, std::string_view mean, std::string_view deviation,
                     std::string_view customer) {
  const auto or_first = [&](std::string_view name, std::string_view first) {
    return request.has(name) ? request.number(name) : request.number(first);
  };
  return {.mean = or_first(mean, "mean"),
          .deviation = or_first(deviation, "sd_prior"),
          .customer_deviation = or_first(customer, "sd")};
}

Json answer_normal(const Request& request) {
  const RollOut roll_out{.first = prior_in(request, "mean", "sd_prior", "sd"),
                         .second = prior_in(request, "mean2", "sd_prior2", "sd2"),
                         .population = request.positive("population")};
  const bool alike = !request.has("mean2") && !request.has("sd_prior2") && !request.has("sd2");
  TestAndRoll best;
  if (alike) {
    const double each = test_and_roll_size(roll_out.first, roll_out.population);
    best = test_and_roll(roll_out, each, each);
  } else {
    best = best_test_and_roll(roll_out);
  }
  return {{"n1", shown(best.first)},
          {"n2", shown(best.second)},
          {"profit", shown(best.profit)},
          {"profit_test", shown(best.test_profit)},
          {"profit_untested", shown(best.profit_untested)},
          {"profit_knowing", shown(best.profit_knowing)},
          {"choice_error", shown(best.choice_error)}};
}

Json answer_beta(const Request& request) {
  const BetaTestAndRoll best =
      best_beta_test_and_roll({.a = request.positive("a"),
                               .b = request.positive("b"),
                               .value = request.positive("value"),
                               .population = request.count("population", 2)});
  return {{"n1", best.each},
          {"n2", best.each},
          {"profit", shown(best.profit)},
          {"profit_untested", shown(best.profit_untested)},
          {"profit_knowing", shown(best.profit_knowing)}};
}

Json answer_roll_out(const Request& request) {
  return request.type() == "normal" ? answer_normal(request) : answer_beta(request);
}

}  // namespace

std::vector<Method> roll_out_methods() {
  return {{.name = "test_and_roll",
           .short_names = {},
           .purpose = "the size of a test that earns the most, with its roll-out",
           .types = "normal,beta",
           .fields = {{"population", "customers of test and roll-out together", {}, "n"},
                      {"mean", "expected profit of a customer", "0"},
                      {"sd_prior", "standard deviation of a variant's mean beforehand", "null",
                       "sigma"},
                      {"sd", "standard deviation of customers around it", "null", "s"},
                      {"mean2", "of the second variant, where it differs", "null"},
                      {"sd_prior2", "of the second variant, where it differs", "null"},
                      {"sd2", "of the second variant, where it differs", "null"},
                      {"a", "of the Beta(a, b) prior of both shares", "null"},
                      {"b", "of the Beta(a, b) prior of both shares", "null"},
                      {"value", "of a conversion", "1"}},
           .outputs = "n1,n2,profit,profit_test,profit_untested,profit_knowing,choice_error",
           .example = R"("population": 100000, "mean": 0.68, "sd_prior": 0.03, "sd": 0.466476)",
           .answer = answer_roll_out}};
}

}  // namespace journeylab::calc
