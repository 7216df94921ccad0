#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "random/distribution.h"
#include "yaml/empirical_arguments.h"
#include "yaml/empirical_csv.h"
#include "yaml/formula_parser.h"
#include "yaml/parse_text.h"

namespace journeylab {
namespace {

constexpr std::array<Form, 3> forms{Form::canonical, Form::median_sigma, Form::mean_sd};

bool is_parameter(Family family, std::string_view name) {
  return std::any_of(forms.begin(), forms.end(), [&](Form form) {
    const auto names = parameter_names(family, form);
    return std::find(names.begin(), names.end(), name) != names.end();
  });
}

/// Whether `low` and `high` cut the family off; for some they are its parameters.
bool is_truncation(Family family, std::string_view name) {
  return (name == "low" || name == "high") && !is_parameter(family, name);
}

std::string in_parentheses(Family family, Form form) {
  return fmt::format("({})", fmt::join(parameter_names(family, form), ", "));
}

/// "lognormal(mu, sigma), (median, sigma) or (mean, sd), with low and high to cut it off".
std::string what_it_takes(Family family) {
  std::vector<std::string> shapes;
  for (const Form form : forms) {
    if (!parameter_names(family, form).empty()) shapes.push_back(in_parentheses(family, form));
  }
  const std::string cut = is_parameter(family, "low") ? "" : ", with low and high to cut it off";
  return fmt::format("{}{}{}", name_of(family), listed(shapes), cut);
}

/// "exponential(mean=...)".
std::string example_of(Family family) {
  std::string text;
  for (const std::string_view name : parameter_names(family, Form::canonical)) {
    text += fmt::format("{}{}=...", text.empty() ? "" : ", ", name);
  }
  return fmt::format("{}({})", name_of(family), text);
}

std::vector<std::string> all_parameters(Family family) {
  std::vector<std::string> names;
  for (const Form form : forms) {
    for (const std::string_view name : parameter_names(family, form)) names.emplace_back(name);
  }
  names.emplace_back("low");
  names.emplace_back("high");
  return names;
}

bool has_names(Family family, Form form, const std::vector<std::string>& given) {
  const auto names = parameter_names(family, form);
  return !names.empty() && names.size() == given.size() &&
         std::all_of(given.begin(), given.end(), [&](const std::string& name) {
           return std::find(names.begin(), names.end(), name) != names.end();
         });
}

std::optional<Form> form_with(Family family, const std::vector<std::string>& given) {
  for (const Form form : forms) {
    if (has_names(family, form, given)) return form;
  }
  return std::nullopt;
}

/// The numbers of a distribution whose formulas are all literal numbers.
std::optional<DistributionSpec> constants_of(const Distribution& distribution) {
  DistributionSpec spec;
  spec.family = distribution.family;
  spec.form = distribution.form;
  spec.sample = distribution.sample;
  for (std::size_t i = 0; i < distribution.parameters.size(); ++i) {
    const double* number = literal(distribution.parameters[i]);
    if (number == nullptr) return std::nullopt;
    spec.parameters.at(i) = *number;
  }
  const auto read = [](const std::optional<Expression>& bound, double& number) {
    if (!bound) return true;
    const double* read_number = literal(*bound);
    if (read_number != nullptr) number = *read_number;
    return read_number != nullptr;
  };
  if (!read(distribution.low, spec.low) || !read(distribution.high, spec.high)) return std::nullopt;
  return spec;
}

}  // namespace

bool FormulaParser::at_distribution() const {
  const Token& word = peek();
  return word.kind == TokenKind::name && peek(1).is("(") && family_named(word.text).has_value();
}

std::vector<FormulaParser::Parameter> FormulaParser::parameters(Family family) {
  std::vector<Parameter> given;
  const bool empty = peek().is(")");
  while (!empty) {
    const Token& word = peek();
    if (word.kind == TokenKind::bad) throw fault_at(word, {});
    if (word.kind != TokenKind::name || !peek(1).is("=")) {
      throw FormulaFault{word.offset,
                         fmt::format("a parameter of {} without its name", name_of(family)),
                         example_of(family),
                         {}};
    }
    if (!is_parameter(family, word.text) && !is_truncation(family, word.text)) {
      throw FormulaFault{
          word.offset,
          fmt::format("unknown parameter '{}' of {}", shortened(word.text), name_of(family)),
          what_it_takes(family), nearest_name(word.text, all_parameters(family))};
    }
    const bool again = std::any_of(given.begin(), given.end(), [&](const Parameter& parameter) {
      return parameter.name == word.text;
    });
    if (again) {
      throw FormulaFault{
          word.offset, fmt::format("'{}' stands here again", word.text), "each parameter once", {}};
    }
    at_ += 2;
    given.push_back({word.text, word.offset, parse(0)});
    if (!peek().is(",")) break;
    ++at_;
  }
  take_sign(")", fmt::format("an operator, ',' or ')' for the '(' of {}", name_of(family)));
  return given;
}

Distribution FormulaParser::distribution() {
  const Token& word = take();
  const Family family = *family_named(word.text);
  if (family == Family::empirical) return empirical(word);
  ++at_;
  in_distribution_ = true;
  std::vector<Parameter> given = parameters(family);
  in_distribution_ = false;

  Distribution drawn;
  drawn.family = family;
  drawn.form = form_of(family, word, given);
  for (const std::string_view name : parameter_names(family, drawn.form)) {
    const auto parameter = std::find_if(given.begin(), given.end(),
                                        [&](const Parameter& one) { return one.name == name; });
    drawn.parameters.push_back(std::move(parameter->value));
  }
  for (Parameter& parameter : given) {
    if (!is_truncation(family, parameter.name)) continue;
    (parameter.name == "low" ? drawn.low : drawn.high) = std::move(parameter.value);
  }
  check_constants(drawn, word);
  return drawn;
}

Form FormulaParser::form_of(Family family, const Token& word, const std::vector<Parameter>& given) {
  std::vector<std::string> names;
  for (const Parameter& parameter : given) {
    if (!is_truncation(family, parameter.name)) names.push_back(parameter.name);
  }
  if (const std::optional<Form> form = form_with(family, names)) return *form;
  throw FormulaFault{word.offset,
                     names.empty() ? fmt::format("{} without parameters", word.text)
                                   : fmt::format("{} with ({})", word.text, fmt::join(names, ", ")),
                     what_it_takes(family),
                     {}};
}

void FormulaParser::check_constants(const Distribution& drawn, const Token& word) {
  const std::optional<DistributionSpec> spec = constants_of(drawn);
  if (!spec) return;
  if (const std::string problem = problem_of(*spec); !problem.empty()) {
    throw FormulaFault{word.offset, fmt::format("{}: {}", word.text, problem), {}, {}};
  }
}

// File names are no formulas: the text between the parentheses is read as it stands.
Distribution FormulaParser::empirical(const Token& word) {
  const EmpiricalArguments arguments = empirical_arguments(node_.text, peek().offset + 1);
  at_ = tokens_.size() - 1;
  const std::filesystem::path folder = std::filesystem::path(node_.place.file).parent_path();
  const std::string path = (folder / arguments.file).string();
  Distribution drawn;
  drawn.family = Family::empirical;
  try {
    drawn.sample = std::make_shared<const std::vector<double>>(
        read_column(path, arguments.column, node_.place.path));
  } catch (const FileError& error) {
    throw FormulaFault{arguments.file_offset,
                       error.what(),
                       "a CSV file, named relative to the scenario's folder",
                       {}};
  }
  check_constants(drawn, word);
  return drawn;
}

}  // namespace journeylab
