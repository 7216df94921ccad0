// Where a table's columns go on a terminal of a given width: side by side as they are, side by side
// with wrapped words, or not side by side at all.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "report/document.h"

namespace journeylab {

struct TableLayout {
  std::vector<std::size_t> widths;  ///< of each column
  std::size_t gap = 2;              ///< cells between two columns
};

/// A layout whose lines take at most `width` cells (0: as wide as they get). Words of left-aligned
/// columns and of titles may have to wrap, numbers never do; columns stand closer before nothing
/// fits. Nothing if the table does not fit side by side. The texts are already fit to be shown.
[[nodiscard]] std::optional<TableLayout> layout_of(const Table& table, std::size_t width);

}  // namespace journeylab
