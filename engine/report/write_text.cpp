#include <algorithm>
#include <utility>

#include "report/display_text.h"
#include "report/table_layout.h"
#include "report/writers.h"

namespace journeylab {
namespace {

struct TextStyle {
  std::size_t width = 0;
  bool colour = false;
};

std::string_view colour_of(Tone tone) noexcept {
  switch (tone) {
    case Tone::plain:
      return "";
    case Tone::good:
      return "\x1b[32m";
    case Tone::bad:
      return "\x1b[31m";
    case Tone::unsure:
      return "\x1b[33m";
  }
  return "";
}

std::string toned(const std::string& text, Tone tone, const TextStyle& style) {
  const std::string_view colour = colour_of(tone);
  if (!style.colour || colour.empty() || text.empty()) return text;
  return std::string(colour) + text + "\x1b[0m";
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// The text over as many lines as it needs; lines after the first begin with `indent` spaces.
void add_lines(std::string& out, const Text& text, const TextStyle& style, std::size_t indent = 0) {
  const std::size_t width = style.width > indent ? style.width - indent : style.width;
  bool first = true;
  for (const std::string& line : wrapped(visible(text.text), width)) {
    if (!first) out.append(indent, ' ');
    out += toned(line, text.tone, style) + '\n';
    first = false;
  }
}

void add_heading(std::string& out, const std::string& heading, std::string_view rule,
                 const TextStyle& style) {
  std::size_t widest = 0;
  for (const std::string& line : wrapped(visible(heading), style.width)) {
    out += line + '\n';
    widest = std::max(widest, display_width(line));
  }
  out += repeated(rule, widest) + '\n';
}

/// One row of a table, as many lines as its highest cell.
void add_row(std::string& out, const std::vector<Text>& row, const std::vector<Column>& columns,
             const TableLayout& layout, const TextStyle& style) {
  const std::vector<std::size_t>& widths = layout.widths;
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 1;
  for (std::size_t c = 0; c < row.size(); ++c) {
    cells.push_back(wrapped(row[c].text, widths[c]));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t l = 0; l < height; ++l) {
    std::string line;
    std::size_t pending = 0;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string text = l < cells[c].size() ? cells[c][l] : std::string();
      const std::size_t cell_width = display_width(text);
      const std::size_t pad = widths[c] > cell_width ? widths[c] - cell_width : 0;
      if (columns[c].align == Align::right) pending += pad;
      if (!text.empty()) {
        line.append(std::exchange(pending, 0), ' ').append(toned(text, row[c].tone, style));
      }
      pending += (columns[c].align == Align::left ? pad : 0) + layout.gap;
    }
    out += line + '\n';
  }
}

void add_side_by_side(std::string& out, const Table& table, const TableLayout& layout,
                      const TextStyle& style) {
  std::vector<Text> titles;
  std::vector<Text> rules;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    titles.emplace_back(table.columns[c].title);
    rules.emplace_back(repeated("─", layout.widths[c]));
  }
  add_row(out, titles, table.columns, layout, style);
  add_row(out, rules, table.columns, layout, style);
  for (const std::vector<Text>& row : table.rows) {
    add_row(out, row, table.columns, layout, style);
  }
}

/// A block of lines for each row: its leading names, then "title: value" a line.
void add_stacked(std::string& out, const Table& table, const TextStyle& style) {
  for (const std::vector<Text>& row : table.rows) {
    std::string names;
    std::size_t c = 0;
    for (; c < row.size() && (c == 0 || table.columns[c].align == Align::left); ++c) {
      if (row[c].text.empty()) continue;
      if (!names.empty()) names += " · ";
      names += row[c].text;
    }
    add_lines(out, names, style, 2);
    for (; c < row.size(); ++c) {
      if (row[c].text.empty()) continue;
      const TextStyle narrower = {.width = style.width > 2 ? style.width - 2 : style.width,
                                  .colour = style.colour};
      std::string lines;
      add_lines(lines, {table.columns[c].title + ": " + row[c].text, row[c].tone}, narrower, 2);
      std::size_t begin = 0;
      while (begin < lines.size()) {
        const std::size_t end = lines.find('\n', begin) + 1;
        out.append(2, ' ').append(lines, begin, end - begin);
        begin = end;
      }
    }
  }
}

Table made_visible(Table table) {
  for (Column& column : table.columns) column.title = visible(column.title);
  for (std::vector<Text>& row : table.rows) {
    for (Text& cell : row) cell.text = visible(cell.text);
  }
  return table;
}

void add_table(std::string& out, const Table& as_given, const TextStyle& style) {
  const Table table = made_visible(as_given);
  if (!table.caption.empty()) add_lines(out, table.caption, style);
  if (table.rows.empty()) {
    out += "none\n";
  } else if (const auto layout = layout_of(table, style.width)) {
    add_side_by_side(out, table, *layout, style);
  } else {
    add_stacked(out, table, style);
  }
  for (const Text& note : table.notes) add_lines(out, note, style, 2);
}

}  // namespace

std::string write_text(const Document& document, std::size_t width, bool colour) {
  const TextStyle style = {.width = width == 0 ? 0 : std::max<std::size_t>(width, 10),
                           .colour = colour};
  std::string out;
  add_heading(out, document.title, "═", style);
  for (const Section& section : document.sections) {
    if (!section.heading.empty()) {
      out += '\n';
      add_heading(out, section.heading, "─", style);
    }
    for (const Text& paragraph : section.paragraphs) add_lines(out, paragraph, style);
    for (const Table& table : section.tables) {
      out += '\n';
      add_table(out, table, style);
    }
  }
  return out;
}

}  // namespace journeylab
