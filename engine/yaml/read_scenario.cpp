#include "yaml/read_scenario.h"

#include <algorithm>

#include "scenario/validate.h"
#include "scenario/validate_use.h"
#include "yaml/parse_document.h"
#include "yaml/read_file.h"
#include "yaml/read_journey.h"
#include "yaml/read_metrics.h"
#include "yaml/read_population.h"
#include "yaml/read_test_plan.h"
#include "yaml/read_top.h"

namespace journeylab {
namespace {

// One variant with the problems that its whole document shows.
GivenParameters read_variant(const VariantText& text, Scenario& scenario, Problems& problems) {
  const Scopes scopes = scopes_of(scenario.names, {&text.document}, scenario.ticks_per_unit());
  const JourneyNames names = journey_names(scenario.names, text.document);
  const JourneyReading reading{names, scopes, problems};
  Variant variant;
  variant.name = text.name;
  variant.description = text.description;
  variant.place = text.place;
  GivenParameters given = read_parameters(text.document, scenario, scopes, variant, problems);
  read_touchpoints(text.document, scenario.names, scopes, variant, problems);
  read_state(text.document, scenario.names, scopes, variant, problems);
  read_journey(text.document, reading, variant);
  read_start(text.document, reading, variant);
  scenario.variants.push_back(std::move(variant));
  return given;
}

// What all variants share: everything but the treatments and the metrics.
void read_shared(const std::vector<VariantText>& texts, Scenario& scenario, Problems& problems) {
  const Node& control = texts.front().document;
  const Scopes scopes = scopes_of(scenario.names, {&control}, scenario.ticks_per_unit());
  check_plain_names(texts, problems);
  read_segments(control, scenario, problems);
  read_assumptions(control, scopes, scenario, problems);
  read_attributes(control, scopes, scenario, problems);
  read_correlation(control, scenario, problems);
}

void read_all_metrics(const std::vector<VariantText>& texts, Scenario& scenario,
                      Problems& problems) {
  std::vector<const Node*> documents;
  for (const VariantText& text : texts) documents.push_back(&text.document);
  const Scopes scopes = scopes_of(scenario.names, documents, scenario.ticks_per_unit());
  const Scopes control = scopes_of(scenario.names, {documents.front()}, scenario.ticks_per_unit());
  read_metrics(texts.front().document, scopes, control, scenario, problems);
}

std::vector<GivenParameters> read_variants(const std::vector<VariantText>& texts,
                                           Scenario& scenario, Problems& problems) {
  std::vector<GivenParameters> given;
  VariantProblems by_variant;
  for (std::size_t variant = 0; variant < texts.size(); ++variant) {
    Problems found;
    given.push_back(read_variant(texts[variant], scenario, found));
    validate_variant(scenario, variant, found);
    by_variant.add(texts[variant], variant == 0, found);
  }
  problems.insert(problems.end(), by_variant.all().begin(), by_variant.all().end());
  return given;
}

// Errors are thrown; warnings alone come back.
Problems settle(Problems problems) {
  problems = sorted(std::move(problems));
  const auto is_error = [](const Problem& problem) { return problem.severity == Severity::error; };
  if (std::none_of(problems.begin(), problems.end(), is_error)) return problems;
  std::erase_if(problems, [&](const Problem& problem) { return !is_error(problem); });
  throw InputError(std::move(problems));
}

}  // namespace

Scenario read_scenario_text(std::string_view text, const std::string& file) {
  Scenario scenario;
  scenario.document = parse_document(text, file);
  scenario.sha256 = sha256_of(text);
  const Node& root = scenario.document;
  Problems problems;
  if (!expect_map(root, "a map with `horizon`, `journey` and so on", problems)) {
    throw InputError(std::move(problems));
  }
  read_top(root, file, scenario, problems);
  const std::vector<VariantText> texts = read_variant_texts(root, problems);
  scenario.names = collect_names(texts);
  read_shared(texts, scenario, problems);
  const std::vector<GivenParameters> given = read_variants(texts, scenario, problems);
  read_all_metrics(texts, scenario, problems);
  read_test_plan(root, scenario, problems);
  validate_shared(scenario, problems);
  check_attributes_stay(texts, scenario, problems);
  check_parameter_use(texts, scenario, given, problems);
  warn_unused(scenario, problems);
  scenario.warnings = settle(std::move(problems));
  return scenario;
}

Scenario read_scenario(const std::string& path) {
  return read_scenario_text(read_file(path), path);
}

}  // namespace journeylab
