#include "golden/sample.h"

#include <limits>

namespace journeylab {
namespace {

constexpr double day = 88473600.0;

Node scalar(const std::string& text, bool quoted = false) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = text;
  node.quoted = quoted;
  return node;
}

Node map_of(std::vector<std::pair<std::string, Node>> members) {
  Node node;
  node.kind = Node::Kind::map;
  for (auto& [key, value] : members) node.members.push_back({key, {}, std::move(value)});
  return node;
}

Estimate estimate(double value, double error, std::uint64_t n, const std::string& method) {
  Estimate made;
  made.value = value;
  made.standard_error = error;
  made.low = value - 1.96 * error;
  made.high = value + 1.96 * error;
  made.n = n;
  made.method = method;
  return made;
}

Estimate missing(const std::string& reason, std::uint64_t n = 0) {
  Estimate made;
  made.n = n;
  made.reason = reason;
  return made;
}

MetricResult result(Estimate value) {
  return {std::move(value), std::nullopt};
}

Metric metric(const std::string& name, decltype(Metric::kind) kind) {
  Metric made;
  made.name = name;
  made.kind = std::move(kind);
  return made;
}

Variant variant(const std::string& name) {
  Variant made;
  made.name = name;
  return made;
}

Scenario usual_scenario() {
  Scenario scenario;
  scenario.file = "scenarios/winback.yaml";
  scenario.sha256 = std::string(64, 'a');
  scenario.name = "winback";
  scenario.description = "Lapsed customers get an e-mail, then a text message.";
  scenario.horizon = 365 * day;
  scenario.customers = 200000;
  scenario.names.segments = {"loyal", "dormant"};
  scenario.names.attributes = {"age"};
  scenario.names.touchpoints = {"email", "sms"};
  scenario.names.steps = {"email1", "sms", "purchase"};
  scenario.names.goals = {"purchase"};
  scenario.names.statuses = {"lost"};
  scenario.variants = {variant("control"), variant("early_sms")};
  scenario.metrics = {metric("conversion", GoalShare{0, 60 * day}),
                      metric("retention_90", Retained{0, true, {}, 90 * day}),
                      metric("revenue", Mean{constant(1.0), std::nullopt}),
                      metric("contacts", Mean{constant(1.0), std::nullopt}),
                      metric("time_to_purchase", TimeTo{0})};
  scenario.metrics[0].primary = true;
  scenario.metrics[0].description = "bought within 60 days";
  scenario.metrics[3].higher_is_better = false;
  scenario.metrics[3].guardrail = 0.05;
  scenario.metrics[4].higher_is_better = false;
  scenario.document = map_of({{"name", scalar("winback")},
                              {"customers", scalar("200000")},
                              {"horizon", scalar("365 days")},
                              {"language", scalar("1", true)},
                              {"x-huge", scalar("1e999")},
                              {"x-nothing", Node{}}});
  return scenario;
}

std::vector<MetricResult> usual_metrics(std::uint64_t n, double shift) {
  TimeToSummary reached;
  reached.n_reached = n / 12;
  reached.mean_among_reached = 3.414303;
  reached.median_among_reached = 2.0625;
  reached.quantiles = {{0.05, 1.5}, {0.5, std::nullopt}};
  std::vector<MetricResult> metrics = {
      result(estimate(0.0814 + shift, 0.00061, n, "wilson")),
      result(estimate(0.6 + shift, 0.0039, n / 12, "aalen-johansen, jackknife")),
      result(estimate(11.401 + 100 * shift, 0.084, n, "mean, normal")),
      result(estimate(1.9415 + shift, 0.0005, n, "mean, normal")),
      {estimate(337.1 - 100 * shift, 0.21, n, "mean, normal"), reached}};
  return metrics;
}

VariantResult usual_variant(const std::string& name, double shift) {
  VariantResult made;
  made.name = name;
  made.metrics = usual_metrics(200000, shift);
  made.segments = {{100000, usual_metrics(100000, shift + 0.03)},
                   {100000, usual_metrics(100000, shift - 0.03)}};
  made.steps = {{0,
                 200000,
                 200000,
                 0.0,
                 2.25,
                 0.0,
                 400.0,
                 {{"opened", 55000, 55000}, {"ignored", 145000, 144990}}},
                {1,
                 187000,
                 187000,
                 3.21,
                 1.25,
                 0.0,
                 9350.0,
                 {{"replied", 12000, 12000}, {"silent", 175000, 175000}}},
                {2, 16279, 16279, 3.41, 0.0, 2280233.429, 0.0, {}}};
  made.touchpoints = {{0, 200000, 200000, 400.0}, {1, 187000, 187000, 9350.0}};
  made.goals = {{16279, 16279}};
  made.endings = {{"lost", 183000}, {"censored", 17000}};
  made.curves.resize(5);
  made.curves[0] =
      Curve{true,          {0.0, 60.0},      {0.0, 0.0814}, {0.0, 0.08},
            {0.0, 0.0826}, {200000, 183720}, 200000,        {{0.5, 3.5625}, {0.9, 6.5}}};
  made.curves[1] =
      Curve{false, {0.0, 90.0}, {1.0, 0.6}, {1.0, 0.59}, {1.0, 0.61}, {16279, 12000}, 16279, {}};
  made.curves[4] = Curve{true,         {0.0, 365.0},     {0.0, 0.08}, {0.0, 0.079},
                         {0.0, 0.081}, {200000, 183721}, 200000,      {}};
  made.revenue = AmountDistribution{.customers = 200000,
                                    .none = 183721,
                                    .least = -2.5,
                                    .most = 1012.25,
                                    .quantiles = {{0.5, 100.5}, {0.95, 405.0625}},
                                    .bins = {{-2.5625, -2.5, 1}, {100.0, 102.0, 16278}}};
  return made;
}

Comparison comparison(std::size_t metric, Estimate difference, Estimate relative, double p,
                      Verdict verdict) {
  Comparison made;
  made.metric = metric;
  made.variant = 1;
  made.difference = std::move(difference);
  made.relative = std::move(relative);
  made.p_value = p;
  made.p_value_adjusted = p < 0.5 ? 2 * p : 1.0;
  made.adjustment = "holm";
  made.family = metric == 0 ? TestFamily::primary : TestFamily::secondary;
  made.method = metric == 0 ? "paired shares: Newcombe's interval, exact McNemar test"
                            : "paired means: normal interval";
  made.verdict = verdict;
  return made;
}

std::vector<Comparison> usual_comparisons() {
  Estimate exact = estimate(0.0, 0.0, 200000, "exact");
  std::vector<Comparison> made = {
      comparison(0, estimate(0.0062, 0.0001, 200000, "newcombe"),
                 estimate(0.0762, 0.0013, 200000, ""), 1e-300, Verdict::better),
      comparison(1, exact, exact, 1.0, Verdict::same),
      comparison(2, estimate(0.05, 0.084, 200000, ""), estimate(0.0044, 0.0074, 200000, ""), 0.5517,
                 Verdict::undecided),
      comparison(3, estimate(0.11, 0.0004, 200000, ""), estimate(0.0567, 0.0002, 200000, ""), 1e-9,
                 Verdict::worse),
      comparison(4, estimate(-0.62, 0.01, 200000, ""), estimate(-0.00184, 0.00003, 200000, ""),
                 0.0021, Verdict::better)};
  made[3].guardrail = GuardrailResult{0.05, 0.0567, 0.0564, 0.0570, GuardrailVerdict::broken};
  for (std::uint32_t segment = 0; segment < 2; ++segment) {
    made.push_back(comparison(0, estimate(0.009 - 0.006 * segment, 0.0002, 100000, ""),
                              estimate(0.08, 0.002, 100000, ""), 0.0001, Verdict::better));
    made.back().segment = segment;
    made.back().family = TestFamily::segments;
  }
  return made;
}

}  // namespace

