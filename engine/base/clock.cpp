#include "base/clock.h"

#include <array>
#include <cstddef>

namespace journeylab {
namespace {

struct UnitEntry {
  TimeUnit unit;
  std::string_view singular;
  std::string_view plural;
  double seconds;
};

constexpr std::array<UnitEntry, 7> units{{
    {TimeUnit::second, "second", "seconds", 1.0},
    {TimeUnit::minute, "minute", "minutes", 60.0},
    {TimeUnit::hour, "hour", "hours", 3600.0},
    {TimeUnit::day, "day", "days", 86400.0},
    {TimeUnit::week, "week", "weeks", 7 * 86400.0},
    {TimeUnit::month, "month", "months", 30 * 86400.0},
    {TimeUnit::year, "year", "years", 365 * 86400.0},
}};

}  // namespace

double ticks_per(TimeUnit unit) noexcept {
  return units[static_cast<std::size_t>(unit)].seconds * ticks_per_second;
}

std::string_view name_of(TimeUnit unit) noexcept {
  return units[static_cast<std::size_t>(unit)].singular;
}

std::optional<TimeUnit> time_unit_named(std::string_view word) noexcept {
  for (const UnitEntry& entry : units) {
    if (word == entry.singular || word == entry.plural) return entry.unit;
  }
  return std::nullopt;
}

}  // namespace journeylab
