#include "stats/power_exact.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <boost/math/distributions/binomial.hpp>

#include "stats/two_proportion_tests.h"

namespace journeylab {
namespace {

[[noreturn]] void refuse_size() {
  throw std::invalid_argument("there are too many outcomes to sum over, for arms of this size");
}

// The outcomes of one binomial that can be seen, from the first on.
struct Outcomes {
  std::uint64_t first = 0;
  std::vector<double> chance = {};
};

// Of arms of any size: no more than `most` are looked at.
Outcomes outcomes_of(double share, std::uint64_t n, std::size_t most) {
  if (n == 0) throw std::invalid_argument("an arm has no customers");
  if (!(share >= 0.0 && share <= 1.0)) {
    throw std::invalid_argument("a share is not between 0 and 1");
  }
  // What can be seen spans some 18 standard deviations: no need to count them to know.
  const double deviation = std::sqrt(share * (1.0 - share) * static_cast<double>(n));
  if (8.0 * deviation > static_cast<double>(most)) refuse_size();
  constexpr double negligible = 1e-20;
  const boost::math::binomial_distribution<double> counts(static_cast<double>(n), share);
  const auto chance = [&](std::uint64_t x) { return pdf(counts, static_cast<double>(x)); };
  auto middle = static_cast<std::uint64_t>(std::floor(share * static_cast<double>(n)));
  Outcomes outcomes{.first = std::min(middle, n), .chance = {}};
  middle = outcomes.first;
  while (outcomes.first > 0 && chance(outcomes.first - 1) > negligible) {
    if (middle - --outcomes.first > most) refuse_size();
  }
  for (std::uint64_t x = outcomes.first; x <= n; ++x) {
    if (outcomes.chance.size() > most) refuse_size();
    outcomes.chance.push_back(chance(x));
    if (x > middle + 1 && outcomes.chance.back() <= negligible) break;
  }
  return outcomes;
}

TestOutcome decided_by(ExactlyPowered test, const ShareTally& control, const ShareTally& treat,
                       Alternative alternative) {
  switch (test) {
    case ExactlyPowered::z_pooled:
      return pooled_z_test(control, treat, alternative);
    case ExactlyPowered::z_unpooled:
      return unpooled_z_test(control, treat, alternative, 0.0);
    case ExactlyPowered::fisher:
      break;
  }
  return fisher_test(control, treat, alternative);
}

}  // namespace

double exact_power(const TwoShares& shares, const WholeSizes& sizes, ExactlyPowered test,
                   const TestLevel& level, PowerTails tails) {
  static_cast<void>(critical_value(level));
  // Fisher's test is a sum itself.
  const std::size_t most = std::size_t{1} << (test == ExactlyPowered::fisher ? 21 : 25);
  const Outcomes control = outcomes_of(shares.control, sizes.control, most);
  const Outcomes treat = outcomes_of(shares.treat, sizes.treat, most);
  if (control.chance.size() > most / treat.chance.size()) refuse_size();
  const bool up = shares.treat >= shares.control;
  const Alternative one = up ? Alternative::greater : Alternative::less;
  const Alternative alternative = level.sides == 2 ? Alternative::two_sided : one;
  const bool either = tails == PowerTails::both && level.sides == 2;
  double power = 0.0;
  for (std::size_t i = 0; i < control.chance.size(); ++i) {
    const ShareTally of_control{.n = sizes.control, .successes = control.first + i};
    double given = 0.0;
    for (std::size_t j = 0; j < treat.chance.size(); ++j) {
      const ShareTally of_treat{.n = sizes.treat, .successes = treat.first + j};
      const auto cross_t =
          static_cast<double>(of_treat.successes) * static_cast<double>(sizes.control);
      const auto cross_c =
          static_cast<double>(of_control.successes) * static_cast<double>(sizes.treat);
      if (!either && (up ? cross_t <= cross_c : cross_t >= cross_c)) continue;
      const TestOutcome outcome = decided_by(test, of_control, of_treat, alternative);
      if (outcome.p_value && outcome.p_value->p <= level.alpha) given += treat.chance[j];
    }
    power += control.chance[i] * given;
  }
  return std::min(power, 1.0);
}

}  // namespace journeylab
