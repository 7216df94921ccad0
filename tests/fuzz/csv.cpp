// Any text as a CSV file: it is refused with one clear problem, or its records, written again, read
// back to the same fields.
#include "store/csv.h"

#include "base/problem.h"
#include "csv/csv_reader.h"
#include "fuzz/target.h"

namespace {

using namespace journeylab;
using Table = std::vector<std::vector<std::string>>;

Table read_table(std::string_view text) {
  CsvReader reader(TextSource::of_text(text), "input.csv");
  Table table{reader.header()};
  while (reader.next()) {
    fuzz::expect(reader.fields().size() == reader.header().size(), "a record of another length");
    const Place place = reader.place_of(reader.fields().size() - 1);
    fuzz::expect(place.line >= 1 && place.column >= 1, "a field without a place");
    table.push_back(reader.fields());
  }
  return table;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Table table;
  try {
    table = read_table(fuzz::text_of(data, size));
  } catch (const InputError& error) {
    fuzz::expect(error.problems().size() == 1, "refused without a problem");
    return 0;
  }
  // At the beginning of a file a byte order mark is none of its text.
  for (const char* mark : {"\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"}) {
    if (table.front().front().starts_with(mark)) return 0;
  }
  std::string text;
  for (const auto& record : table) {
    // A record of one empty field is an empty line; as the last one it would be passed over.
    if (record.size() == 1 && record.front().empty()) return 0;
    text += csv_line(record);
  }
  try {
    fuzz::expect(read_table(text) == table, "what was written reads back to something else");
  } catch (const InputError& error) {
    fuzz::finding(fmt::format("what was written is refused: {}", error.what()));
  }
  return 0;
}
