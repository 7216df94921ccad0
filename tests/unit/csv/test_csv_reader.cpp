// Records out of text, plain and compressed.
#include <catch2/catch.hpp>
#include <zlib.h>

#include "base/problem.h"
#include "csv/csv_reader.h"
#include "support/temporary_file.h"

using namespace journeylab;
using journeylab::testing::TemporaryFile;
using Records = std::vector<std::vector<std::string>>;

namespace {

Records records(std::string_view text) {
  const TemporaryFile file(text);
  CsvReader reader(TextSource(file.path()), "t.csv");
  Records all{reader.header()};
  while (reader.next()) all.push_back(reader.fields());
  return all;
}

std::string refusal(std::string_view text) {
  try {
    (void)records(text);
  } catch (const InputError& error) {
    return describe(error.problems().front());
  } catch (const FileError& error) {
    return error.what();
  }
  return "(not refused)";
}

std::string compressed(const std::string& text) {
  const TemporaryFile file("");
  gzFile out = gzopen(file.path().c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  std::ifstream in(file.path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("lines end in LF or CR LF, the last one in nothing", "[csv]") {
  const Records expected{{"a", "b"}, {"1", "2"}, {"3", ""}};
  CHECK(records("a,b\n1,2\n3,\n") == expected);
  CHECK(records("a,b\r\n1,2\r\n3,\r\n") == expected);
  CHECK(records("a,b\n1,2\n3,") == expected);
  CHECK(records("\xEF\xBB\xBF"
                "a,b\n1,2\n\n3,\n") == expected);
}

TEST_CASE("quoted fields hold commas, quotes and line breaks", "[csv]") {
  CHECK(records("a,b\n\"x,\"\"y\"\"\",\"1\n2\"\n\"\",z\n") ==
        Records{{"a", "b"}, {"x,\"y\"", "1\n2"}, {"", "z"}});
}

TEST_CASE("a lone CR ends a line too, wherever the pieces of the file are cut", "[csv]") {
  const Records expected{{"a", "b"}, {"1", "2"}, {"3", "4"}};
  CHECK(records("a,b\r1,2\r3,4\r") == expected);
  for (std::size_t size = (1U << 16U) - 12; size < (1U << 16U) + 4; ++size) {
    const std::string filler(size, 'x');
    const Records found = records("a,b\r\n" + filler + ",\"y\"\"\r\nz\"\r\n3,4\r\n");
    REQUIRE(found.size() == 3);
    CHECK(found[1] == std::vector<std::string>{filler, "y\"\r\nz"});
    CHECK(found[2] == std::vector<std::string>{"3", "4"});
  }
}

TEST_CASE("names have no blanks around them, empty lines count where a value may be", "[csv]") {
  CHECK(records(" a ,b\t\n1, 2\n") == Records{{"a", "b"}, {"1", " 2"}});
  CHECK(records("\n\na\n1\n\n\n2\n\n\n") == Records{{"a"}, {"1"}, {""}, {""}, {"2"}});
  CHECK(records("a\r\n\r\n2\r\n\r\n") == Records{{"a"}, {""}, {"2"}});
  CHECK(records("a\n\"\"\n") == Records{{"a"}, {""}});
}

TEST_CASE("fields know their places", "[csv]") {
  const TemporaryFile file(
      "\xEF\xBB\xBF"
      "a,b\n\"x\ny\",2\n\n3,4\n");
  CsvReader reader(TextSource(file.path()), "t.csv");
  REQUIRE(reader.next());
  CHECK(reader.place_of(0).line == 2);
  CHECK(reader.place_of(1).line == 3);
  CHECK(reader.place_of(1).column == 4);
  REQUIRE(reader.next());
  CHECK(reader.place_of(1).line == 5);
  CHECK(reader.place_of(1).column == 3);
}

TEST_CASE("a broken table is refused with its place", "[csv]") {
  CHECK(refusal("") == "t.csv:1:1: error: an empty file; expected a header and its rows");
  CHECK(refusal("\n\n") == "t.csv:1:1: error: an empty file; expected a header and its rows");
  CHECK(refusal("a,b\n1\n") == "t.csv:2:1: error: a row of 1 values; expected 2, as in the header");
  CHECK(refusal("a,b\n1,2\n1,2,3\n") ==
        "t.csv:3:1: error: a row of 3 values; expected 2, as in the header");
  CHECK(refusal("a,b\n1,\"2\n") ==
        "t.csv:2:3: error: a quote that is not closed; expected '\"' at the end of the value");
  CHECK(refusal("a,b\n\"1\"2,3\n") ==
        "t.csv:2:1: error: text after the closing quote of a value; expected ',' or a line end");
  CHECK(refusal(std::string("a,b\n1,2\n3\0,4\n", 14)) ==
        "t.csv:3:2: error: the byte 0x00; expected a file of text, saved as UTF-8");
  CHECK(refusal("\xFF\xFE"
                "a") == "t.csv:1:1: error: the file is in UTF-16; expected a file saved as UTF-8");
  CHECK(refusal("a\n\"" + std::string(3U << 20U, 'x')).find("more than a million characters") !=
        std::string::npos);
  CHECK_THROWS_AS(TextSource("/no/such/file.csv"), FileError);
  CHECK_THROWS_AS(TextSource("/"), FileError);
}

TEST_CASE("compressed files read the same, cut off ones are refused", "[csv]") {
  std::string text = "a,b\n";
  for (int i = 0; i < 50000; ++i) text += std::to_string(i * 7919 % 10007) + ",x\n";
  const std::string packed = compressed(text);
  CHECK(packed.size() < text.size());
  CHECK(records(packed) == records(text));
  CHECK(refusal(packed.substr(0, packed.size() / 2)).find("cut off") != std::string::npos);
}