Sample usual_sample() {
  Sample sample;
  sample.scenario = usual_scenario();
  sample.facts = {"0.1.0", "compare", 1, 200000, 200000, 0.95, true};
  sample.analysis.variants = {usual_variant("control", 0.0), usual_variant("early_sms", 0.0062)};
  sample.analysis.variants[1].description = "the text message after one day instead of three";
  sample.analysis.comparisons = usual_comparisons();
  sample.analysis.notes = {
      "retention_90 is among those who reached purchase, so it is not a randomised comparison."};
  return sample;
}

Sample odd_sample() {
  Sample sample;
  Scenario& scenario = sample.scenario;
  scenario.file = "odd \"file\".yaml";
  scenario.sha256 = std::string(64, '0');
  scenario.name = "*odd* | `names`";
  scenario.horizon = day;
  scenario.names.segments = {"العملاء المخلصون", "重要なお客様"};
  scenario.names.steps = {"first\nstep", "step, \"two\""};
  scenario.names.goals = {"a|b"};
  scenario.variants = {variant("control"), variant("=1+2, <b>\x1b[31m")};
  scenario.metrics = {metric("売上|率", GoalShare{0, day}), metric("# ratio_", Ratio{{}, {}, {}})};
  scenario.metrics[0].primary = true;
  scenario.document = map_of({{"name", scalar("\xff invalid")}});
  sample.facts = {"0.1.0", "compare", 9223372036854775807u, 1234, 100000, 0.999, false};
  for (const Variant& each : scenario.variants) {
    VariantResult made;
    made.name = each.name;
    made.metrics = {result(estimate(0.0, 0.0, 1234, "wilson")),
                    result(missing("the denominator is 0 for every customer", 1234))};
    made.metrics[0].estimate.low = 0.0;
    made.metrics[0].estimate.high = 0.003;
    made.segments = {{1234, made.metrics},
                     {0, {result(missing("no customers")), result(missing("no customers"))}}};
    made.segments[0].metrics[1].estimate.value = std::numeric_limits<double>::infinity();
    made.steps = {{0, 1234, 1234, 0.0, 0.5, 1e300, 0.004, {{"yes|no", 1234, 1234}}},
                  {1, 0, 0, {}, {}, 0.0, 0.0, {{"never", 0, 0}}}};
    made.goals = {{0, 0}};
    made.endings = {{"censored", 1234}};
    made.curves.resize(2);
    sample.analysis.variants.push_back(made);
  }
  Estimate no_interval = estimate(0.0, 0.0, 1234, "");
  no_interval.low = no_interval.high = std::nullopt;
  no_interval.reason = "nobody converts";
  sample.analysis.comparisons = {
      comparison(0, no_interval, missing("control is 0", 1234), 0.7, Verdict::undecided),
      comparison(1, missing("no estimate in control", 1234),
                 missing("no estimate in control", 1234), 1.0, Verdict::undecided)};
  sample.analysis.comparisons[1].p_value.reset();
  sample.analysis.comparisons[1].p_value_adjusted = std::numeric_limits<double>::quiet_NaN();
  return sample;
}

