#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/description.h"
#include "stats/paired_means.h"
#include "stats/paired_proportions.h"

namespace journeylab::calc {
namespace {

Json answer_mcnemar(const Request& request) {
  const PairedShareTally pairs{.both = request.count("both"),
                               .control_only = request.count("control_only"),
                               .variant_only = request.count("treat_only"),
                               .neither = request.count("neither")};
  const double confidence = request.level("conf_level");
  if (request.type() == "ratio") return answer_of(paired_relative_difference(pairs, confidence));
  Json answer = answer_of(paired_difference(pairs, confidence));
  const McNemarTest test = mcnemar_test(pairs);
  answer["p_value"] = shown(test.p_value);
  answer["ln_p_value"] = shown(test.ln_p_value);
  answer["exact"] = test.exact;
  return answer;
}

Json answer_paired(const Request& request) {
  std::vector<double> differences = request.finite_numbers("after");
  const std::vector<double> before = request.finite_numbers("before");
  if (before.size() != differences.size() || before.empty()) {
    throw RequestError(
        fmt::format("'before' has {} values and 'after' {}; expected as many of "
                    "both, and at least one",
                    before.size(), differences.size()));
  }
  for (std::size_t i = 0; i < before.size(); ++i) differences[i] -= before[i];
  const Description described = describe(differences);
  Json answer = {{"n", described.n}};
  const Json test =
      answer_of(one_mean_test(described.summary(), mean_options_of(request)), "mean_diff");
  answer["mean_diff"] = test["mean_diff"];
  answer["sd_diff"] = shown(described.deviation);
  return joined(std::move(answer), test);
}

// The moments of customers from one column each of control and treatment, or of control's and
// treatment's numerators and denominators.
PairedMeanTally pairs_of(const std::vector<std::vector<double>>& columns) {
  PairedMeanTally pairs;
  pairs.moments.variables = columns.size();
  const std::size_t half = columns.size() / 2;
  for (std::size_t i = 0; i < columns.front().size(); ++i) {
    Comoments one{.variables = columns.size(), .n = 1};
    for (std::size_t k = 0; k < columns.size(); ++k) one.mean[k] = columns[k][i];
    pairs.moments.merge(one);
    const auto own = one.mean.begin();
    if (!std::equal(own, own + static_cast<std::ptrdiff_t>(half),
                    own + static_cast<std::ptrdiff_t>(half))) {
      ++pairs.differing;
    }
  }
  return pairs;
}

Json answer_pairs(const Request& request) {
  const bool ratio = request.type().starts_with("ratio");
  const std::vector<std::string_view> names =
      ratio ? std::vector<std::string_view>{"control", "control_den", "treat", "treat_den"}
            : std::vector<std::string_view>{"control", "treat"};
  std::vector<std::vector<double>> columns;
  for (const std::string_view name : names) {
    columns.push_back(request.finite_numbers(name));
    if (columns.back().size() != columns.front().size() || columns.back().empty()) {
      throw RequestError(fmt::format("'{}': found {} values; expected {}, as many as of 'control'",
                                     name, columns.back().size(), columns.front().size()));
    }
  }
  const PairedMeanTally pairs = pairs_of(columns);
  const double confidence = request.level("conf_level");
  if (request.type().ends_with("relative")) {
    return answer_of(ratio ? paired_ratio_relative(pairs, confidence)
                           : paired_mean_relative(pairs, confidence));
  }
  const TestedDifference tested = ratio ? paired_ratio_difference(pairs, confidence)
                                        : paired_mean_difference(pairs, confidence);
  Json answer = answer_of(tested.difference);
  answer["p_value"] = shown(tested.p_value);
  answer["test"] = tested.test;
  return answer;
}

}  // namespace

std::vector<Method> paired_methods() {
  return {
      {.name = "paired_proportions",
       .short_names = "mcnemar",
       .purpose = "two proportions of the same customers: score interval and McNemar's test",
       .types = "difference,ratio",
       .fields = {{"both", "success in both"},
                  {"control_only", "success in control alone"},
                  {"treat_only", "success in treatment alone", {}, "variant_only"},
                  {"neither", "success in none"},
                  conf_level_field},
       .outputs = "estimate,lower,upper,p_value,ln_p_value,exact",
       .example = R"("both": 7, "control_only": 1, "treat_only": 8, "neither": 5)",
       .answer = answer_mcnemar},
      {.name = "paired",
       .short_names = "paired_t,paired_expected",
       .purpose = "mean of after less before on the same customers",
       .types = "paired_t",
       .fields = {{"before", "list of numbers"},
                  {"after", "list of numbers, in the same order"},
                  conf_level_field,
                  alternative_field,
                  null_field},
       .outputs = "n,mean_diff,sd_diff,se,df,statistic,p_value,lower,upper",
       .example = R"("before": [0.7, -1.6, -0.2, -1.2], "after": [1.9, 0.8, 1.1, 0.1])",
       .answer = answer_paired},
      {.name = "paired_means",
       .short_names = {},
       .purpose = "means, or ratios of sums, of the same customers under control and treatment",
       .types = "difference,relative,ratio_difference,ratio_relative",
       .fields = {{"control", "list, one a customer"},
                  {"treat", "list, in the same order"},
                  {"control_den", "list of denominators, of the ratios", "null"},
                  {"treat_den", "list of denominators, of the ratios", "null"},
                  conf_level_field},
       .outputs = "estimate,lower,upper",
       .example = R"("control": [10, 12, 9, 14], "treat": [11, 14, 9, 15], )"
                  R"("control_den": [2, 3, 2, 3], "treat_den": [2, 3, 2, 4])",
       .answer = answer_pairs},
  };
}

}  // namespace journeylab::calc
