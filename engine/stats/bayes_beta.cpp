#include "stats/bayes_beta.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include "stats/distributions.h"
#include "stats/gauss_panel.h"
#include "stats/root.h"

namespace journeylab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// A rate with its complement, so that neither loses digits beside 0 or 1, and ln(p / q), which goes
// on where one of them is no double any more.
struct Rate {
  double p = 0.0;
  double q = 1.0;
  double logit = -infinity;
};

Rate rate_at(double logit) {
  const double small = std::exp(-std::abs(logit));
  const double part = small / (1.0 + small);
  return logit < 0.0 ? Rate{part, 1.0 - part, logit} : Rate{1.0 - part, part, logit};
}

Rate rate_of(double p, double q) {
  if (p <= 0.0) return {0.0, 1.0, -infinity};
  if (q <= 0.0) return {1.0, 0.0, infinity};
  return {p, q, std::log(p / q)};
}

// Rates below this are left to the power p^a / (a B(a, b)) that the distribution function is there.
constexpr double tiny_rate = 1e-280;

double power_below(const BetaPosterior& beta, double ln_p) {
  const double power = std::exp(beta.a * ln_p);
  return power == 0.0 ? 0.0 : power / (beta.a * boost::math::beta(beta.a, beta.b));
}

double below(const BetaPosterior& beta, const Rate& rate) {
  if (rate.p < tiny_rate) return power_below(beta, rate.logit);
  if (rate.q < tiny_rate) return 1.0 - power_below({.a = beta.b, .b = beta.a}, -rate.logit);
  return rate.p < rate.q ? boost::math::ibeta(beta.a, beta.b, rate.p)
                         : boost::math::ibetac(beta.b, beta.a, rate.q);
}

double above(const BetaPosterior& beta, const Rate& rate) {
  return below({.a = beta.b, .b = beta.a}, {.p = rate.q, .q = rate.p, .logit = -rate.logit});
}

// The density on the scale of the logit: log-concave and without poles for every a and b.
double logit_density(const BetaPosterior& beta, const Rate& rate) {
  if (rate.p < tiny_rate) return beta.a * power_below(beta, rate.logit);
  if (rate.q < tiny_rate) return beta.b * power_below({.a = beta.b, .b = beta.a}, -rate.logit);
  const double density = rate.p < rate.q ? boost::math::ibeta_derivative(beta.a, beta.b, rate.p)
                                         : boost::math::ibeta_derivative(beta.b, beta.a, rate.q);
  return density * rate.p * rate.q;
}

void check(const BetaPosterior& beta) {
  if (!(beta.a > 0.0 && beta.b > 0.0 && std::isfinite(beta.a) && std::isfinite(beta.b))) {
    throw std::invalid_argument("a Beta posterior's parameters are not finite and above 0");
  }
  // There a rate's double is too coarse for the posterior's width, and the library's series crawl.
  constexpr double most = 1e12;
  if (beta.a > most || beta.b > most) {
    throw std::invalid_argument("a Beta posterior's parameters are above 1e12");
  }
}

// Borders of panels in which the distribution function is smooth, out to where it is 0 or 1 to a
// double: the tails fall as e^(a y) and e^(-b y), or as a normal one where a and b are large.
std::vector<double> borders_of(const BetaPosterior& beta) {
  const double middle = boost::math::digamma(beta.a) - boost::math::digamma(beta.b);
  const double deviation = std::sqrt(boost::math::trigamma(beta.a) + boost::math::trigamma(beta.b));
  std::vector<double> borders;
  for (const double k : {0.0, 1.5, 3.0, 4.5, 6.0, 8.0, 10.0, 13.0, 17.0, 22.0, 28.0, 35.0, 45.0}) {
    borders.push_back(middle - k * deviation);
    borders.push_back(middle + k * deviation);
  }
  return borders;
}

