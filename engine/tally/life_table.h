// A life table in cells of fixed borders, with administrative censoring only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace journeylab {

/// Counts of one group of customers by cell of age. Cell k spans (border[k], border[k+1]], the
/// first one age 0 too; borders start at 0 and are kept by whoever reads the table. A customer
/// whose potential follow-up covers cells 0..j-1 is in the risk sets of those cells alone.
///
/// Who is at risk in cell k: those who entered, less all who ended in an earlier cell or whose
/// follow-up covers no more than k cells.
struct LifeTable {
  std::uint64_t entered = 0;
  std::vector<std::uint32_t> events;     ///< ended by the cause that counts, per cell
  std::vector<std::uint32_t> competing;  ///< ended by another cause, per cell
  /// Customers not ended within their first k covered cells, whose follow-up covers exactly k
  /// cells; n_cells + 1 entries.
  std::vector<std::uint32_t> followed;

  explicit LifeTable(std::size_t n_cells = 0)
      : events(n_cells), competing(n_cells), followed(n_cells + 1) {}

  /// Enters one customer; see LifeRecord.
  void enter(std::size_t covered, std::size_t ended, bool counts) noexcept;

  void merge(const LifeTable& other) noexcept;
  friend bool operator==(const LifeTable&, const LifeTable&) = default;
};

}  // namespace journeylab
