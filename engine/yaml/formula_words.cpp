#include "yaml/formula_words.h"

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "random/distribution.h"
#include "yaml/parse_formula.h"
#include "yaml/parse_text.h"

namespace journeylab {
namespace {

constexpr std::array<FunctionWord, 12> functions{{
    {"min", Operation::minimum, 2, 0, "min(a, b)"},
    {"max", Operation::maximum, 2, 0, "max(a, b)"},
    {"abs", Operation::absolute, 1, 1, "abs(x)"},
    {"exp", Operation::exponential, 1, 1, "exp(x)"},
    {"log", Operation::logarithm, 1, 1, "log(x)"},
    {"sqrt", Operation::square_root, 1, 1, "sqrt(x)"},
    {"floor", Operation::floor, 1, 1, "floor(x)"},
    {"ceil", Operation::ceiling, 1, 1, "ceil(x)"},
    {"logistic", Operation::logistic, 1, 1, "logistic(x)"},
    {"logit", Operation::logit, 1, 1, "logit(x)"},
    {"clamp", Operation::clamp, 3, 3, "clamp(x, low, high)"},
    {"if", Operation::choose, 3, 3, "if(condition, then, else)"},
}};

constexpr std::array<TotalWord, 4> totals{{
    {"time", Operation::time},
    {"contacts", Operation::contacts},
    {"revenue", Operation::revenue},
    {"cost", Operation::cost},
}};

constexpr std::array<CallWord, 5> calls{{
    {"visits", Operation::visits, &Names::steps, "step", false},
    {"count", Operation::count, &Names::goals, "goal", false},
    {"contacts", Operation::contacts_touchpoint, &Names::touchpoints, "touchpoint or channel",
     false},
    {"ended", Operation::ended, &Names::statuses, "status", true},
    {"first", Operation::first, &Names::goals, "goal", true},
}};

constexpr std::array<Family, 13> families{
    Family::exponential, Family::lognormal,  Family::normal,    Family::gamma,     Family::weibull,
    Family::uniform,     Family::triangular, Family::beta,      Family::bernoulli, Family::poisson,
    Family::geometric,   Family::pareto,     Family::empirical,
};

constexpr std::array<TimeUnit, 7> units{TimeUnit::second, TimeUnit::minute, TimeUnit::hour,
                                        TimeUnit::day,    TimeUnit::week,   TimeUnit::month,
                                        TimeUnit::year};

constexpr std::array<std::string_view, 8> reserved_words{"date",  "hour",    "weekday", "age",
                                                         "phase", "segment", "variant", "channel"};

constexpr std::array<std::string_view, 4> other_words{"and", "or", "not", "never"};

template <typename Words>
auto* word_named(const Words& words, std::string_view word) noexcept {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const auto& entry) { return entry.name == word; });
  return found == words.end() ? nullptr : &*found;
}

template <typename Words>
std::vector<std::string> names_of(const Words& words) {
  std::vector<std::string> names;
  for (const auto& entry : words) names.emplace_back(entry.name);
  return names;
}

template <typename Words>
bool contains(const Words& words, std::string_view word) noexcept {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

const FunctionWord* function_named(std::string_view word) noexcept {
  return word_named(functions, word);
}

const TotalWord* total_named(std::string_view word) noexcept {
  return word_named(totals, word);
}

const CallWord* call_named(std::string_view word) noexcept {
  return word_named(calls, word);
}

std::optional<Family> family_named(std::string_view word) noexcept {
  for (const Family family : families) {
    if (name_of(family) == word) return family;
  }
  return std::nullopt;
}

bool is_reserved_word(std::string_view word) noexcept {
  return contains(reserved_words, word);
}

std::vector<std::string> function_names() {
  return names_of(functions);
}

std::vector<std::string> total_names() {
  return names_of(totals);
}

std::vector<std::string> call_names(bool metric) {
  std::vector<std::string> names;
  for (const CallWord& call : calls) {
    if (metric || !call.metric_only) names.emplace_back(call.name);
  }
  return names;
}

std::vector<std::string> family_names() {
  std::vector<std::string> names;
  for (const Family family : families) names.emplace_back(name_of(family));
  return names;
}

std::vector<std::string> unit_names() {
  std::vector<std::string> names;
  for (const TimeUnit unit : units) {
    names.emplace_back(name_of(unit));
    names.push_back(names.back() + 's');
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 12;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) {
    const bool last = i + 1 == names.size();
    if (i > 0) text += last ? " or " : ", ";
    text += names[i];
  }
  return names.size() > most ? text + ", ..." : text;
}

bool is_language_word(std::string_view word) noexcept {
  return function_named(word) != nullptr || total_named(word) != nullptr ||
         call_named(word) != nullptr || family_named(word) || time_unit_named(word) ||
         is_reserved_word(word) || contains(other_words, word);
}

bool is_plain_name(std::string_view text) noexcept {
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.size == 0 || !is_name_character(character.code)) return false;
    at += character.size;
  }
  return true;
}

}  // namespace journeylab
