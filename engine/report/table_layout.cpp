#include "report/table_layout.h"

#include <algorithm>
#include <numeric>

#include "report/display_text.h"

namespace journeylab {
namespace {

// A column of names narrower than this is hard to read.
constexpr std::size_t narrowest_words = 12;

struct ColumnSize {
  std::size_t natural = 0;
  std::size_t least = 0;
};

ColumnSize size_of(const Table& table, std::size_t column) {
  const Column& head = table.columns[column];
  ColumnSize size = {.natural = display_width(head.title), .least = longest_word(head.title)};
  for (const std::vector<Text>& row : table.rows) {
    const std::string& text = row.at(column).text;
    const std::size_t cells = display_width(text);
    size.natural = std::max(size.natural, cells);
    const bool wraps = head.align == Align::left;
    const std::size_t least = wraps ? std::max(longest_word(text), narrowest_words) : cells;
    size.least = std::max(size.least, std::min(cells, least));
  }
  return size;
}

/// Narrows the column with the most room to spare, cell by cell, until the lines fit.
bool fit(TableLayout& layout, const std::vector<ColumnSize>& sizes, std::size_t width) {
  std::vector<std::size_t>& widths = layout.widths;
  const std::size_t gaps = layout.gap * (widths.empty() ? 0 : widths.size() - 1);
  std::size_t total = std::accumulate(widths.begin(), widths.end(), gaps);
  for (; total > width; --total) {
    std::size_t widest = widths.size();
    std::size_t most_slack = 0;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      const std::size_t slack = widths[c] - sizes[c].least;
      if (slack > most_slack) {
        most_slack = slack;
        widest = c;
      }
    }
    if (widest == widths.size()) return false;
    --widths[widest];
  }
  return true;
}

}  // namespace

std::optional<TableLayout> layout_of(const Table& table, std::size_t width) {
  std::vector<ColumnSize> sizes;
  for (std::size_t c = 0; c < table.columns.size(); ++c) sizes.push_back(size_of(table, c));
  for (const std::size_t gap : {2u, 1u}) {
    TableLayout layout = {.widths = {}, .gap = gap};
    for (const ColumnSize& size : sizes) layout.widths.push_back(size.natural);
    if (width == 0 || fit(layout, sizes, width)) return layout;
  }
  return std::nullopt;
}

}  // namespace journeylab
