#include <array>
#include <cmath>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/dunnett.h"
#include "stats/multiplicity.h"

namespace journeylab::calc {
namespace {

Adjustment adjustment_of(const std::string& type) {
  if (type == "BH") return Adjustment::bh;
  if (type == "BY") return Adjustment::by;
  const auto adjustment = adjustment_named(type);
  if (!adjustment) throw std::logic_error("the adjustment '" + type + "' has no meaning");
  return *adjustment;
}

Json answer_adjusted(const Request& request) {
  std::vector<std::optional<double>> p_values;
  for (const double p : request.numbers("p")) {
    if (!std::isnan(p) && !(p >= 0.0 && p <= 1.0)) {
      throw RequestError(fmt::format("'p': found {}; expected numbers in 0..1", p));
    }
    p_values.emplace_back(p);
  }
  Json list = Json::array();
  for (const auto& p : adjust_p_values(p_values, adjustment_of(request.type()))) {
    list.push_back(shown(p));
  }
  return {{"p_adjusted", list}};
}

int sides_in(const Request& request) {
  static constexpr std::array<std::string_view, 2> words{"one", "two"};
  return request.word("sided", words) == "two" ? 2 : 1;
}

DunnettDesign design_of(const Request& request) {
  DunnettDesign design{.n_control = request.positive("n_control"),
                       .n_arms = request.numbers("n_treat_list"),
                       .df = request.any_number("df"),
                       .sides = sides_in(request)};
  if (!(design.df > 0.0)) throw RequestError("'df': expected a number above 0, or \"inf\"");
  for (const double n : design.n_arms) {
    if (!(n > 0.0 && std::isfinite(n))) {
      throw RequestError(fmt::format("'n_treat_list': found {}; expected numbers above 0", n));
    }
  }
  if (design.n_arms.empty()) throw RequestError("'n_treat_list': expected at least one arm");
  return design;
}

Json answer_critical(const Request& request) {
  return {{"critical_value", shown(dunnett_critical(design_of(request), request.level("alpha")))}};
}

// One statistic gives one p-value, a list gives a list.
Json answer_dunnett(const Request& request) {
  const DunnettDesign design = design_of(request);
  const std::vector<double> statistics = request.numbers("statistic");
  for (const double statistic : statistics) {
    if (std::isnan(statistic)) throw RequestError("'statistic': expected numbers");
  }
  const std::vector<double> adjusted = dunnett_p_values(design, statistics);
  if (adjusted.size() == 1) return {{"p_adjusted", shown(adjusted.front())}};
  return {{"p_adjusted", shown(adjusted)}};
}

std::vector<Field> dunnett_fields() {
  return {{"n_control", "customers in control", {}, "n1"},
          {"n_treat_list", "customers in each other arm, a list", {}, "n_treat"},
          {"df", "degrees of freedom of the common variance, or \"inf\"", "\"inf\""},
          {"sided", "one or two", "\"two\""},
          {"k_treatments", "ignored: arms are counted", "null"}};
}

}  // namespace

std::vector<Method> many_methods() {
  return {
      {.name = "multiplicity",
       .short_names = "adjust,p_adjust",
       .purpose = "p-values corrected for being a family",
       .types = "holm,hochberg,bonferroni,BH,BY,sidak,holm_sidak",
       .fields = {{"p", "list of p-values", {}, "p_values"},
                  {"k", "ignored: p-values are counted", "null"},
                  {"index", "ignored: answers keep the order", "null"}},
       .outputs = "p_adjusted",
       .example = R"("p": [0.01, 0.04, 0.03, 0.2])",
       .answer = answer_adjusted},
      {.name = "dunnett_critical",
       .short_names = {},
       .purpose = "critical value for many arms against one control",
       .types = "dunnett_single_step",
       .fields = with(dunnett_fields(), {alpha_field}),
       .outputs = "critical_value",
       .example = R"("n_control": 10, "n_treat_list": [10, 10, 10], "df": 36)",
       .answer = answer_critical},
      {.name = "dunnett_adjusted_p",
       .short_names = "dunnett",
       .purpose = "adjusted p-value of each arm's t against one control",
       .types = "dunnett_single_step",
       .fields = with(dunnett_fields(), {{"statistic", "t of an arm, or a list of them"},
                                         {"index", "ignored: which arm it is", "null"}}),
       .outputs = "p_adjusted",
       .example = R"("n_control": 10, "n_treat_list": [10, 10], "df": 27, "statistic": [1.5, 2.2])",
       .answer = answer_dunnett},
  };
}

}  // namespace journeylab::calc
