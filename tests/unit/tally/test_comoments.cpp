// Merged moments against a direct computation in two passes.
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "tally/comoments.h"

using namespace journeylab;

namespace {

using Row = std::array<double, Comoments::most_variables>;

// Rows of correlated variables with a large common offset, which naive sums of squares do not bear.
std::vector<Row> make_rows(std::size_t n, double offset) {
  std::mt19937_64 engine(99);
  std::normal_distribution<double> normal;
  std::vector<Row> rows(n);
  for (Row& row : rows) {
    const double common = normal(engine);
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = offset + static_cast<double>(i) * common + normal(engine);
    }
  }
  return rows;
}

Comoments of_one(const Row& row, std::size_t variables) {
  Comoments moments;
  moments.variables = variables;
  moments.n = 1;
  for (std::size_t i = 0; i < variables; ++i) moments.mean[i] = row[i];
  return moments;
}

// Folds the rows in groups of a size, then the groups.
Comoments fold(const std::vector<Row>& rows, std::size_t variables, std::size_t group) {
  Comoments all;
  all.variables = variables;
  for (std::size_t first = 0; first < rows.size(); first += group) {
    Comoments part;
    part.variables = variables;
    for (std::size_t r = first; r < std::min(first + group, rows.size()); ++r) {
      part.merge(of_one(rows[r], variables));
    }
    all.merge(part);
  }
  return all;
}

double direct_mean(const std::vector<Row>& rows, std::size_t i) {
  long double sum = 0.0L;
  for (const Row& row : rows) sum += row[i];
  return static_cast<double>(sum / static_cast<long double>(rows.size()));
}

double direct_covariance(const std::vector<Row>& rows, std::size_t i, std::size_t j) {
  long double mean_i = 0.0L;
  long double mean_j = 0.0L;
  for (const Row& row : rows) {
    mean_i += row[i];
    mean_j += row[j];
  }
  mean_i /= static_cast<long double>(rows.size());
  mean_j /= static_cast<long double>(rows.size());
  long double products = 0.0L;
  for (const Row& row : rows) products += (row[i] - mean_i) * (row[j] - mean_j);
  return static_cast<double>(products / static_cast<long double>(rows.size() - 1));
}

}  // namespace

TEST_CASE("merged moments are those of two passes over all customers", "[tally]") {
  const std::vector<Row> rows = make_rows(5000, 1000.0);
  const std::size_t variables = GENERATE(1UL, 2UL, 3UL, 4UL);
  const std::size_t group = GENERATE(1UL, 7UL, 512UL, 5000UL);
  const Comoments merged = fold(rows, variables, group);
  CHECK(merged.n == rows.size());
  for (std::size_t i = 0; i < variables; ++i) {
    // The mean of about 1000 is corrected 5000 times, each time by a rounding of at most 2^-44;
    // their random sum is below 70 * 2^-44 = 4e-12, the worst case 3e-10.
    CHECK(std::abs(merged.mean[i] - direct_mean(rows, i)) <= 3e-10);
    for (std::size_t j = i; j < variables; ++j) {
      // Shifts carry the rounding of values near 1000, 1.1e-13 each, against spreads of about 1.
      CHECK(merged.covariance(i, j) ==
            Approx(direct_covariance(rows, i, j)).epsilon(1e-11).margin(1e-11));
      CHECK(merged.covariance(j, i) == merged.covariance(i, j));
    }
    CHECK(merged.variance(i) == merged.covariance(i, i));
  }
}

TEST_CASE("the same order of merging gives the same bits", "[tally]") {
  const std::vector<Row> rows = make_rows(1000, 3.0);
  CHECK(fold(rows, 4, 64) == fold(rows, 4, 64));
}

TEST_CASE("merging with nothing changes nothing", "[tally]") {
  const Comoments moments = fold(make_rows(10, 0.0), 2, 10);
  Comoments empty;
  empty.variables = 2;
  Comoments left = empty;
  left.merge(moments);
  CHECK(left == moments);
  Comoments right = moments;
  right.merge(empty);
  CHECK(right == moments);
}

TEST_CASE("fewer than two customers have no variance", "[tally]") {
  CHECK(Comoments{}.variance(0) == 0.0);
  CHECK(of_one({5.0, 0, 0, 0}, 1).variance(0) == 0.0);
}

TEST_CASE("customers who are all alike have a variance of exactly zero", "[tally]") {
  const std::vector<Row> rows(1000, Row{0.1, 1.0 / 3, 1e9, -7.0});
  const Comoments moments = fold(rows, 4, 13);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(moments.mean[i] == rows[0][i]);
    CHECK(moments.variance(i) == 0.0);
  }
}

TEST_CASE("a rare large payment keeps its variance over many merges", "[tally]") {
  // One customer of a million pays 1000, the others nothing: the mean is 0.001 and the variance
  // 1000^2 * (1/N) * (1 - 1/N) * N / (N - 1) = 1.
  Comoments many;
  many.n = 999999;
  many.merge(of_one({1000.0, 0, 0, 0}, 1));
  CHECK(many.mean[0] == Approx(0.001).epsilon(1e-14));
  CHECK(many.variance(0) == Approx(1.0).epsilon(1e-14));
}
