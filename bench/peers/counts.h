// What the hand-written programs count of scenarios/winback.yaml, and how they say it: the same
// answer that every peer gives (bench/README.md).
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace peers {

inline constexpr int n_segments = 3;
inline constexpr std::array<const char*, n_segments> segment_names{"loyal", "regular", "dormant"};

/// The tree's figures, by segment: loyal, regular, dormant.
inline constexpr std::array<double, n_segments> share{0.5, 0.3, 0.2};
inline constexpr std::array<double, n_segments> open{0.35, 0.25, 0.15};
inline constexpr std::array<double, n_segments> reopen{0.25, 0.20, 0.10};
inline constexpr std::array<double, n_segments> click{0.20, 0.15, 0.10};
inline constexpr std::array<double, n_segments> reply{0.08, 0.06, 0.04};
inline constexpr std::array<double, n_segments> buy{0.60, 0.50, 0.40};
inline constexpr std::array<double, n_segments> rescue{0.30, 0.25, 0.20};
inline constexpr std::array<double, n_segments> stay{0.75, 0.65, 0.55};
inline constexpr double horizon = 365.0, conversion_limit = 60.0, period = 30.0;
inline constexpr int periods_to_retention = 3;  // 90 days

/// Sum and sum of squares over customers.
struct Sums {
  double sum = 0.0, squares = 0.0;
  void add(double value) noexcept {
    sum += value;
    squares += value * value;
  }
  void merge(const Sums& other) noexcept {
    sum += other.sum;
    squares += other.squares;
  }
};

struct Counts {
  std::uint64_t customers = 0;
  std::uint64_t converted = 0;  ///< purchase within 60 days
  std::uint64_t purchasers = 0;
  std::uint64_t retained = 0;  ///< of the purchasers, at an age of 90 days
  Sums revenue, cost, contacts;
  void merge(const Counts& other) noexcept {
    customers += other.customers;
    converted += other.converted;
    purchasers += other.purchasers;
    retained += other.retained;
    revenue.merge(other.revenue);
    cost.merge(other.cost);
    contacts.merge(other.contacts);
  }
};

inline void print_share(const char* name, std::uint64_t part, std::uint64_t whole) {
  const double p = static_cast<double>(part) / static_cast<double>(whole);
  std::printf("\"%s\": {\"estimate\": %.17g, \"standard_error\": %.17g}, ", name, p,
              std::sqrt(p * (1.0 - p) / static_cast<double>(whole)));
}

inline void print_mean(const char* name, const Sums& sums, std::uint64_t customers,
                       const char* end) {
  const auto n = static_cast<double>(customers);
  const double mean = sums.sum / n;
  const double variance = (sums.squares - n * mean * mean) / (n - 1.0);
  std::printf("\"%s\": {\"estimate\": %.17g, \"standard_error\": %.17g}%s", name, mean,
              std::sqrt(variance / n), end);
}

inline void print_counts(const Counts& counts) {
  std::printf("{\"customers\": %llu, \"metrics\": {",
              static_cast<unsigned long long>(counts.customers));
  print_share("conversion", counts.converted, counts.customers);
  print_share("retention_90", counts.retained, counts.purchasers);
  print_mean("revenue", counts.revenue, counts.customers, ", ");
  print_mean("cost", counts.cost, counts.customers, ", ");
  print_mean("contacts", counts.contacts, counts.customers, "}}");
}

/// Prints the answer: all customers, and each segment; then `more`, further members.
inline void print_answer(const std::array<Counts, n_segments>& by_segment, const char* more = "") {
  Counts all;
  for (const Counts& counts : by_segment) all.merge(counts);
  std::printf("{\"total\": ");
  print_counts(all);
  for (int s = 0; s < n_segments; ++s) {
    std::printf(", \"%s\": ", segment_names[static_cast<std::size_t>(s)]);
    print_counts(by_segment[static_cast<std::size_t>(s)]);
  }
  std::printf("%s}\n", more);
}

struct Request {
  std::uint64_t customers = 1000000;
  std::uint64_t seed = 1;
};

/// PROGRAM --customers N --seed S.
inline Request read_request(int n_arguments, char** arguments) {
  Request request;
  for (int i = 1; i + 1 < n_arguments; i += 2) {
    const std::uint64_t value = std::strtoull(arguments[i + 1], nullptr, 10);
    if (std::strcmp(arguments[i], "--customers") == 0) request.customers = value;
    if (std::strcmp(arguments[i], "--seed") == 0) request.seed = value;
  }
  return request;
}

}  // namespace peers
