#include "calc/calc.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "calc/method.h"
#include "calc/parse_request.h"

namespace journeylab {
namespace calc {
namespace {

std::vector<Method> all_methods() {
  std::vector<Method> all;
  for (const auto part : {proportion_methods, mean_methods, paired_methods, many_methods,
                          sample_methods, cuped_methods, bootstrap_methods, survival_methods,
                          retention_methods, sequential_methods, bayes_methods, power_methods}) {
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

// What a program may add to know its request again; it comes back in the answer.
bool is_id(std::string_view key) {
  return key == "id" || key.ends_with("_id");
}

bool is_addressing(std::string_view key) {
  return key == "method" || key == "type" || is_id(key);
}

const Field* field_called(const Method& method, std::string_view key) {
  const auto found = std::find_if(
      method.fields.begin(), method.fields.end(),
      [&](const Field& field) { return field.name == key || lists(field.synonyms, key); });
  return found == method.fields.end() ? nullptr : &*found;
}

// Whether a method could be meant by these fields: it knows them all and misses none.
bool fits(const Method& method, const Json& object) {
  for (const auto& member : object.items()) {
    if (!is_addressing(member.key()) && field_called(method, member.key()) == nullptr) return false;
  }
  return std::all_of(method.fields.begin(), method.fields.end(), [&](const Field& field) {
    return !field.fallback.empty() || find_member(object, field) != nullptr;
  });
}

// What a request asks for.
struct Wanted {
  const Method* method = nullptr;
  std::string type;
};

// The method that has a type of that name; of several the first that fits the fields.
const Method* method_of_type(const std::string& type, const Json& object) {
  const Method* first = nullptr;
  for (const Method& method : methods()) {
    if (!lists(method.types, type)) continue;
    if (fits(method, object)) return &method;
    if (first == nullptr) first = &method;
  }
  return first;
}

Wanted wanted(const Json& object) {
  const std::string name = text_member(object, "method");
  if (name.empty()) throw RequestError("'method' is missing; expected a name from calc --list");
  std::string type = text_member(object, "type");
  if (const Method* method = method_named(name)) {
    if (type.empty()) return {method, words_of(method->types).front()};
    if (lists(method->types, type)) return {method, std::move(type)};
    const std::vector<std::string> types = words_of(method->types);
    throw RequestError(fmt::format("'type': {} has no type '{}'; expected one of {}{}",
                                   method->name, shortened(type), fmt::join(types, ", "),
                                   suggestion(type, types)));
  }
  const Method* method = method_of_type(name, object);
  if (method == nullptr) throw RequestError(unknown_method(shortened(name)));
  if (!type.empty() && type != name) {
    throw RequestError(fmt::format("'type': '{}' is a type of {} itself; expected no other type",
                                   name, method->name));
  }
  return {method, name};
}

[[noreturn]] void refuse_unknown_field(const Method& method, const std::string& key) {
  std::vector<std::string> names;
  std::vector<std::string_view> main;
  for (const Field& field : method.fields) {
    main.push_back(field.name);
    names.emplace_back(field.name);
    for (std::string& other : words_of(field.synonyms)) names.push_back(std::move(other));
  }
  const std::string found = shortened(key);
  throw RequestError(fmt::format("{} has no field '{}'; expected type, id, {}{}", method.name,
                                 found, fmt::join(main, ", "), suggestion(found, names)));
}

// A misspelt optional field would silently leave its default in force, and of two names of one
// field one would be ignored.
void check_fields(const Json& object, const Method& method) {
  std::vector<std::pair<const Field*, std::string_view>> seen;
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (is_addressing(member.key())) continue;
    const Field* field = field_called(method, member.key());
    if (field == nullptr) refuse_unknown_field(method, member.key());
    for (const auto& [other, key] : seen) {
      if (other == field) {
        throw RequestError(fmt::format("'{}' and '{}' are the same field; expected one of them",
                                       key, member.key()));
      }
    }
    seen.emplace_back(field, member.key());
  }
}

bool lacks_a_value(const Json& answer) {
  return std::any_of(answer.begin(), answer.end(), [](const Json& value) {
    return value.is_null() ||
           (value.is_array() && std::any_of(value.begin(), value.end(),
                                            [](const Json& item) { return item.is_null(); }));
  });
}

void copy_id(const Json& object, Json& answer) {
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (is_id(member.key())) answer[member.key()] = member.value();
  }
}

Json answer_to(const Json& object) {
  const Wanted asked = wanted(object);
  check_fields(object, *asked.method);
  Json answer = Json::object();
  copy_id(object, answer);
  answer["method"] = asked.method->name;
  answer["type"] = asked.type;
  Json values = asked.method->answer(Request(object, asked.method->fields, asked.type));
  for (auto member = values.begin(); member != values.end(); ++member) {
    answer[member.key()] = std::move(member.value());
  }
  if (!answer.contains("reason") && lacks_a_value(answer)) {
    answer["reason"] = "null stands where the statistic is not defined for these data";
  }
  return answer;
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string refusal(const std::string& message, std::size_t line, const Json& object) {
  Json answer = Json::object();
  if (object.is_object()) copy_id(object, answer);
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
  calc::Json object;
  try {
    object = calc::parse_request(request);
    return calc::text_of(calc::answer_to(object));
  } catch (const calc::RequestError& error) {
    return calc::refusal(error.what(), line, object);
  } catch (const std::invalid_argument& error) {
    return calc::refusal(error.what(), line, object);
  } catch (const std::bad_alloc&) {
    return calc::refusal("not enough memory for this request", line, nullptr);
  } catch (const std::exception&) {
    // The mathematics below gave up: an overflow, or an iteration that does not end well.
    return calc::refusal(
        "cannot be computed for these numbers: they leave the range of double precision", line,
        object);
  }
}

std::string calc_refusal(std::string_view message, std::size_t line) {
  return calc::refusal(std::string(message), line, nullptr);
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
  for (const calc::Method& method : calc::methods()) {
    for (std::string& type : calc::words_of(method.types)) names.push_back(std::move(type));
  }
  return nearest_name(name, names);
}

}  // namespace journeylab
