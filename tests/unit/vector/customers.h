// Customers for the tests of loops: of every number that leaves another tail in a vector.
#pragma once

#include <cstdint>
#include <vector>

#include "random/words.h"
#include "vector/loops.h"

namespace journeylab::test {

inline const std::vector<std::size_t>& sizes() {
  static const std::vector<std::size_t> all = {0,  1,  2,  3,  4,  5,  7,   8,   9,    15,
                                               16, 17, 31, 33, 63, 65, 255, 257, 1000, 1024};
  return all;
}

enum class Places : std::uint8_t { scattered, run, scattered_in_stretch };

/// n customers at positions in a table of 4 n + 8: scattered, one in four, or a run.
struct Customers {
  std::vector<std::uint32_t> position;
  std::vector<std::uint32_t> visit;
  std::size_t room;
  bool is_run;
  std::uint32_t same_visit = 3;  ///< of those who are not numbered
  Stretch stretch{};

  Customers(std::size_t n, Places places)
      : room(4 * n + 8), is_run(places == Places::run), bits_(n / 2 + 1) {
    const bool run = is_run;
    for (std::uint32_t i = 0; i < n; ++i) {
      position.push_back(run ? i + 3 : 4 * i + static_cast<std::uint32_t>(mix(i) % 4));
      visit.push_back(static_cast<std::uint32_t>(mix(i + 7) % 5));
    }
    if (places != Places::scattered_in_stretch) return;
    for (const std::uint32_t at : position) {
      bits_[at / 8] = static_cast<std::uint8_t>(bits_[at / 8] | 1U << at % 8);
    }
    stretch = {.bits = bits_.data(), .first = 0, .n = (4 * n + 7) / 8 * 8};
  }
  [[nodiscard]] Who who(bool numbered) const {
    return {.position = position.data(),
            .visit = numbered ? visit.data() : nullptr,
            .n = position.size(),
            .same_visit = numbered ? 0U : same_visit,
            .is_run = is_run,
            .stretch = stretch};
  }

 private:
  std::vector<std::uint8_t> bits_;
};

/// Numbers between 0 and `most`, one for each seed and index.
inline std::vector<double> numbers(std::size_t n, double most, std::uint64_t seed) {
  std::vector<double> all;
  for (std::size_t i = 0; i < n; ++i) {
    all.push_back(static_cast<double>(mix(seed + i) >> 11) * 0x1p-53 * most);
  }
  return all;
}

/// Calls test(loops, customers) for every path, size and kind of position.
template <typename Test>
void for_all(Test&& test) {
  for (const VectorPath path : vector_paths()) {
    for (const std::size_t n : sizes()) {
      for (const Places places : {Places::scattered, Places::run, Places::scattered_in_stretch}) {
        test(vector_loops(path), Customers(n, places));
      }
    }
  }
}

}  // namespace journeylab::test