// Sorted, and with none farther apart than the logistic function is smooth. It turns from one
// exponential to the other about 0, the density of a large parameter at most its logarithm away.
std::vector<double> refined(std::vector<double> borders) {
  constexpr double widest = 2.5;
  constexpr double turned = 100.0;
  const auto [least, most] = std::minmax_element(borders.begin(), borders.end());
  const double from = std::max(*least, -turned);
  const double to = std::min(*most, turned);
  if (from < to) borders.insert(borders.end(), {from, to});
  std::sort(borders.begin(), borders.end());
  std::vector<double> fine;
  for (const double border : borders) {
    if (!fine.empty()) {
      const double last = fine.back();
      const bool turns = last >= from && border <= to;
      const double pieces = turns ? std::ceil((border - last) / widest) : 1.0;
      for (double i = 1.0; i < pieces; ++i) fine.push_back(last + i * (border - last) / pieces);
      if (border == last) continue;
    }
    fine.push_back(border);
  }
  return fine;
}

template <typename Integrand>
double integrate(const std::vector<double>& borders, const Integrand& integrand) {
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
    for_panel(borders[i], borders[i + 1],
              [&](double y, double weight) { sum += weight * integrand(rate_at(y)); });
  }
  return sum;
}

// E h(rate) under the posterior; `others` are borders that h needs.
template <typename Function>
double expectation(const BetaPosterior& beta, const std::vector<double>& others,
                   const Function& h) {
  std::vector<double> borders = borders_of(beta);
  const auto [low, high] = std::minmax_element(borders.begin(), borders.end());
  const Rate least = rate_at(*low);
  const Rate most = rate_at(*high);
  const double first = *low;
  const double last = *high;
  for (const double border : others) {
    if (border > first && border < last) borders.push_back(border);
  }
  const double beyond = below(beta, least) * h(least) + above(beta, most) * h(most);
  return beyond + integrate(refined(borders), [&](const Rate& rate) {
           const double density = logit_density(beta, rate);
           return density > 1e-30 ? density * h(rate) : 0.0;
         });
}

// What the treatment's rate is held against, as a function of the control's, and its inverse.
struct Target {
  std::function<Rate(const Rate&)> of_control;
  std::function<Rate(const Rate&)> of_treatment;
};

double chance_treatment_below(const BetaPosterior& control, const BetaPosterior& treatment,
                              const Target& target, bool upper_tail) {
  std::vector<double> borders = borders_of(treatment);
  // A parameter below 1 makes its distribution function steep where the target comes to 0 or 1,
  // down to the last digit of the rate that it is moved from.
  if (std::min(treatment.a, treatment.b) < 1.0) {
    for (double y = -60.0; y <= 60.0; y += 2.5) borders.push_back(y);
  }
  std::vector<double> others;
  for (const double border : borders) {
    const Rate at = target.of_treatment(rate_at(border));
    if (std::isfinite(at.logit)) others.push_back(at.logit);
  }
  return expectation(control, others, [&](const Rate& rate) {
    const Rate at = target.of_control(rate);
    return upper_tail ? above(treatment, at) : below(treatment, at);
  });
}

Rate moved(const Rate& rate, double d) {
  return d == 0.0 ? rate : rate_of(rate.p + d, rate.q - d);
}

Target difference_of(double d) {
  return {[d](const Rate& rate) { return moved(rate, d); },
          [d](const Rate& rate) { return moved(rate, -d); }};
}

// Times the exponential of `logarithm`.
Rate scaled(const Rate& rate, double logarithm) {
  const double p = rate.p * std::exp(logarithm);
  if (p < tiny_rate || rate.p < tiny_rate) return rate_at(rate.logit + logarithm);
  return rate_of(p, 1.0 - p);
}

Target ratio_of(double logarithm) {
  return {[logarithm](const Rate& rate) { return scaled(rate, logarithm); },
          [logarithm](const Rate& rate) { return scaled(rate, -logarithm); }};
}

double variance_of(const BetaPosterior& beta) {
  const double n = beta.a + beta.b;
  return (beta.a / n) * (beta.b / n) / (n + 1.0);
}

