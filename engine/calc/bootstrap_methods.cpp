#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/bootstrap.h"
#include "stats/description.h"
#include "stats/poisson_bootstrap.h"
#include "stats/quantiles.h"

namespace journeylab::calc {
namespace {

// Draws of one request: some ten seconds.
constexpr double most_draws = 1e9;

double mean_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double quantile_of(std::span<const double> values, double prob) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return quantile(sorted, prob);
}

SampleStatistic statistic_of(const Request& request) {
  static constexpr std::array<std::string_view, 5> words{"mean", "median", "quantile", "variance",
                                                         "sd"};
  const std::string word = request.word("statistic", words);
  if (word == "mean") return mean_of;
  if (word == "variance") return [](std::span<const double> x) { return describe(x).variance; };
  if (word == "sd") return [](std::span<const double> x) { return describe(x).deviation; };
  const double prob = word == "median" ? 0.5 : request.level("prob");
  return [prob](std::span<const double> x) { return quantile_of(x, prob); };
}

void refuse_other_statistics(const Request& request) {
  static constexpr std::array<std::string_view, 1> words{"mean"};
  (void)request.word("statistic", words);
}

BootstrapOptions options_of(const Request& request, std::size_t customers) {
  const std::uint64_t replicates = request.count("replicates", 99);
  const auto n = static_cast<double>(customers);
  const bool jackknife = request.type() == "bca";
  const double draws = n * (static_cast<double>(replicates) + (jackknife ? n : 0.0));
  if (replicates > 1000000 || draws > most_draws) {
    throw RequestError(fmt::format(
        "'replicates': found {} of {} values; expected at most a million replicates and {:g} "
        "draws in all{}",
        replicates, customers, most_draws, jackknife ? " (bca leaves out each value once)" : ""));
  }
  return {.replicates = static_cast<std::uint32_t>(replicates),
          .seed = request.count("seed"),
          .confidence = request.level("conf_level"),
          .method = jackknife ? BootstrapMethod::bca : BootstrapMethod::percentile};
}

Json with_error(const Estimated& estimated) {
  Json answer = answer_of(estimated);
  answer["se"] = shown(estimated.standard_error);
  return answer;
}

PoissonBootstrap one_pass(const std::vector<double>& values, const BootstrapOptions& options,
                          std::uint64_t first_customer) {
  PoissonBootstrap sums(options.replicates, options.seed);
  for (std::size_t i = 0; i < values.size(); ++i) sums.add(first_customer + i, values[i]);
  return sums;
}

Json answer_one(const Request& request) {
  const std::vector<double> values = request.finite_numbers("values");
  const BootstrapOptions options = options_of(request, values.size());
  if (request.type() == "poisson") {
    refuse_other_statistics(request);
    return with_error(one_pass(values, options, 0).ratio(options.confidence));
  }
  if (request.type() == "studentised") {
    refuse_other_statistics(request);
    const auto error = [](std::span<const double> x) {
      return describe(x).deviation / std::sqrt(static_cast<double>(x.size()));
    };
    return with_error(studentised_bootstrap(values, mean_of, error, options));
  }
  return with_error(bootstrap_interval(values, statistic_of(request), options));
}

Json answer_difference(const Request& request) {
  const std::vector<double> control = request.finite_numbers("control");
  const std::vector<double> treat = request.finite_numbers("treat");
  const BootstrapOptions options = options_of(request, control.size() + treat.size());
  if (request.type() == "poisson") {
    refuse_other_statistics(request);
    return with_error(PoissonBootstrap::difference(one_pass(control, options, 0),
                                                   one_pass(treat, options, control.size()),
                                                   options.confidence));
  }
  return with_error(bootstrap_difference(control, treat, statistic_of(request), options));
}

Json answer_ratio(const Request& request) {
  const std::vector<double> over = request.finite_numbers("values");
  const std::vector<double> under = request.finite_numbers("denominators");
  if (over.size() != under.size()) {
    throw RequestError(
        fmt::format("'values' has {} numbers and 'denominators' {}; expected as many", over.size(),
                    under.size()));
  }
  const BootstrapOptions options = options_of(request, over.size());
  if (request.type() == "poisson") {
    PoissonBootstrap sums(options.replicates, options.seed);
    for (std::size_t i = 0; i < over.size(); ++i) sums.add(i, over[i], under[i]);
    return with_error(sums.ratio(options.confidence));
  }
  const std::array<std::size_t, 1> arms{over.size()};
  const auto ratio = [&](std::span<const std::vector<std::size_t>> picked) {
    double numerator = 0.0;
    double denominator = 0.0;
    for (const std::size_t i : picked.front()) {
      numerator += over[i];
      denominator += under[i];
    }
    return numerator / denominator;
  };
  return with_error(bootstrap_rows(arms, ratio, options));
}

const Field statistic_field{"statistic",
                            "mean, median, quantile (with prob), variance or sd; studentised and "
                            "poisson know the mean",
                            "\"mean\""};

std::vector<Field> bootstrap_fields(std::vector<Field> fields) {
  return with(std::move(fields), {{"replicates", "resamples, at least 99", "4999"},
                                  {"seed", "the same seed, the same answer", "0"},
                                  conf_level_field});
}

constexpr std::string_view outputs = "estimate,lower,upper,se";

}  // namespace

std::vector<Method> bootstrap_methods() {
  const Field prob{"prob", "of the quantile", "0.5"};
  return {
      {.name = "bootstrap",
       .short_names = "bootstrap_ci",
       .purpose = "bootstrap interval of a statistic of a list",
       .types = "bca,percentile,studentised,poisson",
       .fields =
           bootstrap_fields({{"values", "list of numbers", {}, "value,x"}, statistic_field, prob}),
       .outputs = outputs,
       .example = R"("values": [3, 1, 4, 1, 5, 9, 2, 6], "replicates": 999, "seed": 1)",
       .answer = answer_one},
      {.name = "bootstrap_difference",
       .short_names = {},
       .purpose = "bootstrap interval of a statistic of treatment less that of control",
       .types = "bca,percentile,poisson",
       .fields = bootstrap_fields(
           {{"control", "list of numbers"}, {"treat", "list of numbers"}, statistic_field, prob}),
       .outputs = outputs,
       .example = R"("control": [3, 1, 4, 1, 5, 9, 2, 6], "treat": [2, 7, 1, 8, 2, 8], )"
                  R"("replicates": 999, "seed": 1)",
       .answer = answer_difference},
      {.name = "bootstrap_ratio",
       .short_names = {},
       .purpose = "bootstrap interval of the sum of a list over the sum of another",
       .types = "bca,percentile,poisson",
       .fields = bootstrap_fields({{"values", "list of numerators, one a customer"},
                                   {"denominators", "list of denominators, in the same order"}}),
       .outputs = outputs,
       .example = R"("values": [30, 10, 42, 11, 5], "denominators": [3, 1, 4, 2, 1], )"
                  R"("replicates": 999, "seed": 1)",
       .answer = answer_ratio},
  };
}

}  // namespace journeylab::calc
