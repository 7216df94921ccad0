#include "stats/kaplan_meier.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "stats/distributions.h"

namespace journeylab {
namespace {

// -ln S is kept beside S, so that few events among very many keep their digits.
struct Curve {
  double survival = 1.0;
  double minus_log = 0.0;
  double greenwood = 0.0;
};

Interval limits_of(const Curve& curve, double z, SurvivalScale scale) {
  const double error = std::sqrt(curve.greenwood);
  if (error == 0.0) return {.low = curve.survival, .high = curve.survival};
  switch (scale) {
    case SurvivalScale::plain:
      return {.low = std::max(curve.survival * (1.0 - z * error), 0.0),
              .high = std::min(curve.survival * (1.0 + z * error), 1.0)};
    case SurvivalScale::log:
      return {.low = std::exp(-curve.minus_log - z * error),
              .high = std::min(std::exp(-curve.minus_log + z * error), 1.0)};
    case SurvivalScale::log_log:
      break;
  }
  const double reach = z * error / curve.minus_log;
  return {.low = std::exp(-curve.minus_log * std::exp(reach)),
          .high = std::exp(-curve.minus_log * std::exp(-reach))};
}

// How a step function, as it stands in the points, is read.
using Level = std::function<std::optional<double>(const SurvivalPoint&)>;

std::optional<double> first_time_at(const std::vector<SurvivalPoint>& points, double level,
                                    const Level& level_of) {
  constexpr double same = 1e-8;
  std::optional<double> reached;
  for (const SurvivalPoint& point : points) {
    const std::optional<double> value = level_of(point);
    if (!value) return reached;
    if (*value > level + same) continue;
    if (*value < level - same) {
      return reached ? (*reached + point.time) / 2.0 : point.time;
    }
    if (!reached) reached = point.time;
  }
  if (reached) return (*reached + points.back().time) / 2.0;
  return std::nullopt;
}

}  // namespace

std::vector<SurvivalPoint> kaplan_meier(const EventTable& table, double confidence,
                                        SurvivalScale scale) {
  const double z = normal_critical(confidence);
  std::vector<SurvivalPoint> points;
  points.reserve(table.rows.size());
  Curve curve;
  double hazard = 0.0;
  double hazard_variance = 0.0;
  for (const EventRow& row : table.rows) {
    const auto n = static_cast<double>(row.at_risk);
    const auto d = static_cast<double>(row.events);
    const double stay = n - d;
    curve.survival *= stay / n;
    curve.minus_log -= std::log1p(-d / n);
    if (d > 0.0) curve.greenwood += d / (n * stay);
    hazard += d / n;
    hazard_variance += d / (n * n);
    SurvivalPoint point{.time = row.time, .survival = curve.survival, .hazard = hazard};
    point.hazard_standard_error = std::sqrt(hazard_variance);
    if (curve.survival > 0.0) {
      point.standard_error = curve.survival * std::sqrt(curve.greenwood);
      point.interval = limits_of(curve, z, scale);
    }
    points.push_back(point);
  }
  return points;
}

SurvivalQuantile survival_quantile(const EventTable& table, double share, double confidence,
                                   SurvivalScale scale) {
  const std::vector<SurvivalPoint> points = kaplan_meier(table, confidence, scale);
  const double level = 1.0 - share;
  const auto low = [](const SurvivalPoint& point) -> std::optional<double> {
    if (!point.interval) return std::nullopt;
    return point.interval->low;
  };
  const auto high = [](const SurvivalPoint& point) -> std::optional<double> {
    if (!point.interval) return std::nullopt;
    return point.interval->high;
  };
  return {.time = first_time_at(points, level,
                                [](const SurvivalPoint& p) { return std::optional(p.survival); }),
          .low = first_time_at(points, level, low),
          .high = first_time_at(points, level, high)};
}

}  // namespace journeylab
