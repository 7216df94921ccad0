#include "calc/parse_request.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.h"

namespace journeylab::calc {
namespace {

// Requests are objects of numbers, words and lists; an id may be a little more.
constexpr int deepest = 8;

constexpr std::string_view shape =
    "one object on the line, like {\"method\": \"proportion_ci\", \"x\": 12, \"n\": 100}";

// What JSON does not know and others write, with what to write instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> foreign{
    {{"NaN", "null or \"nan\""},
     {"nan", "null or \"nan\""},
     {"Infinity", "\"inf\""},
     {"inf", "\"inf\""},
     {"-Infinity", "\"-inf\""},
     {"-inf", "\"-inf\""},
     {"'", "names in \"double quotes\""},
     {"None", "null"},
     {"True", "true"},
     {"False", "false"}}};

bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Where the word begins that the parser gave up in; `byte` counts what it had read.
std::size_t fault_place(std::string_view text, std::size_t byte) {
  std::size_t at = std::min(byte == 0 ? 0 : byte - 1, text.size());
  while (at > 0 && (is_letter(text[at - 1]) || text[at - 1] == '-')) --at;
  return at;
}

// The word or sign at the beginning of a text.
std::string shown_piece(std::string_view text) {
  if (text.empty()) return "the end of the line";
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x20 || first > 0x7E) return fmt::format("the byte 0x{:02X}", first);
  std::size_t end = 1;
  while (end < text.size() && end < 20 && (is_letter(text[0]) || text[0] == '-') &&
         is_letter(text[end])) {
    ++end;
  }
  return fmt::format("'{}'", text.substr(0, end));
}

std::string syntax_fault(std::string_view text, const Json::parse_error& error) {
  if (std::string_view(error.what()).find("UTF-8") != std::string_view::npos) {
    return fmt::format("not JSON at column {}: bytes that are not UTF-8; expected text in UTF-8",
                       error.byte);
  }
  const std::size_t at = fault_place(text, error.byte);
  const std::string_view rest = text.substr(at);
  const std::string found = shown_piece(rest);
  for (const auto& [word, instead] : foreign) {
    if (rest.starts_with(word)) {
      return fmt::format("not JSON at column {}: {}; expected {}", at + 1, found, instead);
    }
  }
  return fmt::format("not JSON at column {}: {}; expected {}", at + 1, found, shape);
}

// Watches the parser: nothing too deep, no key of the request twice.
class Watch {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& value) {
    if (depth > deepest) {
      throw RequestError(fmt::format("nested more than {} deep; expected {}", deepest, shape));
    }
    if (event == Json::parse_event_t::key && depth == 1) {
      const auto& key = value.get_ref<const std::string&>();
      if (std::find(keys_.begin(), keys_.end(), key) != keys_.end()) {
        throw RequestError(
            fmt::format("'{}' is given twice; expected every field once", shortened(key)));
      }
      if (keys_.size() == most_keys) {
        throw RequestError(fmt::format("more than {} fields; expected {}", most_keys, shape));
      }
      keys_.push_back(key);
    }
    return true;
  }

 private:
  static constexpr std::size_t most_keys = 100;
  std::vector<std::string> keys_;
};

}  // namespace

Json parse_request(std::string_view text) {
  Json object;
  Watch watch;
  try {
    object = Json::parse(text, std::ref(watch));
  } catch (const Json::parse_error& error) {
    throw RequestError(syntax_fault(text, error));
  } catch (const Json::out_of_range&) {
    throw RequestError(
        "a number beyond what a double holds, 1.8e308; expected \"inf\" where infinity is meant");
  }
  if (!object.is_object()) {
    throw RequestError(fmt::format("the line is JSON but no object; expected {}", shape));
  }
  return object;
}

}  // namespace journeylab::calc
