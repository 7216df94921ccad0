// The smallest useful program on top of the library: runs a scenario and prints one metric.
#include <fstream>
#include <iostream>
#include <sstream>

#include <experiment/analysis.h>
#include <run/run.h>
#include <yaml/read_scenario.h>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ostringstream text;
  text << std::ifstream(argv[1]).rdbuf();
  const journeylab::Scenario scenario = journeylab::read_scenario_text(text.str(), argv[1]);

  journeylab::RunOptions options;
  options.variants = {0};
  options.customers = 1000;
  const journeylab::RunResult result = journeylab::run(scenario, options);

  const journeylab::Analysis analysis =
      journeylab::analyze(scenario, options.variants, result.tally, {});
  std::cout << scenario.metrics.at(0).name << " of " << analysis.variants.at(0).name << ": "
            << analysis.variants.at(0).metrics.at(0).estimate.value.value() << '\n';
}
