// Records out of text, plain and compressed.
#include <catch2/catch.hpp>
#include <zlib.h>

#include "base/problem.h"
#include "dataset/csv_reader.h"
#include "unit/dataset/temporary_file.h"

using namespace journeylab;
using journeylab::testing::TemporaryFile;
using Records = std::vector<std::vector<std::string>>;

namespace {

Records records(std::string_view text) {
  const TemporaryFile file(text);
  CsvReader reader(file.path());
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

TEST_CASE("a broken table is refused with its line", "[csv]") {
  CHECK(refusal("").find("the file is empty") != std::string::npos);
  CHECK(refusal("a,b\n1\n").find(":2:1: error: 1 fields; expected 2") != std::string::npos);
  CHECK(refusal("a,b\n1,2\n1,2,3\n").find(":3:1:") != std::string::npos);
  CHECK(refusal("a,b\n1,\"2\n").find("never closed") != std::string::npos);
  CHECK(refusal("a,b\n\"1\"2,3\n").find("after a closing quote") != std::string::npos);
  CHECK(refusal("a,a\n").find("two columns are called 'a'") != std::string::npos);
  CHECK_THROWS_AS(CsvReader("/no/such/file.csv"), FileError);
  CHECK_THROWS_AS(CsvReader("/"), FileError);
}

TEST_CASE("compressed files read the same, cut off ones are refused", "[csv]") {
  std::string text = "a,b\n";
  for (int i = 0; i < 50000; ++i) text += std::to_string(i * 7919 % 10007) + ",x\n";
  const std::string packed = compressed(text);
  CHECK(packed.size() < text.size());
  CHECK(records(packed) == records(text));
  CHECK(refusal(packed.substr(0, packed.size() / 2)).find("cut off") != std::string::npos);
}
