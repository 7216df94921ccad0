// Flow collections that broke at a comma: `{revenue: lognormal(mu=3.5, sigma=0.6)}` is, to YAML, a
// value `lognormal(mu=3.5` and a key `sigma=0.6)` without a value. This recognises the form, puts
// the value together again and shows the line as it should be.
#pragma once

#include <string>
#include <vector>

#include "scenario/document.h"
#include "yaml/parse_text.h"

namespace journeylab {

/// One value that broke: from where to where it stands, and its whole text.
struct BrokenValue {
  std::string key;  ///< of a map; empty in a list
  std::string text;
  Place place;  ///< of its first piece
  Place last;   ///< of its last piece
  std::string last_text;
};

/// Joins the pieces of broken values among the members of a flow map and adds each to `broken`.
void join_broken_members(std::vector<Node::Member>& members, std::vector<BrokenValue>& broken);

/// The same among the items of a flow list.
void join_broken_items(std::vector<Node>& items, std::vector<BrokenValue>& broken);

/// One problem for each broken value, with its line quoted right.
[[nodiscard]] std::vector<Problem> problems_of(const std::vector<BrokenValue>& broken,
                                               const LineTable& lines);

}  // namespace journeylab
