// Any text as a scenario file: where it is valid, every way of running it gives the same answer,
// and the answer can be analysed, written and shown; no number is missing in it without a reason.
#include "experiment/analysis.h"
#include "fuzz/agreement.h"
#include "fuzz/checked_scenario.h"
#include "fuzz/explained.h"
#include "report/documents.h"
#include "report/writers.h"
#include "store/answer.h"
#include "store/csv.h"

namespace {

using namespace journeylab;

void write_everything(const Scenario& scenario, const RunTally& tally) {
  std::vector<std::size_t> variants;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) variants.push_back(v);
  const bool compare = variants.size() > 1;
  const Analysis analysis =
      analyze(scenario, variants, tally, {.confidence = 0.95, .compare = compare});
  RunFacts facts;
  facts.customers = tally.customers;
  fuzz::expect_explained(nlohmann::json::parse(write_answer(scenario, facts, analysis, compare)));
  static_cast<void>(write_metrics_csv(scenario, analysis));
  static_cast<void>(write_comparisons_csv(scenario, analysis));
  static_cast<void>(write_text(simulate_document(scenario, facts, analysis), 80, false));
  if (compare) {
    static_cast<void>(write_markdown(compare_document(scenario, facts, analysis)));
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto scenario = fuzz::checked_scenario(fuzz::text_of(data, size));
  if (!scenario) return 0;
  if (const auto tally = fuzz::expect_agreement(*scenario, 40)) write_everything(*scenario, *tally);
  return 0;
}
