#include "exact/laws.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <boost/math/distributions.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include "exact/simulated.h"

namespace journeylab::exact {
namespace {

using namespace boost::math;

constexpr double no_limit = std::numeric_limits<double>::infinity();

template <typename Distribution>
double cumulative_of(const Distribution& law, double x) {
  const auto [low, high] = support(law);
  if (x < low) return 0.0;
  return x >= high ? 1.0 : cdf(law, x);
}

// P(X > x), with its own precision in the far tail.
template <typename Distribution>
double survival_of(const Distribution& law, double x) {
  const auto [low, high] = support(law);
  if (x <= low) return 1.0;
  return x >= high ? 0.0 : cdf(complement(law, x));
}

template <typename Distribution>
Law whole(const std::string& name, const std::string& text, const Distribution& law) {
  const double sigma_squared = variance(law);
  return {.name = name,
          .text = text,
          .discrete = false,
          .may_be_negative = support(law).first < 0.0,
          .cumulative = [law](double x) { return cumulative_of(law, x); },
          .mean = mean(law),
          .variance = sigma_squared,
          .fourth_moment = (kurtosis_excess(law) + 3.0) * sigma_squared * sigma_squared};
}

template <typename Distribution>
Law counted(const std::string& name, const std::string& text, const Distribution& law) {
  Law counts = whole(name, text, law);
  counts.discrete = true;
  counts.cumulative = [law](double x) { return x < 0.0 ? 0.0 : cdf(law, std::floor(x)); };
  return counts;
}

// A continuous law between two limits; the upper tail is used throughout, so that limits far out in
// it keep their precision.
template <typename Distribution>
Law truncated(const std::string& name, const std::string& text, const Distribution& law, double low,
              double high) {
  const double begin = std::max(low, support(law).first);
  const double mass = survival_of(law, begin) - (high < no_limit ? survival_of(law, high) : 0.0);
  const double top =
      high < no_limit ? high : quantile(complement(law, 1e-18 * survival_of(law, begin)));
  const auto moment = [&](double about, int power) {
    const auto integrand = [&](double x) { return std::pow(x - about, power) * pdf(law, x); };
    return quadrature::gauss_kronrod<double, 61>::integrate(integrand, begin, top, 15, 1e-12) /
           mass;
  };
  const double first = moment(0.0, 1);
  return {.name = name,
          .text = text,
          .discrete = false,
          .may_be_negative = begin < 0.0,
          .cumulative =
              [=](double x) {
                if (x < begin) return 0.0;
                return x >= high ? 1.0 : (survival_of(law, begin) - survival_of(law, x)) / mass;
              },
          .mean = first,
          .variance = moment(first, 2),
          .fourth_moment = moment(first, 4)};
}

// A law on the whole numbers low..high, by its own sums.
Law tabulated(const std::string& name, const std::string& text,
              const std::function<double(double)>& mass_at, int low, int high) {
  double mass = 0.0;
  std::vector<double> sums;
  Law law;
  law.name = name;
  law.text = text;
  law.discrete = true;
  for (int k = low; k <= high; ++k) {
    mass += mass_at(k);
    sums.push_back(mass);
    law.mean += k * mass_at(k);
  }
  law.mean /= mass;
  for (int k = low; k <= high; ++k) {
    law.variance += std::pow(k - law.mean, 2) * mass_at(k) / mass;
    law.fourth_moment += std::pow(k - law.mean, 4) * mass_at(k) / mass;
  }
  law.cumulative = [sums, mass, low, high](double x) {
    if (x < low) return 0.0;
    return x >= high ? 1.0 : sums[static_cast<std::size_t>(std::floor(x) - low)] / mass;
  };
  return law;
}

Law empirical(const std::vector<double>& sample) {
  const auto share_of = [sample](double k) {
    return static_cast<double>(std::count(sample.begin(), sample.end(), k)) /
           static_cast<double>(sample.size());
  };
  const auto high = static_cast<int>(*std::max_element(sample.begin(), sample.end()));
  return tabulated("resampled",
                   "empirical(../tests/statistical/exact/reference/empirical_sample.csv, orders)",
                   share_of, 0, high);
}

// Boost's shape and scale for a mean and a standard deviation.
gamma_distribution<> gamma_with(double mean, double sd) {
  return {mean * mean / (sd * sd), sd * sd / mean};
}

lognormal_distribution<> lognormal_with(double mean, double sd) {
  const double sigma_squared = std::log(1.0 + sd * sd / (mean * mean));
  return {std::log(mean) - sigma_squared / 2.0, std::sqrt(sigma_squared)};
}

beta_distribution<> beta_with(double mean, double sd) {
  const double sum = mean * (1.0 - mean) / (sd * sd) - 1.0;
  return {mean * sum, (1.0 - mean) * sum};
}

std::vector<Law> whole_laws() {
  return {
      whole("exponential_1", "exponential(mean=2.5)", exponential_distribution<>(0.4)),
      whole("lognormal_1", "lognormal(mu=-1, sigma=0.8)", lognormal_distribution<>(-1.0, 0.8)),
      whole("lognormal_2", "lognormal(median=2, sigma=0.5)",
            lognormal_distribution<>(std::log(2.0), 0.5)),
      whole("lognormal_3", "lognormal(mean=3, sd=2)", lognormal_with(3.0, 2.0)),
      whole("normal_1", "normal(mean=-5, sd=2)", normal_distribution<>(-5.0, 2.0)),
      whole("gamma_1", "gamma(shape=0.4, scale=2)", gamma_distribution<>(0.4, 2.0)),
      whole("gamma_2", "gamma(mean=3, sd=1.5)", gamma_with(3.0, 1.5)),
      whole("gamma_3", "gamma(shape=60, scale=0.1)", gamma_distribution<>(60.0, 0.1)),
      whole("weibull_1", "weibull(shape=0.8, scale=2)", weibull_distribution<>(0.8, 2.0)),
      whole("weibull_2", "weibull(shape=3, scale=5)", weibull_distribution<>(3.0, 5.0)),
      whole("uniform_1", "uniform(low=1, high=4)", uniform_distribution<>(1.0, 4.0)),
      whole("triangular_1", "triangular(low=0, mode=1, high=5)",
            triangular_distribution<>(0.0, 1.0, 5.0)),
      whole("beta_1", "beta(alpha=0.5, beta=2)", beta_distribution<>(0.5, 2.0)),
      whole("beta_2", "beta(mean=0.3, sd=0.1)", beta_with(0.3, 0.1)),
      whole("pareto_1", "pareto(scale=1, shape=9)", pareto_distribution<>(1.0, 9.0)),
      counted("bernoulli_1", "bernoulli(p=0.3)", bernoulli_distribution<>(0.3)),
      counted("poisson_1", "poisson(mean=3.5)", poisson_distribution<>(3.5)),
      counted("poisson_2", "poisson(mean=400)", poisson_distribution<>(400.0)),
      counted("geometric_1", "geometric(p=0.2)", geometric_distribution<>(0.2)),
      empirical(empirical_sample()),
  };
}

std::vector<Law> truncated_laws() {
  const poisson_distribution<> poisson(3.0);
  const geometric_distribution<> geometric(0.3);
  return {
      truncated("t_exponential", "exponential(mean=2, low=1, high=5)",
                exponential_distribution<>(0.5), 1.0, 5.0),
      truncated("t_lognormal", "lognormal(mu=0, sigma=1, high=3)",
                lognormal_distribution<>(0.0, 1.0), 0.0, 3.0),
      truncated("t_normal", "normal(mean=0, sd=1, low=-0.5, high=2.5)",
                normal_distribution<>(0.0, 1.0), -0.5, 2.5),
      truncated("t_normal_tail", "normal(mean=0, sd=1, low=6)", normal_distribution<>(0.0, 1.0),
                6.0, no_limit),
      truncated("t_gamma", "gamma(shape=2, scale=1, low=1)", gamma_distribution<>(2.0, 1.0), 1.0,
                no_limit),
      truncated("t_weibull", "weibull(shape=1.5, scale=2, low=0.5, high=4)",
                weibull_distribution<>(1.5, 2.0), 0.5, 4.0),
      truncated("t_beta", "beta(alpha=2, beta=3, low=0.2, high=0.7)", beta_distribution<>(2.0, 3.0),
                0.2, 0.7),
      truncated("t_pareto", "pareto(scale=1, shape=2, high=8)", pareto_distribution<>(1.0, 2.0),
                1.0, 8.0),
      tabulated(
          "t_poisson", "poisson(mean=3, low=1, high=6)",
          [poisson](double k) { return pdf(poisson, k); }, 1, 6),
      tabulated(
          "t_geometric", "geometric(p=0.3, low=2, high=9)",
          [geometric](double k) { return pdf(geometric, k); }, 2, 9),
  };
}

}  // namespace

std::vector<double> empirical_sample() {
  std::istringstream text(text_of(std::string(JOURNEYLAB_SOURCE_DIR) +
                                  "/tests/statistical/exact/reference/empirical_sample.csv"));
  std::string line;
  std::getline(text, line);
  std::vector<double> sample;
  while (std::getline(text, line)) sample.push_back(std::stod(line));
  return sample;
}

std::vector<Law> all_laws() {
  std::vector<Law> laws = whole_laws();
  for (Law& law : truncated_laws()) laws.push_back(std::move(law));
  return laws;
}

}  // namespace journeylab::exact
