#include "report/size_parts.h"

#include <cmath>

#include <fmt/format.h>

#include "report/parts.h"

namespace journeylab {
namespace {

bool is_share(const SizeAnswer& answer) {
  const SizingQuestion& question = answer.sizing.question;
  const SizedKind kind = question.metric.kind;
  // A return after a goal is a ratio of two indicators.
  return kind == SizedKind::share || kind == SizedKind::retention;
}

}  // namespace

std::string size_value(const SizeAnswer& answer, double value) {
  if (answer.sizing.question.metric.kind == SizedKind::time) {
    return show(value, {.measure = Measure::time, .unit = answer.time_unit});
  }
  return show(value, {.measure = is_share(answer) ? Measure::share : Measure::plain});
}

std::string size_effect(const SizeAnswer& answer, double effect) {
  if (answer.sizing.question.metric.kind == SizedKind::time) {
    return fmt::format("{} times the rate", show(std::exp(effect), {}));
  }
  return show(effect,
              {.measure = is_share(answer) ? Measure::points : Measure::plain, .sign = true});
}

std::string size_relative(double relative) {
  return show(relative, {.measure = Measure::share, .sign = true});
}

std::string size_chance(double chance, int decimals) {
  return show(chance, {.measure = Measure::share, .decimals = decimals});
}

std::string size_count(double customers) {
  constexpr double most = 9e15;
  if (!(customers < most)) return fmt::format("{:.3g}", customers);
  return show_count(static_cast<std::uint64_t>(std::ceil(customers - 1e-6)));
}

std::string size_days(const std::optional<std::uint32_t>& days) {
  return days ? counted(*days, "day") : missing_text;
}

}  // namespace journeylab
