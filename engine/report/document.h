// A report as data: what it says, in order, without a word on how it looks. The builders
// (documents.h) fill it, the writers (writers.h) turn it into one format each.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace journeylab {

/// What a text means to its reader; a writer may show it by a colour.
enum class Tone : std::uint8_t { plain, good, bad, unsure };

/// A paragraph, a note or the content of a cell: one run of text, any characters, no markup.
struct Text {
  std::string text;
  Tone tone = Tone::plain;

  Text() = default;
  Text(std::string words, Tone meaning = Tone::plain) : text(std::move(words)), tone(meaning) {}
  Text(const char* words) : text(words) {}
};

enum class Align : std::uint8_t { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

/// `caption` says what the numbers are, `notes` what a reader must know of them.
struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<Text>> rows;  ///< each as long as `columns`
  std::vector<Text> notes;
};

struct Section {
  std::string heading;  ///< empty for what stands directly under the title
  std::vector<Text> paragraphs;
  std::vector<Table> tables;
};

struct Document {
  std::string title;
  std::vector<Section> sections;
};

}  // namespace journeylab
