#include "calc/pieces.h"

#include <array>

#include <fmt/format.h>

namespace journeylab::calc {

ShareTally share_of(const Request& request, std::string_view x, std::string_view n) {
  const ShareTally share{.n = request.count(n, 1), .successes = request.count(x)};
  if (share.successes > share.n) {
    throw RequestError(fmt::format("'{}': found {}; expected at most '{}', which is {}", x,
                                   share.successes, n, share.n));
  }
  return share;
}

std::vector<Field> with(std::vector<Field> fields, std::vector<Field> more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

Json with_interval(double estimate, const Interval& interval) {
  return {{"estimate", shown(estimate)},
          {"lower", shown(interval.low)},
          {"upper", shown(interval.high)}};
}

Json answer_of(const Estimated& estimated, std::string_view name) {
  Json answer = Json::object();
  answer[std::string(name)] = shown(estimated.value);
  answer["lower"] = estimated.interval ? shown(estimated.interval->low) : Json(nullptr);
  answer["upper"] = estimated.interval ? shown(estimated.interval->high) : Json(nullptr);
  if (!estimated.reason.empty()) answer["reason"] = estimated.reason;
  return answer;
}

Json answer_of(const TestOutcome& outcome) {
  Json answer = Json::object();
  answer["statistic"] = shown(outcome.statistic);
  answer["p_value"] = outcome.p_value ? shown(outcome.p_value->p) : Json(nullptr);
  answer["ln_p_value"] = outcome.p_value ? shown(outcome.p_value->ln_p) : Json(nullptr);
  if (!outcome.reason.empty()) answer["reason"] = outcome.reason;
  return answer;
}

Json answer_of(const EffectTest& test, std::string_view name) {
  Json answer = Json::object();
  answer[std::string(name)] = shown(test.effect);
  answer["se"] = shown(test.standard_error);
  answer["df"] = test.standard_error ? shown(test.df) : Json(nullptr);
  answer["statistic"] = shown(test.statistic);
  answer["p_value"] = test.p_value ? shown(test.p_value->p) : Json(nullptr);
  answer["lower"] = test.interval ? shown(test.interval->low) : Json(nullptr);
  answer["upper"] = test.interval ? shown(test.interval->high) : Json(nullptr);
  answer["ln_p_value"] = test.p_value ? shown(test.p_value->ln_p) : Json(nullptr);
  if (!test.reason.empty()) answer["reason"] = test.reason;
  return answer;
}

Json joined(Json first, const Json& second) {
  for (const auto& member : second.items()) {
    if (!first.contains(member.key())) first[member.key()] = member.value();
  }
  return first;
}

Alternative alternative_of(const Request& request) {
  static constexpr std::array<std::string_view, 4> words{"two.sided", "greater", "less",
                                                         "two-sided"};
  const std::string word = request.word("alternative", words);
  if (word == "greater") return Alternative::greater;
  return word == "less" ? Alternative::less : Alternative::two_sided;
}

MeanTestOptions mean_options_of(const Request& request) {
  return {.confidence = request.level("conf_level"),
          .alternative = alternative_of(request),
          .null_difference = request.number("null_diff")};
}

}  // namespace journeylab::calc
