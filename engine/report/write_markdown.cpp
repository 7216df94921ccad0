#include <cctype>

#include "report/display_text.h"
#include "report/writers.h"

namespace journeylab {
namespace {

bool is_word(const std::string& text, std::size_t at) noexcept {
  if (at >= text.size()) return false;
  const auto c = static_cast<unsigned char>(text[at]);
  return std::isalnum(c) != 0 || c >= 0x80;
}

/// The text with everything escaped that Markdown could take for markup. An underscore inside a
/// word is none (CommonMark 0.30, section 6.2).
std::string escaped(std::string_view raw) {
  const std::string text = visible(raw);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool inside_word = i > 0 && is_word(text, i - 1) && is_word(text, i + 1);
    const bool markup = std::string_view("\\`*[]<>|~&$").find(c) != std::string_view::npos;
    if (markup || (c == '_' && !inside_word)) out += '\\';
    out += c;
  }
  return out;
}

/// A block that begins with a list's or a heading's mark is neither.
std::string escaped_block(std::string_view raw) {
  std::string text = escaped(raw);
  std::size_t digits = 0;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0)
    ++digits;
  const bool mark =
      !text.empty() && std::string_view("#+-=:").find(text[0]) != std::string_view::npos;
  const bool stop =
      digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
  const bool number = stop && (digits + 1 == text.size() || text[digits + 1] == ' ');
  if (mark) text.insert(0, 1, '\\');
  if (number) text.insert(digits, 1, '\\');
  return text;
}

void add_table(std::string& out, const Table& table) {
  if (!table.caption.empty()) out += "**" + escaped(table.caption) + "**\n\n";
  if (table.rows.empty()) {
    out += "none\n\n";
  } else {
    std::string titles = "|";
    std::string rule = "|";
    for (const Column& column : table.columns) {
      titles += ' ' + escaped(column.title) + " |";
      rule += column.align == Align::right ? " ---: |" : " --- |";
    }
    out += titles + '\n' + rule + '\n';
    for (const std::vector<Text>& row : table.rows) {
      out += '|';
      for (const Text& cell : row) out += ' ' + escaped(cell.text) + " |";
      out += '\n';
    }
    out += '\n';
  }
  for (const Text& note : table.notes) out += "- " + escaped_block(note.text) + '\n';
  if (!table.notes.empty()) out += '\n';
}

}  // namespace

std::string write_markdown(const Document& document) {
  std::string out = "# " + escaped(document.title) + "\n\n";
  for (const Section& section : document.sections) {
    if (!section.heading.empty()) out += "## " + escaped(section.heading) + "\n\n";
    for (const Text& paragraph : section.paragraphs) out += escaped_block(paragraph.text) + "\n\n";
    for (const Table& table : section.tables) add_table(out, table);
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace journeylab
