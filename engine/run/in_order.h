// Numbered pieces of work on all threads, their results taken in the order of the numbers: shards
// of customers, simulated tests, anything that is a pure function of its number.
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <stop_token>

namespace journeylab {

struct OrderedWork {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  int threads = 0;  ///< 0: as many as the machine has
  /// Makes what one thread works with; called once on each thread that gets work.
  std::function<std::function<std::any(std::uint64_t number)>(std::stop_token)> make_worker;
  /// Takes the results, one at a time, in order; false ends the work there.
  std::function<bool(std::uint64_t number, std::any result)> take;
  std::stop_token stop;
};

/// Does the work; what is in flight when it ends is dropped, so that what was taken does not depend
/// on threads. Returns false if it was asked to stop before its end. Rethrows the exception of the
/// smallest number that threw; throws std::system_error where threads cannot be started.
bool work_in_order(const OrderedWork& work);

}  // namespace journeylab
