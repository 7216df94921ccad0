// The two executors give the same bits, whatever the batches, the threads and the vector paths,
// over random valid scenarios and over those that come with the project.
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "run/run.h"
#include "support/random_scenario.h"
#include "yaml/read_scenario.h"

namespace journeylab {
namespace {

#ifdef JOURNEYLAB_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

struct Configuration {
  Executor executor;
  std::size_t batch;
  int threads;
  VectorPath path = fastest_vector_path();
};

std::string outcome(const Scenario& scenario, const Configuration& configuration,
                    std::uint64_t customers, RunTally& tally) {
  RunOptions options;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) options.variants.push_back(v);
  options.paired = true;
  options.customers = customers;
  options.seed = 20240229;
  options.executor = configuration.executor;
  options.batch = configuration.batch;
  options.threads = configuration.threads;
  options.vector_path = configuration.path;
  try {
    tally = run(scenario, options).tally;
    return {};
  } catch (const RunError& error) {
    return error.what();
  }
}

// Runs in every configuration; returns the message where the model failed in all of them.
std::string require_agreement(const Scenario& scenario, std::uint64_t customers) {
  const Configuration slow{.executor = Executor::reference, .batch = 4096, .threads = 1};
  RunTally expected;
  const std::string failure = outcome(scenario, slow, customers, expected);
  std::vector<Configuration> configurations{
      {Executor::batch, 4096, 8}, {Executor::batch, 7, 2},        {Executor::batch, 2, 1},
      {Executor::batch, 1, 2},    {Executor::reference, 4096, 8},
  };
  for (const VectorPath path : vector_paths()) {
    configurations.push_back({Executor::batch, 4096, 1, path});
    configurations.push_back({Executor::batch, 100, 1, path});
  }
  for (const Configuration& configuration : configurations) {
    CAPTURE(configuration.batch, configuration.threads, name_of(configuration.path));
    RunTally tally;
    REQUIRE(outcome(scenario, configuration, customers, tally) == failure);
    REQUIRE((!failure.empty() || tally == expected));
  }
  return failure;
}

}  // namespace

TEST_CASE("executors, batches, threads and vector paths agree bit for bit on random scenarios",
          "[property]") {
  int n_failed = 0;
  const std::uint64_t n_scenarios = sanitized ? 6 : 60;
  for (std::uint64_t seed = 1; seed <= n_scenarios; ++seed) {
    const std::string text = testing::random_scenario(seed);
    INFO("scenario " << seed << "\n" << text);
    Scenario scenario;
    REQUIRE_NOTHROW(scenario = read_scenario_text(text, "random.yaml"));
    n_failed += require_agreement(scenario, 4500).empty() ? 0 : 1;
  }
  // The generator is meant to write scenarios that run.
  CHECK(n_failed <= static_cast<int>(n_scenarios / 10));
}

TEST_CASE("executors, batches, threads and vector paths agree over several shards", "[property]") {
  for (const std::uint64_t seed : {501, 502}) {
    const std::string text = testing::random_scenario(seed);
    INFO(text);
    require_agreement(read_scenario_text(text, "random.yaml"), 33001);
  }
}

TEST_CASE("executors, batches, threads and vector paths agree on the scenarios of the project",
          "[property]") {
  const std::filesystem::path folder = std::filesystem::path(JOURNEYLAB_SOURCE_DIR) / "scenarios";
  int n_scenarios = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".yaml") continue;
    INFO(file.path());
    CHECK(require_agreement(read_scenario(file.path().string()), sanitized ? 1000 : 9000).empty());
    ++n_scenarios;
  }
  CHECK(n_scenarios > 0);
}

}  // namespace journeylab