Sample empty_sample() {
  Sample sample;
  sample.scenario.file = "empty.yaml";
  sample.scenario.sha256 = std::string(64, '1');
  sample.scenario.name = "empty";
  sample.scenario.horizon = day;
  sample.scenario.document.kind = Node::Kind::map;
  sample.facts = {"0.1.0", "simulate", 1, 0, 0, 0.95, true};
  return sample;
}

Story usual_story() {
  using Kind = Event::Kind;
  Story story;
  story.segment = 1;
  story.attributes = {41.5};
  const auto add = [&](Kind kind, double time, std::uint32_t step, const char* detail,
                       std::optional<double> amount = std::nullopt) {
    story.events.push_back({kind, 17, 1, time, step, detail, amount});
  };
  add(Kind::enter, 0, 0, "");
  add(Kind::visit, 0, 0, "");
  add(Kind::contact, 0, 0, "email");
  add(Kind::cost, 0, 0, "", 0.002);
  add(Kind::choose, 0, 0, "ignored");
  add(Kind::wait, 0, 0, "", 3.0);
  add(Kind::visit, 3, 1, "");
  add(Kind::contact, 3, 1, "sms");
  add(Kind::cost, 3, 1, "", 0.05);
  add(Kind::set, 3, 1, "fatigue", 2.0);
  add(Kind::choose, 3, 1, "replied");
  add(Kind::wait, 3, 1, "", 1.00104);
  add(Kind::visit, 4.00104, 2, "");
  add(Kind::revenue, 4.00104, 2, "", 33.127);
  add(Kind::goal, 4.00104, 2, "purchase");
  add(Kind::end, 4.00204, 2, "censored");
  return story;
}

}  // namespace journeylab
