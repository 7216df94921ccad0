#include "store/results.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <locale>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/problem.h"
#include "base/unreadable.h"
#include "store/json_value.h"

namespace journeylab {
namespace {

constexpr std::string_view expected_file =
    "the answer that simulate, compare, analyze, size or experiment writes with --format json";

[[noreturn]] void refuse(const std::string& file, const std::string& path, const std::string& found,
                         std::string_view expected) {
  Problem problem;
  problem.place.file = file;
  problem.place.path = path;
  problem.found = found;
  problem.expected = expected;
  throw InputError(problem);
}

// The place of a byte of a text, as editors count.
Place place_of(std::string_view text, std::size_t byte, const std::string& file) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n');
  const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return {.file = file,
          .line = static_cast<int>(line) + 1,
          .column = static_cast<int>(before.size() - begin) + 1,
          .path = ""};
}

Json parse_json(std::string_view text, const std::string& file) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    Problem problem;
    problem.place = place_of(text, error.byte == 0 ? 0 : error.byte - 1, file);
    problem.found = text.empty() ? "an empty file" : "this is not JSON";
    problem.expected = expected_file;
    throw InputError(problem);
  } catch (const Json::out_of_range&) {
    refuse(file, "", "a number that no double holds", expected_file);
  }
}

// "1.20.3" as {1, 20, 3}; what is no number counts as 0.
std::array<int, 3> numbers_of(std::string_view version) {
  std::array<int, 3> numbers{};
  std::istringstream stream{std::string(version)};
  stream.imbue(std::locale::classic());
  for (int& number : numbers) {
    if (!(stream >> number)) number = 0;
    stream.ignore(1, '.');
  }
  return numbers;
}

void check_version(const Json& json, const std::string& file, std::string_view version) {
  const auto found = json.find("journeylab");
  if (found == json.end() || !found->is_string()) {
    refuse(file, "journeylab", "no version of journeylab stands here", expected_file);
  }
  const auto written = found->get<std::string>();
  if (numbers_of(written) > numbers_of(version)) {
    refuse(file, "journeylab",
           fmt::format("written by journeylab {}, which is newer than this one", written),
           fmt::format("{} or older", version));
  }
}

// The keys that an answer of the verb must have, with the kind of their values.
struct Key {
  const char* name;
  Json::value_t kind;
};

std::vector<Key> keys_of(const std::string& command) {
  constexpr auto object = Json::value_t::object;
  constexpr auto array = Json::value_t::array;
  if (command == "analyze") return {{"sample_ratio", object}, {"comparisons", array}};
  if (command == "size") return {{"size", object}, {"tables", object}};
  if (command == "experiment") return {{"arms", object}, {"plans", object}};
  return {{"scenario", object}, {"metrics", object}, {"variants", object}, {"comparisons", array}};
}

std::string command_of(const Json& json, const std::string& file) {
  static const std::vector<std::string> known{"simulate", "compare", "analyze", "size",
                                              "experiment"};
  const auto found = json.find("command");
  std::string command = found != json.end() && found->is_string() ? found->get<std::string>() : "";
  if (std::find(known.begin(), known.end(), command) != known.end()) return command;
  refuse(file, "command",
         command.empty() ? "no verb stands here" : fmt::format("found '{}'", command),
         fmt::format("one of {}", fmt::join(known, ", ")));
}

std::string title_of(const Json& json) {
  const auto text = [](const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const auto scenario = json.find("scenario");
  if (scenario == json.end() || !scenario->is_object()) return text(json, "file");
  const std::string name = text(*scenario, "name");
  return name.empty() ? text(*scenario, "file") : name;
}

bool is_complete(const Json& json) {
  const auto found = json.find("complete");
  return found == json.end() || !found->is_boolean() || found->get<bool>();
}

}  // namespace

Results parse_results(std::string_view text, const std::string& file, std::string_view version) {
  const Json json = parse_json(text, file);
  if (!json.is_object()) {
    refuse(file, "", fmt::format("found JSON that is no object: {}", json.type_name()),
           expected_file);
  }
  check_version(json, file, version);
  Results results;
  results.command = command_of(json, file);
  for (const Key& key : keys_of(results.command)) {
    const auto found = json.find(key.name);
    if (found == json.end()) refuse(file, key.name, "the key is missing", expected_file);
    if (found->type() != key.kind) {
      refuse(file, key.name, fmt::format("found a value of type {}", found->type_name()),
             Json(key.kind).type_name());
    }
  }
  results.title = title_of(json);
  results.complete = is_complete(json);
  results.json = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return results;
}

Results read_results(const std::string& path, std::string_view version) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) {
    throw FileError(fmt::format("{}: is a directory; expected {}", path, expected_file));
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw unreadable(path, {errno, std::generic_category()});
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) throw FileError(fmt::format("{}: cannot be read to its end", path));
  return parse_results(text, path, version);
}

}  // namespace journeylab
