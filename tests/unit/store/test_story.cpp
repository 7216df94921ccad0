#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "golden/sample.h"
#include "store/story.h"

using namespace journeylab;

TEST_CASE("an event is a line of the log, with its names", "[store][story]") {
  const Scenario scenario = usual_sample().scenario;
  const Story story = usual_story();
  CHECK(event_csv_header() == "customer,segment,variant,time,step,event,detail,amount\n");
  CHECK(event_csv_line(scenario, 0, story.events[0]) == "17,dormant,control,0,,enter,,\n");
  CHECK(event_csv_line(scenario, 1, story.events[8]) == "17,dormant,early_sms,3,sms,cost,,0.05\n");
  CHECK(event_csv_line(scenario, 0, story.events[14]) ==
        "17,dormant,control,4.00104,purchase,goal,purchase,\n");
}

TEST_CASE("a story as JSON holds who the customer is and each event in order", "[store][story]") {
  const Scenario scenario = usual_sample().scenario;
  const auto json = nlohmann::json::parse(write_story_json(scenario, 0, 17, usual_story()));
  CHECK(json["customer"] == 17);
  CHECK(json["segment"] == "dormant");
  CHECK(json["attributes"]["age"] == 41.5);
  REQUIRE(json["events"].size() == 16);
  CHECK(json["events"][0]["step"].is_null());
  CHECK(json["events"][9] == nlohmann::json({{"time", 3.0},
                                             {"step", "sms"},
                                             {"event", "set"},
                                             {"detail", "fatigue"},
                                             {"amount", 2.0}}));
}
