#include <set>

#include <fmt/format.h>

#include "scenario/walk.h"
#include "yaml/read_population.h"

namespace journeylab {
namespace {

void for_each_parameter(const Expression& formula, const auto& act) {
  if (formula.operation == Operation::parameter) act(formula.index);
  for (const Expression& operand : formula.operands) for_each_parameter(operand, act);
}

// Where the segment stands in this variant, or in control.
Place place_of_segment(const Node& document, const std::string& name, const Place& otherwise) {
  const Node* segments = field(document, "segments");
  const Node::Member* entry = segments == nullptr ? nullptr : member(*segments, name);
  return entry == nullptr ? otherwise : entry->key_place;
}

class ParameterUse {
 public:
  ParameterUse(const Scenario& scenario, Problems& problems)
      : scenario_(&scenario),
        problems_(&problems),
        used_(scenario.names.parameters.size(), false) {}

  void check_variant(const VariantText& text, std::size_t variant, const GivenParameters& given) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> told;
    for_each_formula(*scenario_, variant, [&](const Expression& formula, FormulaOwner owner) {
      for_each_parameter(formula, [&](std::uint32_t parameter) {
        used_[parameter] = true;
        for (std::uint32_t segment = 0; segment < given.size(); ++segment) {
          if (owner.segment && *owner.segment != segment) continue;
          if (given[segment][parameter] || !told.insert({segment, parameter}).second) continue;
          report_missing(text, segment, parameter, formula);
        }
      });
    });
  }

  [[nodiscard]] bool is_used(std::uint32_t parameter) const { return used_[parameter]; }

 private:
  void report_missing(const VariantText& text, std::uint32_t segment, std::uint32_t parameter,
                      const Expression& user) {
    const std::string& name = scenario_->names.segments[segment];
    report(*problems_, place_of_segment(text.document, name, scenario_->segments[segment].place),
           fmt::format("segment '{}' has no parameter '{}'", name,
                       scenario_->names.parameters[parameter]),
           fmt::format("a value for it, because {} uses it", user.place.path));
  }

  const Scenario* scenario_;
  Problems* problems_;
  std::vector<bool> used_;
};

void warn_unused(const std::vector<VariantText>& texts, const Scenario& scenario,
                 const ParameterUse& use, Problems& problems) {
  const NameList parameters(scenario.names.parameters);
  std::set<std::uint32_t> told;
  for (const VariantText& text : texts) {
    const Node* segments = field(text.document, "segments");
    if (segments == nullptr) continue;
    for (const Node::Member& segment : segments->members) {
      for (const Node::Member& entry : segment.value.members) {
        const auto number = parameters.find(entry.key);
        if (!number || use.is_used(*number) || !told.insert(*number).second) continue;
        problems.push_back(
            {.severity = Severity::warning,
             .place = entry.key_place,
             .found = fmt::format("nothing uses the segment parameter '{}'", entry.key),
             .expected = {},
             .nearest = {}});
      }
    }
  }
}

}  // namespace

void check_parameter_use(const std::vector<VariantText>& texts, const Scenario& scenario,
                         const std::vector<GivenParameters>& given, Problems& problems) {
  VariantProblems by_variant;
  std::vector<Problem> found;
  ParameterUse use(scenario, found);
  for (std::size_t variant = 0; variant < texts.size(); ++variant) {
    found.clear();
    use.check_variant(texts[variant], variant, given[variant]);
    by_variant.add(texts[variant], variant == 0, found);
  }
  problems.insert(problems.end(), by_variant.all().begin(), by_variant.all().end());
  warn_unused(texts, scenario, use, problems);
}

void check_attributes_stay(const std::vector<VariantText>& texts, const Scenario& scenario,
                           Problems& problems) {
  std::set<std::string> used;
  for_each_attribute_formula(scenario, [&](const Expression& formula, FormulaOwner) {
    for_each_parameter(formula, [&](std::uint32_t parameter) {
      used.insert(scenario.names.parameters[parameter]);
    });
  });
  for (const VariantText& text : texts) {
    const Node* segments = text.patch == nullptr ? nullptr : field(*text.patch, "segments");
    if (segments == nullptr) continue;
    for (const Node::Member& segment : segments->members) {
      for (const Node::Member& entry : segment.value.members) {
        if (!used.contains(entry.key)) continue;
        report(
            problems, entry.key_place,
            fmt::format("a variant cannot change '{}', because an attribute is computed from it: "
                        "customers are the same in every variant",
                        entry.key));
      }
    }
  }
}

}  // namespace journeylab
