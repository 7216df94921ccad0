// Every row of the reference tables asked through calc, as another program would ask: the columns
// before the answers as fields, the answers held against the columns behind.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "calc/calc.h"
#include "calc/method.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::ReferenceRow;
using Json = nlohmann::ordered_json;

namespace {

struct Topic {
  std::string file;
  std::string method;
  double relative;  // agreement asked: 1e-9 closed forms, 1e-6 root finding and integration
  double absolute;
};

Json value_of(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(number)) return text;
  return number;
}

bool is_field(const calc::Method& method, const std::string& column) {
  return std::any_of(method.fields.begin(), method.fields.end(),
                     [&](const calc::Field& field) { return field.name == column; });
}

Json request_of(const calc::Method& method, const ReferenceRow& row) {
  Json request = {
      {"case_id", row.at("case_id")}, {"method", method.name}, {"type", row.at("method")}};
  for (const auto& [column, text] : row) {
    if (is_field(method, column) && text != "nan") request[column] = value_of(text);
  }
  return request;
}

Json ask(const Json& request) {
  return Json::parse(calc_answer(request.dump(), 1));
}

double number_of(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (value == "inf") return std::numeric_limits<double>::infinity();
  if (value == "-inf") return -std::numeric_limits<double>::infinity();
  return std::numeric_limits<double>::quiet_NaN();
}

bool agrees(double found, double expected, const Topic& topic) {
  if (std::isnan(expected)) return std::isnan(found);
  if (std::isinf(expected)) return found == expected;
  const double allowed = std::max(topic.relative * std::abs(expected), topic.absolute);
  return std::abs(found - expected) <= allowed;
}

// The score methods and far tails lose digits in the reference's own terms where n is large and
// the event rare; p-values that far out are compared by their logarithm.
Topic loosened(const Topic& topic, const ReferenceRow& row, const std::string& column) {
  Topic loose = topic;
  if (column == "p_value" && std::abs(testing::number(row, column)) < 1e-100) loose.relative = 1e-6;
  return loose;
}

void check_answer(const Json& answer, const ReferenceRow& row, const Topic& topic,
                  const std::vector<std::string>& outputs) {
  INFO(row.at("case_id") << " " << answer.dump());
  REQUIRE_FALSE(answer.contains("error"));
  std::size_t compared = 0;
  for (const std::string& column : outputs) {
    if (!row.contains(column)) continue;
    const double expected = testing::number(row, column);
    if (std::isnan(expected) && !answer.contains(column)) continue;
    REQUIRE(answer.contains(column));
    INFO(column << ": found " << answer[column].dump() << ", expected " << row.at(column));
    CHECK(agrees(number_of(answer[column]), expected, loosened(topic, row, column)));
    ++compared;
  }
  CHECK(compared > 0);
}

void check_rows(const Topic& topic,
                const std::function<void(Json&, const ReferenceRow&)>& complete = {}) {
  const calc::Method* method = calc::method_named(topic.method);
  REQUIRE(method != nullptr);
  const std::vector<std::string> outputs = calc::words_of(method->outputs);
  for (const ReferenceRow& row : testing::reference_rows(topic.file + ".csv")) {
    Json request = request_of(*method, row);
    if (complete) complete(request, row);
    const Json answer = ask(request);
    check_answer(answer, row, topic, outputs);
    // The reference's own name of the method says as much as the table and its type.
    request.erase("type");
    request["method"] = row.at("method");
    CHECK(ask(request) == answer);
  }
}

using Rows = std::vector<ReferenceRow>;

std::map<std::string, Rows> families(const std::string& file, const std::string& by,
                                     const std::string& then) {
  std::map<std::string, Rows> groups;
  for (const ReferenceRow& row : testing::reference_rows(file + ".csv")) {
    groups[row.at(by) + ' ' + row.at(then)].push_back(row);
  }
  return groups;
}

Json column_of(const Rows& rows, const std::string& column) {
  Json list = Json::array();
  for (const ReferenceRow& row : rows) list.push_back(value_of(row.at(column)));
  return list;
}

// A column of a data file, of one group or (empty) of all.
Json data_of(const std::string& file, const std::string& column, const std::string& group) {
  Json list = Json::array();
  for (const ReferenceRow& row : testing::reference_rows(file)) {
    if (group.empty() || row.at("group") == group) list.push_back(value_of(row.at(column)));
  }
  return list;
}

