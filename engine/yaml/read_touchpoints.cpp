#include "yaml/read_journey.h"

namespace journeylab {
namespace {

bool read_outbound(const Node& map, Problems& problems) {
  const Node* direction = field(map, "direction");
  if (direction == nullptr) return true;
  if (direction->kind == Node::Kind::scalar && direction->text == "outbound") return true;
  if (direction->kind == Node::Kind::scalar && direction->text == "inbound") return false;
  report(problems, direction->place, "found " + describe_node(*direction), "inbound or outbound");
  return true;
}

Touchpoint read_touchpoint(const Node::Member& entry, const NameList& channels,
                           const Scopes& scopes, Problems& problems) {
  Touchpoint touchpoint;
  touchpoint.present = true;
  touchpoint.place = entry.key_place;
  if (!expect_map(entry.value, "a map that describes the touchpoint", problems)) return touchpoint;
  check_keys(entry.value, keys::touchpoint, problems);
  if (const Node* channel = field(entry.value, "channel")) {
    const auto word = read_word(*channel, "the name of a channel", problems);
    touchpoint.channel_name = word.value_or("");
    if (word) touchpoint.channel = channels.find(*word);
  }
  touchpoint.outbound = read_outbound(entry.value, problems);
  touchpoint.cost = read_optional_value(entry.value, "cost", scopes.touchpoint, problems);
  touchpoint.owner = read_text(entry.value, "owner", problems);
  touchpoint.purpose = read_text(entry.value, "purpose", problems);
  (void)read_text(entry.value, "description", problems);
  return touchpoint;
}

}  // namespace

void read_touchpoints(const Node& document, const Names& names, const Scopes& scopes,
                      Variant& variant, Problems& problems) {
  variant.touchpoints.assign(names.touchpoints.size(), Touchpoint{});
  const Node* touchpoints = field(document, "touchpoints");
  if (touchpoints == nullptr || !expect_map(*touchpoints, "a map of touchpoints", problems)) return;
  const NameList numbers(names.touchpoints);
  const NameList channels(names.channels);
  for (const Node::Member& entry : touchpoints->members) {
    if (entry.key.empty()) report(problems, entry.key_place, "a touchpoint without a name");
    const auto number = numbers.find(entry.key);
    if (number) {
      variant.touchpoints[*number] = read_touchpoint(entry, channels, scopes, problems);
    }
  }
}

}  // namespace journeylab
