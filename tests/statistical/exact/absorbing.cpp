#include "exact/absorbing.h"

#include <cmath>
#include <stdexcept>

#include <Eigen/LU>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <unsupported/Eigen/MatrixFunctions>

#include "scenario/validate_constants.h"

namespace journeylab::exact {
namespace {

double known(const Expression& formula, const KnownValues& values) {
  const auto value = constant_value(formula, values);
  if (!value) throw std::invalid_argument("not a constant: " + formula.text);
  return *value;
}

Delay delay_of(const std::optional<Value>& value, const KnownValues& values) {
  Delay delay;
  if (!value) return delay;
  if (const auto* formula = std::get_if<Expression>(&*value)) {
    delay.constant = known(*formula, values);
    return delay;
  }
  const auto& drawn = std::get<Distribution>(*value);
  if (drawn.form != Form::canonical || drawn.low || drawn.high) {
    throw std::invalid_argument("no algebra for " + drawn.text);
  }
  if (drawn.family == Family::exponential) {
    delay.exponential_mean = known(drawn.parameters[0], values);
  } else if (drawn.family == Family::lognormal) {
    delay.mu = known(drawn.parameters[0], values);
    delay.sigma = known(drawn.parameters[1], values);
  } else {
    throw std::invalid_argument("no algebra for " + drawn.text);
  }
  return delay;
}

void add_moves(const Step& step, std::uint32_t number, const KnownValues& values,
               AbsorbingChain& chain) {
  const Delay wait = delay_of(step.wait, values);
  double rest = 1.0;
  for (const Way& way : step.ways) {
    if (way.chance) rest -= known(*way.chance, values);
  }
  for (const Way& way : step.ways) {
    chain.moves.push_back({.from = number,
                           .next = way.next.value_or(0),
                           .ends = way.ending.has_value(),
                           .chance = way.chance ? known(*way.chance, values) : rest,
                           .wait = wait,
                           .after = delay_of(way.after, values)});
  }
}

// P(a sum of exponentials is at most `time`).
double phase_type_within(const std::vector<double>& means, double time) {
  if (time < 0.0) return 0.0;
  if (means.empty()) return 1.0;
  const auto n = static_cast<Eigen::Index>(means.size());
  Eigen::MatrixXd generator = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double rate = 1.0 / means[static_cast<std::size_t>(i)];
    generator(i, i) = -rate;
    if (i + 1 < n) generator(i, i + 1) = rate;
  }
  const Eigen::MatrixXd moved = (generator * time).exp();
  return 1.0 - moved.row(0).sum();
}

void add_delay(const Delay& delay, Path& path) {
  path.constant += delay.constant;
  if (delay.exponential_mean > 0.0) path.exponential_means.push_back(delay.exponential_mean);
  if (delay.sigma <= 0.0) return;
  if (path.sigma > 0.0) throw std::invalid_argument("two lognormals on a path");
  path.mu = delay.mu;
  path.sigma = delay.sigma;
}

void follow(const AbsorbingChain& chain, std::uint32_t at, std::uint32_t target, std::size_t depth,
            const Path& path, std::vector<Path>& found) {
  if (at == target) {
    found.push_back(path);
    return;
  }
  if (depth > chain.n_steps) throw std::invalid_argument("a loop on the way");
  for (const AbsorbingChain::Move& move : chain.moves) {
    if (move.from != at || move.ends || move.chance <= 0.0) continue;
    Path longer = path;
    longer.probability *= move.chance;
    add_delay(move.wait, longer);
    add_delay(move.after, longer);
    follow(chain, move.next, target, depth + 1, longer, found);
  }
}

}  // namespace

double Delay::mean() const {
  const double lognormal = sigma > 0.0 ? std::exp(mu + sigma * sigma / 2.0) : 0.0;
  return constant + exponential_mean + lognormal;
}

Eigen::VectorXd AbsorbingChain::visits() const {
  const auto n = static_cast<Eigen::Index>(n_steps);
  Eigen::MatrixXd system = Eigen::MatrixXd::Identity(n, n);
  for (const Move& move : moves) {
    if (!move.ends) system(move.next, move.from) -= move.chance;
  }
  Eigen::VectorXd entry = Eigen::VectorXd::Zero(n);
  entry(start) = 1.0;
  return system.fullPivLu().solve(entry);
}

Eigen::VectorXd AbsorbingChain::reach(std::uint32_t target) const {
  const auto n = static_cast<Eigen::Index>(n_steps);
  Eigen::MatrixXd system = Eigen::MatrixXd::Identity(n, n);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(n);
  right(target) = 1.0;
  for (const Move& move : moves) {
    if (!move.ends && move.from != target) system(move.from, move.next) -= move.chance;
  }
  return system.fullPivLu().solve(right);
}

double AbsorbingChain::mean_time_to(std::uint32_t target) const {
  const Eigen::VectorXd reached = reach(target);
  const auto n = static_cast<Eigen::Index>(n_steps);
  Eigen::MatrixXd system = Eigen::MatrixXd::Identity(n, n);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(n);
  for (const Move& move : moves) {
    if (move.ends || move.from == target) continue;
    system(move.from, move.next) -= move.chance;
    right(move.from) += move.chance * reached(move.next) * (move.wait.mean() + move.after.mean());
  }
  return system.fullPivLu().solve(right)(start) / reached(start);
}

AbsorbingChain absorbing_chain(const Scenario& scenario, std::uint32_t segment) {
  const Variant& control = scenario.variants.front();
  const KnownValues values{.parameters = &control.parameters.at(segment),
                           .assumptions = &scenario.assumptions};
  AbsorbingChain chain{.start = control.start, .n_steps = control.steps.size(), .moves = {}};
  for (std::uint32_t step = 0; step < control.steps.size(); ++step) {
    add_moves(control.steps[step], step, values, chain);
  }
  return chain;
}

double Path::within(double time) const {
  const double left = time - constant;
  if (left <= 0.0) return 0.0;
  if (sigma <= 0.0) return phase_type_within(exponential_means, left);
  // Over the normal quantile of the lognormal, where the integrand is smooth and short-tailed.
  const double top = std::min(9.0, (std::log(left) - mu) / sigma);
  const auto integrand = [&](double normal) {
    const double density = std::exp(-normal * normal / 2.0) / std::sqrt(2.0 * M_PI);
    return density * phase_type_within(exponential_means, left - std::exp(mu + sigma * normal));
  };
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(integrand, -9.0, top, 12,
                                                                       1e-13);
}

std::vector<Path> paths_to(const AbsorbingChain& chain, std::uint32_t target) {
  std::vector<Path> found;
  Path begin;
  begin.probability = 1.0;
  follow(chain, chain.start, target, 0, begin, found);
  return found;
}

}  // namespace journeylab::exact