void add_survival(Json& request, const ReferenceRow& row) {
  const std::string file = "survival_data_" + row.at("dataset_id") + ".csv";
  const bool one = row.contains("group") && row.at("group") != "all";
  const std::string group = one ? row.at("group") : "";
  for (const char* column : {"time", "event", "stratum", "group"}) {
    const calc::Method* method = calc::method_named(request["method"].get<std::string>());
    request.erase(column);
    if (is_field(*method, column)) request[column] = data_of(file, column, group);
  }
}

}  // namespace

TEST_CASE("calc answers every reference row of one request each", "[calc][reference]") {
  const Topic topic = GENERATE(values<Topic>({
      {"proportion_ci", "proportion_ci", 1e-9, 1e-14},
      {"two_proportion_diff_ci", "two_proportion_diff", 1e-9, 1e-13},
      {"two_proportion_ratio_ci", "two_proportion_ratio", 1e-9, 1e-13},
      {"two_proportion_test", "two_proportion_test", 1e-9, 1e-14},
      {"means_test", "means_test", 1e-9, 1e-14},
      {"means_relative", "means_relative", 1e-9, 1e-14},
      {"ratio_metric", "ratio_metric", 1e-9, 1e-14},
      {"cuped_summary", "cuped_summary", 1e-9, 1e-14},
      {"srm", "srm", 1e-9, 1e-14},
      {"quantile_difference", "quantile_difference", 1e-9, 1e-14},
      {"dunnett_critical", "dunnett_critical", 1e-6, 1e-7},
      {"dunnett_adjusted_p", "dunnett_adjusted_p", 1e-6, 1e-7},
      {"asymptotic_cs", "asymptotic_cs", 1e-9, 1e-14},
      {"confseq_bounds", "confseq_bounds", 1e-6, 1e-14},
      {"growthbook_sequential", "growthbook_sequential", 1e-9, 1e-14},
      {"bayes_beta_binomial", "bayes_beta_binomial", 1e-6, 1e-8},
      {"bayes_normal", "bayes_normal", 1e-7, 1e-14},
      {"bayes_gamma_poisson", "bayes_gamma_poisson", 1e-8, 1e-14},
      {"growthbook_bayes", "growthbook_bayes", 1e-7, 1e-8},
      {"group_sequential_designs", "group_sequential", 1e-6, 1e-6},
      {"samplesize_two_proportions", "samplesize_two_proportions", 1e-9, 1e-14},
      {"power_two_proportions", "power_two_proportions", 1e-9, 1e-300},
      {"mde_two_proportions", "mde_two_proportions", 1e-9, 1e-300},
      {"samplesize_two_means", "samplesize_two_means", 1e-9, 1e-14},
      {"power_two_means", "power_two_means", 1e-9, 1e-14},
      {"mde_two_means", "mde_two_means", 1e-9, 1e-14},
      {"samplesize_noninferiority", "samplesize_noninferiority", 1e-9, 1e-14},
      {"samplesize_multiarm", "samplesize_multiarm", 1e-9, 1e-14},
      {"cluster_design_effect", "cluster_design_effect", 1e-9, 1e-14},
      {"samplesize_logrank", "samplesize_logrank", 1e-9, 1e-14},
      {"samplesize_survival_exponential", "samplesize_survival_exponential", 1e-9, 1e-14},
  }));
  SECTION(topic.file) {
    check_rows(topic);
  }
}

