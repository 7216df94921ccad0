#include "calc/calc.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "calc/method.h"

namespace journeylab {
namespace calc {
namespace {

std::vector<Method> all_methods() {
  std::vector<Method> all;
  for (const auto part : {proportion_methods, mean_methods, many_methods, sample_methods,
                          survival_methods, sequential_methods, bayes_methods, power_methods}) {
    for (Method& method : part()) all.push_back(std::move(method));
  }
  return all;
}

using Names = std::unordered_map<std::string, std::size_t>;

Names names_of_all() {
  Names names;
  for (std::size_t i = 0; i < methods().size(); ++i) {
    names.emplace(methods()[i].name, i);
    for (const std::string& name : words_of(methods()[i].short_names)) names.emplace(name, i);
  }
  return names;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_name(word, candidates);
  return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

std::string unknown_method(const std::string& name) {
  const std::string nearest = nearest_calc_method(name);
  return fmt::format("unknown method '{}'; expected one that calc --list names{}", name,
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

std::string text_member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (!found->is_string()) {
    throw RequestError(fmt::format("'{}': expected a name in quotes", key));
  }
  return found->get<std::string>();
}

const Method& wanted_method(const Json& object) {
  const std::string name = text_member(object, "method");
  if (name.empty()) throw RequestError("'method' is missing; expected a name from calc --list");
  const Method* method = method_named(name);
  if (method == nullptr) throw RequestError(unknown_method(name));
  return *method;
}

std::string wanted_type(const Json& object, const Method& method) {
  std::string name = text_member(object, "type");
  const std::vector<std::string> types = words_of(method.types);
  if (name.empty()) return types.front();
  if (std::find(types.begin(), types.end(), name) == types.end()) {
    throw RequestError(fmt::format("'type': {} has no type '{}'; expected one of {}{}", method.name,
                                   name, fmt::join(types, ", "), suggestion(name, types)));
  }
  return name;
}

bool listed(std::string_view list, std::string_view word) {
  const std::vector<std::string> words = words_of(list);
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_field(const Method& method, std::string_view key) {
  return std::any_of(method.fields.begin(), method.fields.end(), [&](const Field& field) {
    return field.name == key || (!field.synonyms.empty() && listed(field.synonyms, key));
  });
}

// A misspelt optional field would silently leave its default in force.
void refuse_unknown_fields(const Json& object, const Method& method) {
  for (const auto& member : object.items()) {
    const std::string& key = member.key();
    if (key == "method" || key == "type" || key == "id" || is_field(method, key)) continue;
    std::vector<std::string> names;
    for (const Field& field : method.fields) {
      names.emplace_back(field.name);
      for (std::string& other : words_of(field.synonyms)) names.push_back(std::move(other));
    }
    std::vector<std::string_view> main;
    for (const Field& field : method.fields) main.push_back(field.name);
    throw RequestError(fmt::format("{} has no field '{}'; expected type, id, {}{}", method.name,
                                   key, fmt::join(main, ", "), suggestion(key, names)));
  }
}

Json parsed(std::string_view text) {
  Json object;
  try {
    object = Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw RequestError(
        fmt::format("not JSON at column {}; expected one object on the line, like "
                    "{{\"method\": \"proportion_ci\", \"x\": 12, \"n\": 100}}",
                    error.byte));
  }
  if (!object.is_object()) {
    throw RequestError(
        "the line is JSON but no object; expected {\"method\": ..., field: value, ...}");
  }
  return object;
}

bool lacks_a_value(const Json& answer) {
  return std::any_of(answer.begin(), answer.end(), [](const Json& value) {
    return value.is_null() ||
           (value.is_array() && std::any_of(value.begin(), value.end(),
                                            [](const Json& item) { return item.is_null(); }));
  });
}

Json answer_to(const Json& object) {
  const Method& method = wanted_method(object);
  const std::string type = wanted_type(object, method);
  refuse_unknown_fields(object, method);
  Json answer = Json::object();
  const auto id = object.find("id");
  if (id != object.end()) answer["id"] = *id;
  answer["method"] = method.name;
  answer["type"] = type;
  const Json values = method.answer(Request(object, method.fields, type));
  for (const auto& member : values.items()) answer[member.key()] = member.value();
  if (lacks_a_value(values) && !values.contains("reason")) {
    answer["reason"] = "null stands where the statistic is not defined for these data";
  }
  return answer;
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string refusal(const std::string& message, std::size_t line, std::string_view request) {
  Json answer = Json::object();
  const Json object = Json::parse(request, nullptr, false);
  if (object.is_object() && object.contains("id")) answer["id"] = object["id"];
  answer["error"] = message;
  answer["line"] = line;
  return text_of(answer);
}

std::string field_line(const Field& field) {
  std::string line = fmt::format("  {}: {}", field.name, field.meaning);
  if (!field.synonyms.empty()) line += fmt::format("; also called {}", field.synonyms);
  if (!field.fallback.empty()) line += fmt::format(" (default {})", field.fallback);
  return line + '\n';
}

std::string request_text(const Method& method) {
  return fmt::format("{{\"method\": \"{}\", {}}}", method.name, method.example);
}

}  // namespace

const std::vector<Method>& methods() {
  static const std::vector<Method> all = all_methods();
  return all;
}

const Method* method_named(std::string_view name) {
  static const Names names = names_of_all();
  const auto found = names.find(std::string(name));
  return found == names.end() ? nullptr : &methods()[found->second];
}

}  // namespace calc

std::string calc_answer(std::string_view request, std::size_t line) {
  try {
    return calc::text_of(calc::answer_to(calc::parsed(request)));
  } catch (const std::bad_alloc&) {
    return calc::refusal("not enough memory for this request", line, {});
  } catch (const std::exception& error) {
    return calc::refusal(error.what(), line, request);
  }
}

std::string calc_list() {
  std::string text;
  for (const calc::Method& method : calc::methods()) {
    std::vector<std::string> fields;
    for (const calc::Field& field : method.fields) {
      fields.push_back(field.fallback.empty() ? std::string(field.name)
                                              : fmt::format("[{}]", field.name));
    }
    text += fmt::format("{}: {}\n  types: {}\n  fields: {}\n", method.name, method.purpose,
                        fmt::join(calc::words_of(method.types), ", "), fmt::join(fields, ", "));
  }
  return text;
}

std::optional<std::string> calc_help(std::string_view name) {
  const calc::Method* method = calc::method_named(name);
  if (method == nullptr) return {};
  std::string text = fmt::format("{}: {}\n", method->name, method->purpose);
  if (!method->short_names.empty()) {
    text += fmt::format("also called: {}\n", fmt::join(calc::words_of(method->short_names), ", "));
  }
  text += fmt::format("types, the default first: {}\nfields:\n",
                      fmt::join(calc::words_of(method->types), ", "));
  for (const calc::Field& field : method->fields) text += calc::field_line(field);
  text += fmt::format("answers with: {}\n", fmt::join(calc::words_of(method->outputs), ", "));
  const std::string request = calc::request_text(*method);
  return text + fmt::format("example:\n  {}\n  {}\n", request, calc_answer(request, 1));
}

std::string nearest_calc_method(std::string_view name) {
  std::vector<std::string> names;
  for (const calc::Method& method : calc::methods()) {
    names.emplace_back(method.name);
    for (std::string& other : calc::words_of(method.short_names)) names.push_back(std::move(other));
  }
  return nearest_name(name, names);
}

}  // namespace journeylab
