// The words that each map of a scenario file may have as keys. The readers check against these
// lists, and the tests hold the JSON Schema against them, so that the two cannot drift.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace journeylab::keys {

/// A list of keys, in the order in which messages name them.
using List = std::span<const std::string_view>;

inline constexpr std::array<std::string_view, 17> scenario{
    "language", "name",       "description", "horizon", "customers",   "time_unit",
    "segments", "attributes", "correlation", "state",   "assumptions", "touchpoints",
    "journey",  "start",      "variants",    "metrics", "experiment"};

/// Kept for later: an error that says 'not yet'.
inline constexpr std::array<std::string_view, 6> scenario_reserved{
    "meanwhile", "calendar", "arrivals", "agents", "caps", "referrals"};

/// Of a segment; every other key is a parameter or an attribute.
inline constexpr std::array<std::string_view, 2> segment{"share", "description"};

inline constexpr std::array<std::string_view, 6> touchpoint{"channel", "direction", "cost",
                                                            "owner",   "purpose",   "description"};

inline constexpr std::array<std::string_view, 15> step{
    "at",       "phase",  "description", "wait",  "set",   "revenue", "cost", "goal",
    "outcomes", "branch", "race",        "split", "again", "go",      "end"};

inline constexpr std::array<std::string_view, 9> outcome{
    "chance", "description", "after", "set", "revenue", "cost", "goal", "go", "end"};
inline constexpr std::array<std::string_view, 11> branch_way{
    "if", "else", "name", "description", "after", "set", "revenue", "cost", "goal", "go", "end"};
/// Of the map that may stand under `else`.
inline constexpr std::array<std::string_view, 9> else_way{
    "name", "description", "after", "set", "revenue", "cost", "goal", "go", "end"};
inline constexpr std::array<std::string_view, 9> race_way{
    "in", "description", "after", "set", "revenue", "cost", "goal", "go", "end"};
inline constexpr std::array<std::string_view, 9> split_way{
    "weight", "description", "after", "set", "revenue", "cost", "goal", "go", "end"};

inline constexpr std::array<std::string_view, 6> variant{"description", "segments", "touchpoints",
                                                         "state",       "journey",  "start"};
inline constexpr std::array<std::string_view, 1> variant_reserved{"extends"};

inline constexpr std::array<std::string_view, 13> metric{
    "goal", "retained", "returned", "mean",      "ratio", "time_to",    "within",
    "at",   "primary",  "better",   "guardrail", "where", "description"};
inline constexpr std::array<std::string_view, 2> retained{"from", "until"};
inline constexpr std::array<std::string_view, 3> returned{"to", "from", "window"};

/// Of `experiment`.
inline constexpr std::array<std::string_view, 13> experiment{
    "traffic", "weekly", "ramp",   "split",  "days",  "follow_up",  "alpha",
    "power",   "value",  "period", "faults", "plans", "description"};
inline constexpr std::array<std::string_view, 2> ramp{"from", "days"};
inline constexpr std::array<std::string_view, 2> faults{"contamination", "lost"};
/// Of one of its plans.
inline constexpr std::array<std::string_view, 21> test_design{
    "design", "description", "days",     "follow_up", "looks",    "min_days",   "alpha",
    "sides",  "correction",  "spending", "parameter", "delta",    "futility",   "method",
    "effect", "best_at",     "loss",     "every",     "at_least", "guardrails", "interval"};

}  // namespace journeylab::keys
