// What a reader must know of a run besides its results: who made it, from which seed, with how many
// customers, and whether it came to its end.
#pragma once

#include <cstdint>
#include <string>

namespace journeylab {

struct RunFacts {
  std::string version;  ///< of journeylab
  std::string command;  ///< the verb: "simulate", "compare"
  std::uint64_t seed = 1;
  std::uint64_t customers = 0;  ///< simulated in each variant
  std::uint64_t planned = 0;    ///< asked for in each variant; matters where `complete` is false
  double confidence = 0.95;     ///< two-sided level of the intervals, in (0, 1)
  bool complete = true;         ///< false if the run was stopped before its end
};

}  // namespace journeylab