// The end of the difference below (or above) which lies `tail`.
double difference_end(const BetaPosterior& control, const BetaPosterior& treatment, double tail,
                      bool upper, double middle) {
  const auto excess = [&](double d) {
    return chance_treatment_below(control, treatment, difference_of(d), upper) - tail;
  };
  const double step = std::sqrt(variance_of(control) + variance_of(treatment));
  // Widened until it holds the end: a far quantile of a skewed difference lies far out.
  double reach = 2.0 * step;
  const double limit = upper ? 1.0 : -1.0;
  const double toward = upper ? 1.0 : -1.0;
  double far = middle + toward * reach;
  while (std::abs(far) < 1.0 && excess(far) > 0.0) {
    reach *= 1.7;
    far = middle + toward * reach;
  }
  if (std::abs(far) > 1.0) far = limit;
  double near = middle - toward * 2.0 * step;
  while (std::abs(near) < 1.0 && excess(near) < 0.0) near -= toward * 2.0 * step;
  near = std::clamp(near, -1.0, 1.0);
  return find_root(excess, std::min(near, far), std::max(near, far));
}

}  // namespace

BayesComparison compare_beta(const BetaPosterior& control, const BetaPosterior& treatment,
                             double credibility) {
  check(control);
  check(treatment);
  BayesComparison result;
  result.chance_better =
      std::min(chance_treatment_below(control, treatment, difference_of(0.0), true), 1.0);
  // E max(X - Y, 0) is the integral of P(Y <= x < X).
  std::vector<double> borders = borders_of(control);
  const std::vector<double> others = borders_of(treatment);
  borders.insert(borders.end(), others.begin(), others.end());
  borders = refined(borders);
  result.loss_treatment = integrate(borders, [&](const Rate& rate) {
    return below(treatment, rate) * above(control, rate) * rate.p * rate.q;
  });
  result.loss_control = integrate(borders, [&](const Rate& rate) {
    return below(control, rate) * above(treatment, rate) * rate.p * rate.q;
  });
  const double n_control = control.a + control.b;
  const double n_treatment = treatment.a + treatment.b;
  result.difference =
      ((treatment.a * control.b - control.a * treatment.b) / n_control) / n_treatment;
  const double tail = outside(credibility) / 2.0;
  result.interval = {.low = difference_end(control, treatment, tail, false, result.difference),
                     .high = difference_end(control, treatment, tail, true, result.difference)};
  return result;
}

Interval beta_lift_interval(const BetaPosterior& control, const BetaPosterior& treatment,
                            double credibility) {
  check(control);
  check(treatment);
  const double tail = outside(credibility) / 2.0;
  constexpr double farthest = 700.0;  // the logarithm of a ratio that is still a double
  const auto end = [&](bool upper) {
    const auto excess = [&](double ln_ratio) {
      const Target target = ratio_of(ln_ratio);
      const double chance = chance_treatment_below(control, treatment, target, upper) - tail;
      return upper ? -chance : chance;
    };
    double low = -1.0;
    double high = 1.0;
    while (low > -farthest && excess(low) > 0.0) low *= 2.0;
    while (high < farthest && excess(high) < 0.0) high *= 2.0;
    if (high >= farthest && excess(farthest) < 0.0) return infinity;
    return std::expm1(find_root(excess, low, std::min(high, farthest)));
  };
  return {.low = end(false), .high = end(true)};
}

std::vector<double> beta_chances_best(std::span<const BetaPosterior> arms) {
  std::vector<double> others;
  for (const BetaPosterior& arm : arms) {
    check(arm);
    const std::vector<double> borders = borders_of(arm);
    others.insert(others.end(), borders.begin(), borders.end());
  }
  std::vector<double> chances;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    chances.push_back(expectation(arms[i], others, [&](const Rate& rate) {
      double all = 1.0;
      for (std::size_t j = 0; j < arms.size(); ++j) {
        if (j != i) all *= below(arms[j], rate);
      }
      return all;
    }));
  }
  return chances;
}

}  // namespace journeylab
