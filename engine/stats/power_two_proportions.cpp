#include "stats/power_two_proportions.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "stats/distributions.h"
#include "stats/power_effect.h"
#include "stats/root.h"
#include "stats/two_proportions.h"

namespace journeylab {
namespace {

double one_variance(double share) {
  return share * (1.0 - share);
}

void check_share(double share) {
  if (!(share >= 0.0 && share <= 1.0)) {
    throw std::invalid_argument("a share is not between 0 and 1");
  }
}

void check_different(const TwoShares& shares) {
  check_share(shares.control);
  check_share(shares.treat);
  if (shares.control == shares.treat) {
    throw std::invalid_argument("the effect is 0, which no number of customers shows");
  }
}

// Standard errors without effect and with it, for arms of any sizes.
struct Errors {
  double none = 0.0;
  double effect = 0.0;
};

Errors pooled_errors(const TwoShares& shares, const ArmSizes& sizes) {
  const double all = sizes.control + sizes.treat;
  const double mean = (sizes.control * shares.control + sizes.treat * shares.treat) / all;
  return {.none = std::sqrt(one_variance(mean) * (1.0 / sizes.control + 1.0 / sizes.treat)),
          .effect = std::sqrt(one_variance(shares.control) / sizes.control +
                              one_variance(shares.treat) / sizes.treat)};
}

ArmVariances variances_of(const TwoShares& shares) {
  return {.control = one_variance(shares.control), .treat = one_variance(shares.treat)};
}

// On the arcsine scale one customer has the variance 1 at every share.
constexpr ArmVariances arcsine_variances{.control = 1.0, .treat = 1.0};

ArmSizes pooled_size(const TwoShares& shares, const SizePlan& plan) {
  const PlanDeviations z = plan_deviations(plan);
  const Errors each = pooled_errors(shares, arms_of(plan, 1.0));
  const double root =
      (z.level * each.none + z.power * each.effect) / (shares.treat - shares.control);
  return arms_of(plan, root * root);
}

ArmSizes corrected_size(const TwoShares& shares, const SizePlan& plan) {
  const double plain = pooled_size(shares, plan).control;
  const double gap = std::abs(shares.treat - shares.control);
  const double more = std::sqrt(1.0 + 2.0 * (1.0 + plan.ratio) / (plain * plan.ratio * gap));
  return arms_of(plan, plain / 4.0 * (1.0 + more) * (1.0 + more));
}

// A power of the pooled test whose difference is less by `correction`.
double pooled_power(const TwoShares& shares, const ArmSizes& sizes, double correction,
                    const TestLevel& level, PowerTails tails) {
  const Errors errors = pooled_errors(shares, sizes);
  const double gap = std::abs(shares.treat - shares.control);
  const double bound = critical_value(level) * errors.none + correction;
  const auto beyond = [&](double distance) {
    if (errors.effect > 0.0) return normal_tail(-distance / errors.effect);
    return distance > 0.0 ? 1.0 : 0.0;
  };
  const double near = beyond(gap - bound);
  return tails == PowerTails::near || level.sides == 1 ? near : near + beyond(-gap - bound);
}

double correction_of(ProportionModel model, const ArmSizes& sizes) {
  if (model != ProportionModel::pooled_corrected) return 0.0;
  return (1.0 / sizes.control + 1.0 / sizes.treat) / 2.0;
}

// Control's share, and the way treatment lies from it: 1 above, -1 below.
struct Departure {
  double share = 0.0;
  double way = 1.0;
  [[nodiscard]] double widest() const { return way > 0.0 ? 1.0 - share : share; }
};

constexpr double out_of_reach = 2.0;  // a gap that no two shares have

// gap = (z_a + z_b) sqrt(v_c / n_c + v_t / n_t) is a quadratic in the gap.
double unpooled_gap(const Departure& from, const ArmSizes& sizes, double deviations) {
  const double square = deviations * deviations;
  const double a = 1.0 + square / sizes.treat;
  const double b = from.way * square * (1.0 - 2.0 * from.share) / sizes.treat;
  const double c = square * one_variance(from.share) * (1.0 / sizes.control + 1.0 / sizes.treat);
  const double root = std::sqrt(b * b + 4.0 * a * c);
  return b >= 0.0 ? (b + root) / (2.0 * a) : 2.0 * c / (root - b);
}

double pooled_gap(const Departure& from, const ArmSizes& sizes, ProportionModel model,
                  const PlanDeviations& z) {
  const double correction = correction_of(model, sizes);
  const auto spare = [&](double gap) {
    const double treat = std::clamp(from.share + from.way * gap, 0.0, 1.0);
    const Errors errors = pooled_errors({.control = from.share, .treat = treat}, sizes);
    return gap - correction - z.level * errors.none - z.power * errors.effect;
  };
  double high = from.widest();
  if (spare(high) < 0.0) return out_of_reach;
  // A bracket within a factor of two, so that a small gap keeps its digits.
  while (high > 1e-300 && spare(high / 2.0) >= 0.0) high /= 2.0;
  return find_root(spare, high / 2.0, high);
}

double arcsine_gap(const Departure& from, const ArmSizes& sizes, double deviations) {
  const double step = deviations * std::sqrt(1.0 / sizes.control + 1.0 / sizes.treat) / 2.0;
  const double angle = std::asin(std::sqrt(from.share));
  const double moved = angle + from.way * step;
  if (moved < 0.0 || moved > std::numbers::pi / 2.0) return out_of_reach;
  // sin^2 x - sin^2 y = sin(x - y) sin(x + y).
  return std::sin(step) * std::sin(angle + moved);
}

}  // namespace

double arcsine_difference(const TwoShares& shares) {
  const double control_lost = 1.0 - shares.control;
  const double treat_lost = 1.0 - shares.treat;
  const double sum =
      std::sqrt(shares.treat * control_lost) + std::sqrt(shares.control * treat_lost);
  const double sine = sum > 0.0 ? (shares.treat - shares.control) / sum
                                : std::clamp(shares.treat - shares.control, -1.0, 1.0);
  const double cosine =
      std::sqrt(control_lost * treat_lost) + std::sqrt(shares.control * shares.treat);
  return 2.0 * std::atan2(sine, cosine);
}

ArmSizes size_for_proportions(const TwoShares& shares, ProportionModel model,
                              const SizePlan& plan) {
  check_different(shares);
  switch (model) {
    case ProportionModel::unpooled:
      return size_for_effect(shares.treat - shares.control, variances_of(shares), plan);
    case ProportionModel::pooled:
      return pooled_size(shares, plan);
    case ProportionModel::pooled_corrected:
      return corrected_size(shares, plan);
    case ProportionModel::arcsine:
      break;
  }
  return size_for_effect(arcsine_difference(shares), arcsine_variances, plan);
}

double power_of_proportions(const TwoShares& shares, const ArmSizes& sizes, ProportionModel model,
                            const TestLevel& level, PowerTails tails) {
  check_share(shares.control);
  check_share(shares.treat);
  check_sizes(sizes);
  if (model == ProportionModel::unpooled) {
    const ArmVariances variances = variances_of(shares);
    return power_of_effect(shares.treat - shares.control, variances, sizes, level, tails);
  }
  if (model == ProportionModel::arcsine) {
    return power_of_effect(arcsine_difference(shares), arcsine_variances, sizes, level, tails);
  }
  return pooled_power(shares, sizes, correction_of(model, sizes), level, tails);
}

std::optional<DetectableShare> detectable_share(double control, bool up, const ArmSizes& sizes,
                                                ProportionModel model, const SizePlan& plan) {
  check_share(control);
  check_sizes(sizes);
  const PlanDeviations z = plan_deviations(plan);
  const Departure from{.share = control, .way = up ? 1.0 : -1.0};
  double gap = 0.0;
  if (model == ProportionModel::unpooled) {
    gap = unpooled_gap(from, sizes, z.sum());
  } else if (model == ProportionModel::arcsine) {
    gap = arcsine_gap(from, sizes, z.sum());
  } else {
    gap = pooled_gap(from, sizes, model, z);
  }
  if (gap > from.widest()) return {};
  const double difference = from.way * gap;
  return DetectableShare{.share = control + difference, .difference = difference};
}

ArmSizes size_for_noninferior_proportions(const TwoShares& shares, double margin,
                                          const SizePlan& plan) {
  check_share(shares.control);
  check_share(shares.treat);
  if (!(margin > 0.0 && margin < 1.0)) {
    throw std::invalid_argument("the margin is not between 0 and 1");
  }
  const double distance = shares.treat - shares.control + margin;
  if (!(distance > 0.0)) {
    throw std::invalid_argument("the expected difference is at or beyond the margin");
  }
  const PlanDeviations z = plan_deviations(plan);
  const ExpectedArm control{
      .n = 1.0, .successes = shares.control, .failures = 1.0 - shares.control};
  const ExpectedArm treat{.n = plan.ratio,
                          .successes = plan.ratio * shares.treat,
                          .failures = plan.ratio * (1.0 - shares.treat)};
  const double none = std::sqrt(restricted_variance(control, treat, -margin));
  const double effect = pooled_errors(shares, arms_of(plan, 1.0)).effect;
  const double root = (z.level * none + z.power * effect) / distance;
  return arms_of(plan, root * root);
}

double pairs_for_mcnemar(const DiscordantShares& shares, const SizePlan& plan) {
  const double sum = shares.gained + shares.lost;
  const double gap = std::abs(shares.gained - shares.lost);
  if (!(shares.gained >= 0.0 && shares.lost >= 0.0 && sum <= 1.0)) {
    throw std::invalid_argument("the shares of discordant pairs are not between 0 and 1 together");
  }
  if (!(gap > 0.0)) {
    throw std::invalid_argument("the effect is 0, which no number of customers shows");
  }
  const PlanDeviations z = plan_deviations(plan);
  const double root =
      (z.level * std::sqrt(sum) + z.power * std::sqrt(std::max(0.0, sum - gap * gap))) / gap;
  return root * root;
}

double power_of_mcnemar(const DiscordantShares& shares, double pairs, const TestLevel& level,
                        PowerTails tails) {
  const double sum = shares.gained + shares.lost;
  const double gap = std::abs(shares.gained - shares.lost);
  if (!(shares.gained >= 0.0 && shares.lost >= 0.0 && sum <= 1.0 && sum > gap * gap)) {
    throw std::invalid_argument("the shares of discordant pairs leave nothing to chance");
  }
  if (!(pairs > 0.0)) throw std::invalid_argument("there are no pairs");
  const double error = std::sqrt(sum - gap * gap);
  return normal_power(gap * std::sqrt(pairs) / error, std::sqrt(sum) / error, level, tails);
}

}  // namespace journeylab
