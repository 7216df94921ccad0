// What a distribution may be stated with: names of families and parameters, and the checks of their
// numbers.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "random/canonical.h"
#include "random/distribution.h"
#include "random/elementary.h"
#include "random/truncation.h"

namespace journeylab {
namespace {

enum class Range : std::uint8_t {
  finite,
  not_negative,
  positive,
  shape,        // where the formulas and tables have been measured
  probability,  // 0 to 1, both included
  inside_unit,  // 0 to 1, both excluded
  success,      // above 0, as far as counts stay whole in a double
  poisson_mean,
};

constexpr double smallest_shape = 1e-3;
constexpr double largest_shape = 1e9;
constexpr double smallest_success = 1e-15;
constexpr double largest_poisson_mean = 1e9;

struct Statement {
  Family family;
  Form form;
  std::size_t count;
  std::array<std::string_view, 3> names;
  std::array<Range, 3> ranges;
};

constexpr std::array statements = {
    Statement{Family::exponential, Form::canonical, 1, {"mean"}, {Range::not_negative}},
    Statement{Family::lognormal,
              Form::canonical,
              2,
              {"mu", "sigma"},
              {Range::finite, Range::not_negative}},
    Statement{Family::lognormal,
              Form::median_sigma,
              2,
              {"median", "sigma"},
              {Range::positive, Range::not_negative}},
    Statement{Family::lognormal,
              Form::mean_sd,
              2,
              {"mean", "sd"},
              {Range::positive, Range::not_negative}},
    Statement{
        Family::normal, Form::canonical, 2, {"mean", "sd"}, {Range::finite, Range::not_negative}},
    Statement{
        Family::gamma, Form::canonical, 2, {"shape", "scale"}, {Range::shape, Range::positive}},
    Statement{Family::gamma, Form::mean_sd, 2, {"mean", "sd"}, {Range::positive, Range::positive}},
    Statement{
        Family::weibull, Form::canonical, 2, {"shape", "scale"}, {Range::shape, Range::positive}},
    Statement{Family::uniform, Form::canonical, 2, {"low", "high"}, {Range::finite, Range::finite}},
    Statement{Family::triangular,
              Form::canonical,
              3,
              {"low", "mode", "high"},
              {Range::finite, Range::finite, Range::finite}},
    Statement{Family::beta, Form::canonical, 2, {"alpha", "beta"}, {Range::shape, Range::shape}},
    Statement{
        Family::beta, Form::mean_sd, 2, {"mean", "sd"}, {Range::inside_unit, Range::positive}},
    Statement{Family::bernoulli, Form::canonical, 1, {"p"}, {Range::probability}},
    Statement{Family::poisson, Form::canonical, 1, {"mean"}, {Range::poisson_mean}},
    Statement{Family::geometric, Form::canonical, 1, {"p"}, {Range::success}},
    Statement{
        Family::pareto, Form::canonical, 2, {"scale", "shape"}, {Range::positive, Range::shape}},
};

const Statement* statement_of(Family family, Form form) noexcept {
  const auto* found = std::find_if(
      statements.begin(), statements.end(),
      [&](const Statement& each) { return each.family == family && each.form == form; });
  return found == statements.end() ? nullptr : found;
}

struct Limits {
  double low;
  bool low_included;
  double high;
  bool high_included;
};

Limits limits_of(Range range) noexcept {
  constexpr double none = elementary::infinity;
  switch (range) {
    case Range::finite:
      return {-none, false, none, false};
    case Range::not_negative:
      return {0.0, true, none, false};
    case Range::positive:
      return {0.0, false, none, false};
    case Range::shape:
      return {smallest_shape, true, largest_shape, true};
    case Range::probability:
      return {0.0, true, 1.0, true};
    case Range::inside_unit:
      return {0.0, false, 1.0, false};
    case Range::success:
      return {smallest_success, true, 1.0, true};
    case Range::poisson_mean:
      return {0.0, true, largest_poisson_mean, true};
  }
  return {-none, false, none, false};
}

std::string described(const Limits& limits) {
  const bool bounded_below = std::isfinite(limits.low);
  const bool bounded_above = std::isfinite(limits.high);
  if (!bounded_below && !bounded_above) return "a finite number";
  std::string text = limits.low_included ? fmt::format("{} or more", limits.low)
                                         : fmt::format("above {}", limits.low);
  if (!bounded_above) return text;
  if (limits.low_included && limits.high_included) {
    return fmt::format("between {} and {}", limits.low, limits.high);
  }
  return text + (limits.high_included ? fmt::format(" and at most {}", limits.high)
                                      : fmt::format(" and below {}", limits.high));
}

std::string range_problem(std::string_view name, double value, Range range) {
  const Limits limits = limits_of(range);
  const bool above = limits.low_included ? value >= limits.low : value > limits.low;
  const bool below = limits.high_included ? value <= limits.high : value < limits.high;
  if (std::isfinite(value) && above && below) return {};
  const std::string expected =
      std::isfinite(value) ? described(limits) : std::string("a finite number");
  return fmt::format("{} is {}, must be {}", name, value, expected);
}

std::string order_problem(std::string_view lower_name, double lower, std::string_view upper_name,
                          double upper) {
  if (lower <= upper) return {};
  return fmt::format("{} is {}, must not be above {} ({})", lower_name, lower, upper_name, upper);
}

std::string width_problem(double low, double high) {
  if (std::isfinite(high - low)) return {};
  return fmt::format("low is {} and high is {}, their distance is too large for a number", low,
                     high);
}

/// What the parameters must be to each other.
std::string relation_problem(const DistributionSpec& spec) {
  const auto [first, second, third] = spec.parameters;
  if (spec.family == Family::uniform) {
    const std::string order = order_problem("low", first, "high", second);
    return order.empty() ? width_problem(first, second) : order;
  }
  if (spec.family == Family::triangular) {
    std::string order = order_problem("low", first, "mode", second);
    if (order.empty()) order = order_problem("mode", second, "high", third);
    return order.empty() ? width_problem(first, third) : order;
  }
  if (spec.family == Family::beta && spec.form == Form::mean_sd) {
    const double limit = std::sqrt(first * (1.0 - first));
    if (second >= limit) {
      return fmt::format("sd is {}, must be below {} (the square root of mean * (1 - mean))",
                         second, limit);
    }
  }
  return {};
}

/// A shape that follows from mean and sd.
std::string derived_problem(const DistributionSpec& spec) {
  if (spec.form != Form::mean_sd || spec.family == Family::lognormal) return {};
  const Parameters canonical = canonical_parameters(spec);
  const bool is_gamma = spec.family == Family::gamma;
  const double smaller = is_gamma ? canonical[0] : std::min(canonical[0], canonical[1]);
  const double larger = is_gamma ? canonical[0] : std::max(canonical[0], canonical[1]);
  const double wrong = smaller < smallest_shape ? smaller : larger;
  if (wrong >= smallest_shape && wrong <= largest_shape) return {};
  return fmt::format("mean {} and sd {} give a shape of {}, must be {}", spec.parameters[0],
                     spec.parameters[1], wrong, described(limits_of(Range::shape)));
}

/// A bound on the size of every draw before truncation, infinite if draws can overflow.
double size_bound(Family family, const Parameters& canonical) noexcept {
  constexpr double largest_normal = 8.5;        // beyond the quantile of 1 - 2^-49
  constexpr double largest_exponential = 34.0;  // beyond -log(2^-49)
  const auto [first, second, third] = canonical;
  switch (family) {
    case Family::exponential:
      return first * largest_exponential;
    case Family::normal:
      return std::abs(first) + second * largest_normal;
    case Family::lognormal:
      return elementary::exp(first + second * largest_normal);
    case Family::gamma:
      return second * (2.0 * first + 10.0 * largest_exponential);
    case Family::weibull:
      return second * elementary::exp(elementary::log(largest_exponential) / first);
    case Family::pareto:
      return first * elementary::exp(largest_exponential / second);
    default:
      return 0.0;
  }
}

std::string truncation_problem(const DistributionSpec& spec) {
  if (std::isnan(spec.low)) return "low is nan, must be a number";
  if (std::isnan(spec.high)) return "high is nan, must be a number";
  std::string order = order_problem("low", spec.low, "high", spec.high);
  if (!order.empty()) return order;
  const Parameters canonical = canonical_parameters(spec);
  if (std::isinf(spec.high) && !std::isfinite(size_bound(spec.family, canonical))) {
    return "its largest draws would be too large for a number";
  }
  if (std::isinf(spec.low) && std::isinf(spec.high) && spec.low < spec.high) return {};
  constexpr double smallest_window = 1e-300;
  const double window = window_of(spec.family, canonical, spec.low, spec.high).mass;
  if (window >= smallest_window) return {};
  return fmt::format("low {} and high {} leave nothing to draw: the probability between them is {}",
                     spec.low, spec.high, window);
}

std::string sample_problem(const DistributionSpec& spec) {
  if (!spec.sample || spec.sample->empty()) return "it has no values";
  const auto wrong = std::find_if_not(spec.sample->begin(), spec.sample->end(),
                                      [](double value) { return std::isfinite(value); });
  if (wrong != spec.sample->end()) {
    return fmt::format("value {} is {}, must be a finite number", wrong - spec.sample->begin() + 1,
                       *wrong);
  }
  if (spec.low == -elementary::infinity && spec.high == elementary::infinity) return {};
  return "it takes neither low nor high";
}

}  // namespace

std::string problem_of(const DistributionSpec& spec) {
  if (spec.family == Family::empirical) return sample_problem(spec);
  const Statement* statement = statement_of(spec.family, spec.form);
  if (statement == nullptr) {
    return fmt::format("{} cannot be stated this way", name_of(spec.family));
  }
  for (std::size_t i = 0; i < statement->count; ++i) {
    std::string problem =
        range_problem(statement->names[i], spec.parameters[i], statement->ranges[i]);
    if (!problem.empty()) return problem;
  }
  for (const auto check : {relation_problem, derived_problem, truncation_problem}) {
    std::string problem = check(spec);
    if (!problem.empty()) return problem;
  }
  return {};
}

std::span<const std::string_view> parameter_names(Family family, Form form) noexcept {
  const Statement* statement = statement_of(family, form);
  if (statement == nullptr) return {};
  return std::span(statement->names).first(statement->count);
}

std::string_view name_of(Family family) noexcept {
  constexpr std::array<std::string_view, 13> names = {
      "exponential", "lognormal", "normal",  "gamma",     "weibull", "uniform",  "triangular",
      "beta",        "bernoulli", "poisson", "geometric", "pareto",  "empirical"};
  return names[static_cast<std::size_t>(family)];
}

bool can_be_negative(const DistributionSpec& spec) {
  if (spec.low >= 0.0) return false;
  const auto constant = constant_value(spec.family, canonical_parameters(spec));
  return constant ? *constant < 0.0 : support_of(spec).low < 0.0;
}

bool surely_positive(const DistributionSpec& spec) {
  if (spec.family == Family::empirical || is_counting(spec.family)) return spec.low > 0.0;
  const auto constant = constant_value(spec.family, canonical_parameters(spec));
  if (constant) return *constant > 0.0;
  return spec.low > 0.0 || support_of(spec).low >= 0.0;
}

}  // namespace journeylab
