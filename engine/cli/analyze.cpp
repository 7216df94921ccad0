#include "cli/answer_format.h"
#include "cli/exit_code.h"
#include "cli/report.h"
#include "cli/simulation.h"
#include "cli/trial_plan.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "dataset/trial_analysis.h"
#include "report/trial_document.h"
#include "store/trial_answer.h"

namespace journeylab {
namespace {

std::string write_trial(const TrialPlan& plan, const TrialData& data, const TrialAnalysis& analysis,
                        const Options& options, const Output& output) {
  return formatted(
      {.json = [&] { return write_trial_json(plan, data, analysis, std::string(version)); },
       .csv = [&] { return write_trial_csv(plan, data, analysis); },
       .document = [&] { return trial_document(plan, data, analysis); }},
      options, output);
}

}  // namespace

int analyze(const Options& options) {
  const TrialPlan plan = trial_plan(options.analyze);
  Output output(options.output);
  PageFile page(options.report, "analyze");
  const TrialData data = read_trial(options.analyze.data, plan);
  const TrialAnalysis analysis = analyze_trial(data, plan);
  output.write(write_trial(plan, data, analysis, options, output));
  if (page.is_wanted()) page.write(write_trial_json(plan, data, analysis, std::string(version)));
  return exit_done;
}

}  // namespace journeylab
