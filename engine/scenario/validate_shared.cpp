#include <cmath>
#include <map>

#include <fmt/format.h>

#include "scenario/validate.h"
#include "scenario/validate_contacts.h"
#include "scenario/validate_values.h"

namespace journeylab {
namespace {

using Links = std::vector<std::vector<std::uint32_t>>;  // the attributes that each attribute needs

void add(std::vector<Problem>& problems, const Place& place, std::string found,
         std::string expected) {
  problems.push_back(
      {.place = place, .found = std::move(found), .expected = std::move(expected), .nearest = {}});
}

void collect_links(const Expression& formula, std::vector<std::uint32_t>& needs) {
  if (formula.operation == Operation::attribute) needs.push_back(formula.index);
  for (const Expression& operand : formula.operands) collect_links(operand, needs);
}

Links attribute_links(const Scenario& scenario) {
  Links links(scenario.attributes.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    for (const Value& value : scenario.attributes[i].by_segment) {
      for_each_formula_of(value,
                          [&](const Expression& formula) { collect_links(formula, links[i]); });
    }
  }
  return links;
}

std::string describe_cycle(const std::vector<std::uint32_t>& path, std::uint32_t back_to,
                           const std::vector<std::string>& names) {
  std::string text;
  bool inside = false;
  for (const std::uint32_t attribute : path) {
    inside = inside || attribute == back_to;
    if (inside) text += names[attribute] + " needs ";
  }
  return text + names[back_to];
}

// Depth-first without recursion, so that a long chain of attributes costs no stack.
void find_cycles(const Scenario& scenario, const Links& links, std::vector<Problem>& problems) {
  enum class Mark : std::uint8_t { fresh, open, done };
  std::vector<Mark> marks(links.size(), Mark::fresh);
  std::vector<std::size_t> next(links.size(), 0);
  for (std::uint32_t root = 0; root < links.size(); ++root) {
    if (marks[root] != Mark::fresh) continue;
    std::vector<std::uint32_t> path{root};
    marks[root] = Mark::open;
    while (!path.empty()) {
      const std::uint32_t here = path.back();
      if (next[here] == links[here].size()) {
        marks[here] = Mark::done;
        path.pop_back();
        continue;
      }
      const std::uint32_t there = links[here][next[here]++];
      if (marks[there] == Mark::fresh) {
        marks[there] = Mark::open;
        path.push_back(there);
      } else if (marks[there] == Mark::open) {
        add(problems, scenario.attributes[there].place,
            "attributes need each other: " + describe_cycle(path, there, scenario.names.attributes),
            "a value that can be computed first");
      }
    }
  }
}

bool check_drawn(const Scenario& scenario, const Correlation& pair, std::uint32_t attribute,
                 std::vector<Problem>& problems) {
  const auto& values = scenario.attributes[attribute].by_segment;
  for (std::size_t segment = 0; segment < values.size(); ++segment) {
    const auto* formula = std::get_if<Expression>(&values[segment]);
    if (formula == nullptr) continue;
    const bool reported = formula->operation == Operation::number && std::isnan(formula->number);
    if (!reported) {
      add(problems, pair.place,
          fmt::format("the attribute '{}' is computed and not drawn in segment '{}'",
                      scenario.names.attributes[attribute], scenario.names.segments[segment]),
          "attributes with a distribution");
    }
    return false;
  }
  return true;
}

// The correlated attributes and the lower triangle of their matrix.
struct CorrelationMatrix {
  std::vector<std::uint32_t> attributes;
  std::vector<std::vector<double>> rows;
};

CorrelationMatrix matrix_of(const std::vector<Correlation>& pairs) {
  CorrelationMatrix matrix;
  std::map<std::uint32_t, std::size_t> position;
  for (const Correlation& pair : pairs) {
    for (const std::uint32_t attribute : {pair.first, pair.second}) {
      if (position.try_emplace(attribute, matrix.attributes.size()).second) {
        matrix.attributes.push_back(attribute);
      }
    }
  }
  for (std::size_t i = 0; i < matrix.attributes.size(); ++i) {
    matrix.rows.emplace_back(i + 1, 0.0);
    matrix.rows.back().back() = 1.0;
  }
  for (const Correlation& pair : pairs) {
    const auto [low, high] = std::minmax(position[pair.first], position[pair.second]);
    matrix.rows[high][low] = pair.rho;
  }
  return matrix;
}

// The first pivot of the Cholesky decomposition that is not positive, or nothing.
std::optional<std::size_t> first_bad_pivot(std::vector<std::vector<double>> rows) {
  constexpr double least_pivot = 1e-12;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = rows[i][j];
      for (std::size_t k = 0; k < j; ++k) rest -= rows[i][k] * rows[j][k];
      if (i == j && !(rest > least_pivot)) return i;
      rows[i][j] = i == j ? std::sqrt(rest) : rest / rows[j][j];
    }
  }
  return std::nullopt;
}

void check_matrix(const Scenario& scenario, std::vector<Problem>& problems) {
  const CorrelationMatrix matrix = matrix_of(scenario.correlations);
  const auto bad = first_bad_pivot(matrix.rows);
  if (!bad) return;
  const std::uint32_t attribute = matrix.attributes[*bad];
  std::string names = "'" + scenario.names.attributes[attribute] + "'";
  const Correlation* last = nullptr;
  for (const Correlation& pair : scenario.correlations) {
    if (pair.first != attribute && pair.second != attribute) continue;
    const std::uint32_t other = pair.first == attribute ? pair.second : pair.first;
    names += ", '" + scenario.names.attributes[other] + "'";
    last = &pair;
  }
  add(problems, last == nullptr ? scenario.correlations.front().place : last->place,
      "no customers can have these correlations together: the matrix of " + names +
          " is not positive definite",
      "correlations nearer to 0");
}

void check_correlation(const Scenario& scenario, std::vector<Problem>& problems) {
  bool drawn = true;
  for (const Correlation& pair : scenario.correlations) {
    drawn = check_drawn(scenario, pair, pair.first, problems) && drawn;
    drawn = check_drawn(scenario, pair, pair.second, problems) && drawn;
  }
  if (drawn && !scenario.correlations.empty()) check_matrix(scenario, problems);
}

}  // namespace

void validate_shared(const Scenario& scenario, std::vector<Problem>& problems) {
  for (const Attribute& attribute : scenario.attributes) {
    for (std::uint32_t segment = 0; segment < attribute.by_segment.size(); ++segment) {
      check_value(attribute.by_segment[segment], ValueUse::amount, {scenario, 0, segment},
                  problems);
    }
  }
  find_cycles(scenario, attribute_links(scenario), problems);
  check_correlation(scenario, problems);
  const ContactNames contacts(scenario);
  for (std::size_t variant = 0; variant < scenario.variants.size(); ++variant) {
    for_each_formula(scenario, variant, [&](const Expression& formula, FormulaOwner) {
      contacts.check(formula, problems);
    });
  }
}

}  // namespace journeylab
