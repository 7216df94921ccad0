#include "store/json_value.h"

namespace journeylab {
namespace {

Json json_of_scalar(const Node& node) {
  if (!node.quoted) {
    Json parsed = Json::parse(node.text, nullptr, false);
    if (parsed.is_number() && std::isfinite(parsed.get<double>())) return parsed;
  }
  return node.text;
}

std::string plain(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool all_plain(const Json& list) {
  for (const Json& item : list) {
    if (item.is_structured() && !item.empty()) return false;
  }
  return true;
}

void print_to(std::string& out, const Json& json, std::size_t level);

void print_list(std::string& out, const Json& list, std::size_t level) {
  const bool one_line = all_plain(list);
  const std::string line = '\n' + std::string(2 * (level + 1), ' ');
  out += '[';
  bool first = true;
  for (const Json& item : list) {
    if (!first) out += one_line ? ", " : ",";
    if (!one_line) out += line;
    print_to(out, item, level + 1);
    first = false;
  }
  if (!one_line) out += '\n' + std::string(2 * level, ' ');
  out += ']';
}

void print_object(std::string& out, const Json& object, std::size_t level) {
  const std::string line = '\n' + std::string(2 * (level + 1), ' ');
  out += '{';
  bool first = true;
  for (const auto& member : object.items()) {
    if (!first) out += ',';
    out += line + plain(member.key()) + ": ";
    print_to(out, member.value(), level + 1);
    first = false;
  }
  out += '\n' + std::string(2 * level, ' ') + '}';
}

void print_to(std::string& out, const Json& json, std::size_t level) {
  if (json.is_object() && !json.empty()) {
    print_object(out, json, level);
  } else if (json.is_array() && !json.empty()) {
    print_list(out, json, level);
  } else {
    out += plain(json);
  }
}

}  // namespace

Json json_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::scalar:
      return json_of_scalar(node);
    case Node::Kind::list: {
      Json list = Json::array();
      for (const Node& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case Node::Kind::map: {
      Json object = Json::object();
      for (const Node::Member& member : node.members) object[member.key] = json_of(member.value);
      return object;
    }
  }
  return nullptr;
}

std::string print(const Json& json) {
  std::string out;
  print_to(out, json, 0);
  out += '\n';
  return out;
}

}  // namespace journeylab
