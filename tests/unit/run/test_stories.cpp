#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "unit/run/one_step.h"

namespace journeylab {
namespace {

const std::string journey =
    "  hello:\n"
    "    at: mail\n"
    "    wait: 1 day\n"
    "    set: {level: level + 1}\n"
    "    revenue: 5\n"
    "    goal: met\n"
    "    outcomes: {back: {chance: 0.5, after: 2 days, go: hello}, out: {end: gone}}\n";
const std::string more = "state: {level: 3}\ntouchpoints: {mail: {channel: post, cost: 0.5}}\n";

}  // namespace

TEST_CASE("a story tells the moments of a visit in the order of the language", "[run]") {
  const Scenario scenario = small_scenario(journey, more);
  const Story story = trace_customer(scenario, 0, 1, 1);
  using enum Event::Kind;
  const std::vector<Event::Kind> expected{enter, visit,   contact, cost,  wait,
                                          set,   revenue, goal,    choose};
  REQUIRE(story.events.size() > expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(name_of(story.events[i].kind) == name_of(expected[i]));
  }
  CHECK(story.events[2].detail == "mail");
  CHECK(story.events[3].amount == 0.5);
  CHECK(story.events[4].time == 0.0);
  CHECK(story.events[4].amount == 1.0);
  CHECK(story.events[5].time == 1.0);
  CHECK(story.events[5].detail == "level");
  CHECK(story.events[5].amount == 4.0);
  CHECK(story.events[7].detail == "met");
  CHECK(name_of(story.events.back().kind) == name_of(end));
}

TEST_CASE("a story ends at the horizon as censored, with the clock there", "[run]") {
  const Scenario scenario = small_scenario("  a: {wait: 3 days, go: a}\n");
  const Story story = trace_customer(scenario, 0, 5, 1);
  CHECK(story.events.back().detail == "censored");
  CHECK(story.events.back().time == 10.0);
}

TEST_CASE("the event log holds the story of every customer in order", "[run]") {
  const Scenario scenario = small_scenario(journey, more);
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / "journeylab-test-events.csv";
  RunOptions options = small_run(20000);
  options.events_file = file.string();
  const RunTally tally = run(scenario, options).tally;
  std::ifstream lines(file);
  std::string line;
  std::getline(lines, line);
  CHECK(line == "customer,segment,variant,time,step,event,detail,amount");
  std::uint64_t visits = 0;
  std::uint64_t last_customer = 0;
  bool ordered = true;
  while (std::getline(lines, line)) {
    const std::uint64_t customer = std::stoull(line);
    ordered &= customer >= last_customer;
    last_customer = customer;
    visits += line.find(",visit,") != std::string::npos ? 1 : 0;
  }
  CHECK(ordered);
  CHECK(last_customer == 20000);
  CHECK(visits == tally.variants[0].flow.steps[0].visits);
  // The log changes nothing of the run.
  options.events_file.clear();
  CHECK(run(scenario, options).tally == tally);
  std::filesystem::remove(file);
}

TEST_CASE("an event log that cannot be written is a file error and leaves nothing", "[run]") {
  const Scenario scenario = small_scenario(journey, more);
  RunOptions options = small_run(10);
  options.events_file = "/nonexistent-folder/events.csv";
  CHECK_THROWS_AS(run(scenario, options), FileError);
}

}  // namespace journeylab
