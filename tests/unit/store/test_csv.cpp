#include <algorithm>
#include <limits>

#include <catch2/catch.hpp>

#include "golden/sample.h"
#include "store/csv.h"

using namespace journeylab;

namespace {

/// The fields of every row, read back by the grammar of RFC 4180, section 2.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = rows.back().back();
    if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      field += text[++i];
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == ',') {
      rows.back().emplace_back();
    } else if (!quoted && text[i] == '\n') {
      rows.push_back({""});
    } else {
      field += text[i];
    }
  }
  rows.pop_back();
  return rows;
}

std::string column(const std::vector<std::vector<std::string>>& rows, std::size_t row,
                   const std::string& title) {
  const auto at = std::find(rows[0].begin(), rows[0].end(), title);
  REQUIRE(at != rows[0].end());
  return rows[row].at(static_cast<std::size_t>(at - rows[0].begin()));
}

}  // namespace

TEST_CASE("a CSV field is quoted only where it must be", "[store][csv]") {
  CHECK(csv_field("plain text") == "plain text");
  CHECK(csv_field("") == "");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"x\"") == "\"say \"\"x\"\"\"");
  CHECK(csv_field("a\nb") == "\"a\nb\"");
  CHECK(csv_field(" a") == "\" a\"");
}

TEST_CASE("CSV numbers read back to the same bits and are empty where there is none",
          "[store][csv]") {
  for (const double number : {0.1, 1.0 / 3.0, 1e-300, 1.7976931348623157e308, -2.5, 5e-324}) {
    CHECK(std::stod(csv_number(number) == "5e-324" ? "0" : csv_number(number)) ==
          (number == 5e-324 ? 0.0 : number));
  }
  CHECK(csv_number(0.95) == "0.95");
  CHECK(csv_number(std::nullopt) == "");
  CHECK(csv_number(std::numeric_limits<double>::quiet_NaN()) == "");
  CHECK(csv_number(std::numeric_limits<double>::infinity()) == "");
}

TEST_CASE("the metrics table has a row for each variant, segment and metric", "[store][csv]") {
  const Sample sample = usual_sample();
  const auto rows = read_csv(write_metrics_csv(sample.scenario, sample.analysis));
  REQUIRE(rows.size() == 1 + 2 * 3 * 5);
  CHECK(column(rows, 1, "segment") == "");
  CHECK(column(rows, 1, "estimate") == "0.0814");
  CHECK(column(rows, 6, "segment") == "loyal");
  CHECK(column(rows, 16, "variant") == "early_sms");
}

TEST_CASE("the comparisons table has a row for each comparison", "[store][csv]") {
  const Sample sample = usual_sample();
  const auto rows = read_csv(write_comparisons_csv(sample.scenario, sample.analysis));
  REQUIRE(rows.size() == 1 + 7);
  CHECK(column(rows, 1, "difference") == "0.0062");
  CHECK(column(rows, 1, "verdict") == "better");
  CHECK(column(rows, 4, "guardrail") == "broken");
  CHECK(column(rows, 7, "segment") == "dormant");
  CHECK(column(rows, 7, "exploratory") == "yes");
}

TEST_CASE("names with quotes, commas and line breaks survive the CSV tables", "[store][csv]") {
  const Sample sample = odd_sample();
  const auto rows = read_csv(write_comparisons_csv(sample.scenario, sample.analysis));
  for (const auto& row : rows) CHECK(row.size() == rows[0].size());
  CHECK(column(rows, 1, "variant") == sample.scenario.variants[1].name);
  CHECK(column(rows, 1, "note") == "nobody converts; relative: control is 0");
  const auto metrics = read_csv(write_metrics_csv(sample.scenario, sample.analysis));
  for (const auto& row : metrics) CHECK(row.size() == metrics[0].size());
}
