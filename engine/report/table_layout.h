// Where a table's columns go on a terminal of a given width: side by side as they are, side by side
// with wrapped words, or not side by side at all.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "report/document.h"

namespace journeylab {

/// Cells between two columns.
inline constexpr std::size_t column_gap = 2;

/// The width of each column, so that the lines take at most `width` cells (0: as wide as they get).
/// Words of left-aligned columns and of titles may have to wrap, numbers never do. Nothing if the
/// table does not fit side by side. The texts are already fit to be shown.
[[nodiscard]] std::optional<std::vector<std::size_t>> column_widths(const Table& table,
                                                                    std::size_t width);

}  // namespace journeylab
