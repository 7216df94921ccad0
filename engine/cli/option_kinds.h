// Kinds of options that verbs share: values that a parser understands, and choices of a few words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "cli/quantity.h"

namespace journeylab {

// "; did you mean 'x'?", or nothing.
[[nodiscard]] inline std::string suggestion(std::string_view word,
                                            const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_name(word, candidates);
  return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

[[noreturn]] inline void refuse_option(std::string_view option, std::string_view found,
                                       std::string_view expected) {
  throw CLI::ValidationError(std::string(option),
                             fmt::format("found '{}'; expected {}", found, expected));
}

// A parser of whole numbers in a range.
template <typename Whole>
auto whole_number_between(Whole low, Whole high) {
  return [low, high](const std::string& text) -> std::optional<Whole> {
    const std::optional<std::uint64_t> number = whole_number(text);
    if (!number || std::cmp_less(*number, low) || std::cmp_greater(*number, high)) return {};
    return static_cast<Whole>(*number);
  };
}

// An option whose text `parse` understands, or not.
template <typename Value, typename Parse>
CLI::Option* add_parsed(CLI::App& app, const std::string& name, Value& value, Parse parse,
                        const std::string& expected, const std::string& help) {
  return app.add_option_function<std::string>(
      name,
      [&value, parse, name, expected](const std::string& text) {
        const auto parsed = parse(text);
        if (!parsed) refuse_option(name, text, expected);
        value = *parsed;
      },
      help);
}

// An option that is one of a few words.
template <typename Value>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Value& value,
                        const std::vector<std::pair<std::string, Value>>& choices,
                        const std::string& help) {
  std::vector<std::string> words;
  for (const auto& choice : choices) words.push_back(choice.first);
  return app
      .add_option_function<std::string>(
          name,
          [&value, choices, words, name](const std::string& text) {
            for (const auto& [word, meaning] : choices) {
              if (text == word) {
                value = meaning;
                return;
              }
            }
            refuse_option(
                name, text,
                fmt::format("one of {}", fmt::join(words, ", ")) + suggestion(text, words));
          },
          help)
      ->type_name(fmt::format("{}", fmt::join(words, "|")));
}

/// --adjust, the correction for many comparisons.
inline CLI::Option* add_adjustment(CLI::App& app, std::string& adjustment) {
  return add_choice<std::string>(app, "--adjust", adjustment,
                                 {{"holm", "holm"},
                                  {"bonferroni", "bonferroni"},
                                  {"hochberg", "hochberg"},
                                  {"bh", "bh"},
                                  {"by", "by"},
                                  {"none", "none"}},
                                 "The correction for many comparisons (holm)");
}

/// --seed and --threads, of everything that simulates.
inline void add_seed_and_threads(CLI::App& app, std::uint64_t& seed, int& threads) {
  add_parsed(app, "--seed", seed, whole_number_between<std::uint64_t>(0, UINT64_MAX),
             "a whole number from 0 to 18446744073709551615",
             "Where the random numbers start; the same seed gives the same answer (1)")
      ->type_name("S");
  add_parsed(app, "--threads", threads, whole_number_between<int>(0, 1024),
             "a whole number from 0 to 1024",
             "Threads; they never change the answer (0: as many as the machine has)")
      ->type_name("T");
}

/// --variant, which can be repeated.
inline void add_variants(CLI::App& app, std::vector<std::string>& variants) {
  app.add_option("--variant", variants, "Only this variant; can be repeated (all)")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
}

}  // namespace journeylab
