#include "tally/life_table.h"

namespace journeylab {

void LifeTable::enter(std::size_t covered, std::size_t ended, bool counts) noexcept {
  ++entered;
  if (ended >= covered) {
    ++followed[covered];
  } else {
    ++(counts ? events : competing)[ended];
  }
}

void LifeTable::merge(const LifeTable& other) noexcept {
  entered += other.entered;
  for (std::size_t k = 0; k < events.size(); ++k) {
    events[k] += other.events[k];
    competing[k] += other.competing[k];
  }
  for (std::size_t k = 0; k < followed.size(); ++k) followed[k] += other.followed[k];
}

}  // namespace journeylab
