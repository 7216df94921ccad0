#include <cmath>

#include <fmt/format.h>

#include "yaml/read_population.h"

namespace journeylab {
namespace {

constexpr double share_tolerance = 1e-9;

struct Shares {
  double sum = 0.0;
  bool sound = true;                // every share could be read
  std::optional<std::size_t> rest;  // the segment that takes the rest
};

void read_share(const Node::Member& entry, std::size_t number, Segment& segment, Shares& shares,
                Problems& problems) {
  const std::size_t before = problems.size();
  const Node* share = entry.value.find("share");
  if (share == nullptr) {
    report(problems, entry.key_place, fmt::format("segment '{}' has no share", entry.key),
           "share: a number, a percentage or `rest`");
  } else if (share->kind == Node::Kind::scalar && share->text == "rest") {
    if (shares.rest) report(problems, share->place, "a second share is `rest`", "a number");
    shares.rest = number;
  } else if (share->kind != Node::Kind::null) {
    const auto value = read_number(*share, problems);
    segment.share = value.value_or(0.0);
    if (segment.share < 0.0 || segment.share > 1.0) {
      report(problems, share->place, fmt::format("the share {} is not in 0..1", share->text),
             "a number in 0..1 or a percentage in 0%..100%");
    }
    shares.sum += segment.share;
  }
  shares.sound = shares.sound && share != nullptr && share->kind != Node::Kind::null &&
                 problems.size() == before;
}

void settle_shares(const Place& place, const Shares& shares, Scenario& scenario,
                   Problems& problems) {
  if (!shares.sound) return;
  if (shares.rest && shares.sum <= 1.0 + share_tolerance) {
    scenario.segments[*shares.rest].share = std::max(0.0, 1.0 - shares.sum);
  } else if (shares.rest || std::abs(shares.sum - 1.0) > share_tolerance) {
    report(problems, place, fmt::format("the shares add up to {:.12g}%", 100.0 * shares.sum),
           shares.rest ? "at most 100%, because one share is `rest`" : "100%");
  }
}

void read_segment_parameters(const Node::Member& entry, const Node& document, const NameList& names,
                             const FormulaScope& scope, std::vector<Expression>& row,
                             std::vector<bool>& given, Problems& problems) {
  for (const Node::Member& parameter : entry.value.members) {
    const auto number = names.find(parameter.key);
    if (!number || !is_parameter_key(document, parameter.key)) continue;
    given[*number] = true;
    if (parameter.value.kind == Node::Kind::null) {
      report(problems, parameter.key_place, fmt::format("'{}' has no value", parameter.key),
             "a number");
      continue;
    }
    row[*number] = read_formula(parameter.value, scope, problems);
  }
}

}  // namespace

void read_segments(const Node& control, Scenario& scenario, Problems& problems) {
  const Node* segments = field(control, "segments");
  if (segments == nullptr) {
    scenario.segments.push_back({.description = {}, .share = 1.0, .place = control.place});
    return;
  }
  if (!expect_map(*segments, "a map of segments", problems)) return;
  Shares shares;
  for (const Node::Member& entry : segments->members) {
    Segment segment;
    segment.place = entry.key_place;
    if (expect_map(entry.value, "a map with `share` and parameters", problems)) {
      const std::size_t before = problems.size();
      segment.description = read_text(entry.value, "description", problems);
      for (const std::string_view key : keys::segment) {
        const Node::Member* known = member(entry.value, key);
        if (known != nullptr && known->value.kind == Node::Kind::null) {
          report(problems, known->key_place, fmt::format("'{}' has no value", key));
        }
      }
      shares.sound = shares.sound && problems.size() == before;
      read_share(entry, scenario.segments.size(), segment, shares, problems);
    } else {
      shares.sound = false;
    }
    scenario.segments.push_back(std::move(segment));
  }
  if (segments->members.empty()) {
    report(problems, segments->place, "there is no segment", "at least one segment");
    return;
  }
  settle_shares(segments->place, shares, scenario, problems);
}

GivenParameters read_parameters(const Node& document, const Scenario& scenario,
                                const Scopes& scopes, Variant& variant, Problems& problems) {
  const std::size_t n_segments = scenario.names.segments.size();
  const std::size_t n_parameters = scenario.names.parameters.size();
  const NameList segment_names(scenario.names.segments);
  const NameList parameter_names(scenario.names.parameters);
  variant.parameters.assign(n_segments, std::vector<Expression>(n_parameters, constant(0.0)));
  GivenParameters given(n_segments, std::vector<bool>(n_parameters, false));
  const Node* segments = field(document, "segments");
  if (segments == nullptr) return given;
  for (const Node::Member& entry : segments->members) {
    const auto number = segment_names.find(entry.key);
    if (!number) continue;
    if (entry.value.kind != Node::Kind::map) given[*number].assign(n_parameters, true);
    read_segment_parameters(entry, document, parameter_names, scopes.parameter,
                            variant.parameters[*number], given[*number], problems);
  }
  return given;
}

}  // namespace journeylab
