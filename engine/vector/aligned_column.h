// Columns of numbers that begin where a cache line begins, so that no whole vector of a loop lies
// in two of them.
#pragma once

#include <cstddef>
#include <vector>

#include <boost/align/aligned_allocator.hpp>

namespace journeylab {

inline constexpr std::size_t cache_line = 64;  ///< bytes; also those of the widest vector

template <typename Number>
using AlignedColumn = std::vector<Number, boost::alignment::aligned_allocator<Number, cache_line>>;

}  // namespace journeylab