TEST_CASE("calc answers every reference row on data", "[calc][reference]") {
  SECTION("survival") {
    check_rows({"rmst_expected", "rmst", 1e-9, 1e-12}, add_survival);
    check_rows({"rmst_difference_expected", "rmst_difference", 1e-9, 1e-12}, add_survival);
    check_rows({"logrank_expected", "logrank", 1e-9, 1e-12}, add_survival);
    check_rows({"survival_quantile_expected", "survival_quantile", 1e-9, 1e-12}, add_survival);
  }
  SECTION("cuped") {
    check_rows({"cuped_expected", "cuped", 1e-9, 1e-12},
               [](Json& request, const ReferenceRow& row) {
                 const std::string file = "cuped_data_" + row.at("dataset_id") + ".csv";
                 for (const char* column : {"arm", "x", "y"})
                   request[column] = data_of(file, column, "");
               });
  }
  SECTION("paired") {
    check_rows({"paired_expected", "paired", 1e-9, 1e-14},
               [](Json& request, const ReferenceRow& row) {
                 const std::string file = "paired_data_" + row.at("dataset_id") + ".csv";
                 for (const char* column : {"before", "after"})
                   request[column] = data_of(file, column, "");
               });
  }
  SECTION("quantiles and descriptions") {
    const auto add = [](const std::string& kind) {
      return [kind](Json& request, const ReferenceRow& row) {
        request["values"] = data_of(kind + row.at("dataset_id") + ".csv", "value", "");
      };
    };
    check_rows({"quantile_expected", "quantile", 1e-9, 1e-14}, add("quantile_data_"));
    check_rows({"descriptive_expected", "descriptive", 1e-9, 1e-300}, add("descriptive_data_"));
  }
}

TEST_CASE("calc answers whole curves", "[calc][reference]") {
  const Topic topic{"km_expected", "km", 1e-9, 1e-12};
  const std::vector<std::string> outputs = calc::words_of(calc::method_named("km")->outputs);
  std::map<std::string, Rows> curves;
  for (const ReferenceRow& row : testing::reference_rows("km_expected.csv")) {
    curves[row.at("dataset_id") + ' ' + row.at("group") + ' ' + row.at("conf_level")].push_back(
        row);
  }
  for (const auto& [name, rows] : curves) {
    Json request = {{"method", "km"}, {"conf_level", value_of(rows.front().at("conf_level"))}};
    add_survival(request, rows.front());
    const Json answer = ask(request);
    REQUIRE_FALSE(answer.contains("error"));
    for (const ReferenceRow& row : rows) {
      const auto& times = answer["time"];
      const auto place = std::find(times.begin(), times.end(), value_of(row.at("time")));
      REQUIRE(place != times.end());
      Json point = Json::object();
      for (const std::string& output : outputs) {
        point[output] = answer[output][static_cast<std::size_t>(place - times.begin())];
      }
      check_answer(point, row, topic, outputs);
    }
  }
}

TEST_CASE("calc answers families of rows together", "[calc][reference]") {
  SECTION("multiplicity") {
    for (const auto& [name, rows] : families("multiplicity", "family_id", "method")) {
      const Json answer = ask({{"method", "multiplicity"},
                               {"type", rows.front().at("method")},
                               {"p", column_of(rows, "p")}});
      for (std::size_t i = 0; i < rows.size(); ++i) {
        check_answer({{"p_adjusted", answer["p_adjusted"][i]}}, rows[i],
                     {"multiplicity", "multiplicity", 1e-9, 1e-300}, {"p_adjusted"});
      }
    }
  }
  SECTION("looks") {
    for (const auto& [name, rows] : families("msprt", "sequence_id", "method")) {
      Json request = {{"method", "msprt"}};
      for (const char* column :
           {"n_control", "n_treat", "mean_control", "mean_treat", "var_control", "var_treat"}) {
        request[column] = column_of(rows, column);
      }
      for (const char* column : {"tau2", "theta0", "alpha"}) {
        request[column] = value_of(rows.front().at(column));
      }
      const Json answer = ask(request);
      const std::vector<std::string> outputs = calc::words_of(calc::method_named("msprt")->outputs);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        Json look = Json::object();
        for (const std::string& output : outputs) {
          look[output] = rows.size() == 1 ? answer[output] : answer[output][i];
        }
        check_answer(look, rows[i], {"msprt", "msprt", 1e-9, 1e-13}, outputs);
      }
    }
  }
  SECTION("stages") {
    for (const char* file : {"group_sequential_stages", "group_sequential_futility_stages"}) {
      const calc::Method* method = calc::method_named(file);
      for (const auto& [name, rows] : families(file, "design_id", "method")) {
        for (const ReferenceRow& row : rows) {
          Json request = request_of(*method, row);
          request["info_fractions"] = column_of(rows, "info_fraction");
          check_answer(ask(request), row, {file, file, 1e-6, 1e-6},
                       calc::words_of(method->outputs));
        }
      }
    }
  }
}
