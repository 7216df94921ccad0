// The customers of stopped_runs: shares, heavy tails, pairs, retention.
#include <array>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "stopped_runs.h"
#include "unit/experiment/by_hand.h"

namespace journeylab::testing {
namespace {

std::uint64_t binomial(std::uint64_t n, double p, Random& random) {
  return static_cast<std::uint64_t>(
      std::binomial_distribution<std::int64_t>(static_cast<std::int64_t>(n), p)(random));
}

template <typename Tally>
Tally& only(std::vector<std::vector<MetricTally>>& metrics) {
  if (metrics.empty()) metrics.push_back({Tally{}});
  return std::get<Tally>(metrics[0][0]);
}

template <typename Tally>
Tally& only_pair(std::vector<std::vector<PairedTally>>& pairs) {
  if (pairs.empty()) pairs.push_back({Tally{}});
  return std::get<Tally>(pairs[0][0]);
}

StoppedCase case_of(std::string name, Metric metric, bool compare) {
  StoppedCase stopped;
  stopped.name = std::move(name);
  stopped.scenario = plain_scenario();
  stopped.scenario.segments.resize(1);
  stopped.scenario.variants.resize(compare ? 2 : 1);
  stopped.scenario.metrics = {std::move(metric)};
  stopped.compare = compare;
  return stopped;
}

StoppedCase share_case(double p) {
  StoppedCase stopped =
      case_of(fmt::format("share {:g}", p), metric_of("share", goal_kind()), false);
  stopped.truth = p;
  stopped.one_customer = std::sqrt(p * (1.0 - p));
  stopped.add = [p](RunTally& tally, std::uint64_t shards, Random& random) {
    auto& share = only<ShareTally>(tally.variants[0].metrics);
    share.n += shards * shard;
    share.successes += binomial(shards * shard, p, random);
  };
  return stopped;
}

// The same customers under control and the variant: control_only and variant_only of them differ.
StoppedCase paired_share_case(double both, double control_only, double variant_only) {
  StoppedCase stopped = case_of("paired shares", metric_of("share", goal_kind()), true);
  const double control = both + control_only;
  stopped.truth = variant_only - control_only;
  stopped.relative_truth = stopped.truth / control;
  stopped.one_customer = std::sqrt(control_only + variant_only - stopped.truth * stopped.truth);
  stopped.add = [=](RunTally& tally, std::uint64_t shards, Random& random) {
    auto& own = only<ShareTally>(tally.variants[0].metrics);
    static_cast<void>(only<ShareTally>(tally.variants[1].metrics));
    auto& pairs = only_pair<PairedShareTally>(tally.variants[1].paired);
    const std::uint64_t n = shards * shard;
    const std::uint64_t b = binomial(n, both, random);
    const std::uint64_t c = binomial(n - b, control_only / (1.0 - both), random);
    const std::uint64_t v = binomial(n - b - c, variant_only / (1.0 - both - control_only), random);
    pairs.merge({.both = b, .control_only = c, .variant_only = v, .neither = n - b - c - v});
    own.merge({.n = n, .successes = b + c});
  };
  return stopped;
}

// Shards of customers, drawn once; runs draw from them.
using Pool = std::vector<PairedMeanTally>;

std::shared_ptr<Pool> pool_of(std::size_t n, std::size_t variables,
                              const std::function<std::array<double, 2>(Random&)>& customer,
                              Random& random) {
  auto pool = std::make_shared<Pool>(n);
  std::vector<std::array<double, 2>> rows(shard);
  for (PairedMeanTally& tally : *pool) {
    Comoments& moments = tally.moments;
    moments.variables = variables;
    moments.n = shard;
    for (auto& row : rows) {
      row = customer(random);
      for (std::size_t i = 0; i < variables; ++i) moments.mean[i] += row[i] / double{shard};
      tally.differing += row[0] != row[1] ? 1 : 0;
    }
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < variables; ++i) {
        for (std::size_t j = i; j < variables; ++j) {
          moments.products[i][j] += (row[i] - moments.mean[i]) * (row[j] - moments.mean[j]);
        }
      }
    }
  }
  return pool;
}

PairedMeanTally merged(const Pool& pool) {
  PairedMeanTally all = pool.front();
  for (std::size_t i = 1; i < pool.size(); ++i) all.merge(pool[i]);
  return all;
}

StoppedCase mean_case(const std::string& name, const std::function<double(Random&)>& customer,
                      std::size_t n_pool, Random& random) {
  StoppedCase stopped = case_of(name, metric_of("revenue", mean_kind()), false);
  const auto pool = pool_of(
      n_pool, 1,
      [&](Random& r) {
        return std::array<double, 2>{customer(r), 0.0};
      },
      random);
  const Comoments all = merged(*pool).moments;
  stopped.truth = all.mean[0];
  stopped.one_customer = std::sqrt(all.variance(0));
  stopped.add = [pool](RunTally& tally, std::uint64_t shards, Random& r) {
    auto& mean = only<MeanTally>(tally.variants[0].metrics);
    std::uniform_int_distribution<std::size_t> which(0, pool->size() - 1);
    for (std::uint64_t i = 0; i < shards; ++i) mean.moments.merge((*pool)[which(r)].moments);
  };
  return stopped;
}

StoppedCase paired_mean_case(const std::string& name,
                             const std::function<std::array<double, 2>(Random&)>& customer,
                             std::size_t n_pool, Random& random) {
  StoppedCase stopped = case_of(name, metric_of("revenue", mean_kind()), true);
  const auto pool = pool_of(n_pool, 2, customer, random);
  const Comoments all = merged(*pool).moments;
  stopped.truth = all.mean[1] - all.mean[0];
  stopped.relative_truth = stopped.truth / all.mean[0];
  stopped.one_customer = std::sqrt(all.variance(0) + all.variance(1) - 2.0 * all.covariance(0, 1));
  stopped.add = [pool](RunTally& tally, std::uint64_t shards, Random& r) {
    static_cast<void>(only<MeanTally>(tally.variants[0].metrics));
    static_cast<void>(only<MeanTally>(tally.variants[1].metrics));
    auto& pairs = only_pair<PairedMeanTally>(tally.variants[1].paired);
    pairs.moments.variables = 2;
    std::uniform_int_distribution<std::size_t> which(0, pool->size() - 1);
    for (std::uint64_t i = 0; i < shards; ++i) pairs.merge((*pool)[which(r)]);
  };
  return stopped;
}

constexpr std::size_t n_groups = 64;
constexpr Ticks short_horizon = 4;  // few cells

// Customers who enter with chance `enter`; with `compare`, of the entered a share `saved` ends
// under control alone. All are followed to the end.
StoppedCase retention_case(const std::string& name, double enter, double lost, double saved,
                           bool compare) {
  StoppedCase stopped = case_of(name, metric_of("retention", retained_kind(2)), compare);
  stopped.scenario.horizon = short_horizon;
  stopped.truth = compare ? saved : 1.0 - lost;
  stopped.relative_truth = saved / (1.0 - lost);
  stopped.one_customer = std::sqrt((compare ? saved * (1.0 - saved) : lost * (1.0 - lost)) / enter);
  stopped.add = [=](RunTally& tally, std::uint64_t shards, Random& random) {
    const std::size_t n_cells = static_cast<std::size_t>(short_horizon);
    for (VariantTally& variant : tally.variants) {
      auto& groups = only<RetentionTally>(variant.metrics).groups;
      if (groups.empty()) groups.assign(n_groups, LifeTable(n_cells));
    }
    const auto enters = [&](std::size_t v, std::size_t g, std::uint64_t n, std::uint64_t ends) {
      LifeTable& table = only<RetentionTally>(tally.variants[v].metrics).groups[g];
      table.entered += n;
      table.events[1] += static_cast<std::uint32_t>(ends);
      table.followed[n_cells] += static_cast<std::uint32_t>(n - ends);
    };
    for (std::size_t g = 0; g < n_groups; ++g) {
      const std::uint64_t n = binomial(shards * shard / n_groups, enter, random);
      const std::uint64_t ends = binomial(n, lost, random);
      enters(0, g, n, ends);
      if (!compare) continue;
      const std::uint64_t changed = binomial(ends, saved / lost, random);
      enters(1, g, n, ends - changed);
      only_pair<PairedRetentionTally>(tally.variants[1].paired).differing += changed;
    }
  };
  return stopped;
}

double lognormal(double mu, double sigma, Random& random) {
  return std::exp(mu + sigma * std::normal_distribution<double>()(random));
}

bool happens(double p, Random& random) {
  return std::uniform_real_distribution<double>()(random) < p;
}

}  // namespace

std::vector<StoppedCase> stopped_cases(std::size_t pool, Random& random) {
  std::vector<StoppedCase> cases{share_case(0.5), share_case(0.05), share_case(0.001),
                                 share_case(1e-5)};
  for (const double sigma : {0.6, 2.0}) {
    cases.push_back(mean_case(
        fmt::format("lognormal mean, sigma {:g}", sigma),
        [=](Random& r) { return lognormal(0.0, sigma, r); }, pool, random));
  }
  cases.push_back(mean_case(
      "revenue of the 8 % who buy",
      [](Random& r) {
        double sum = 0.0;
        for (bool pays = happens(0.08, r); pays; pays = happens(0.65, r)) {
          sum += lognormal(3.5, 0.6, r);
        }
        return sum;
      },
      pool, random));
  cases.push_back(paired_share_case(0.08, 0.0005, 0.003));
  cases.push_back(paired_mean_case(
      "paired revenue, 0.3 % differ",
      [](Random& r) {
        const bool differs = happens(0.003, r);
        if (!differs && !happens(0.08, r)) {
          return std::array<double, 2>{0.0, 0.0};
        }
        const double spent = lognormal(3.5, 0.6, r);
        return std::array<double, 2>{differs ? 0.0 : spent, spent};
      },
      pool, random));
  cases.push_back(retention_case("retention of the 8 % who buy", 0.08, 0.4, 0.0, false));
  cases.push_back(retention_case("paired retention", 0.08, 0.4, 0.02, true));
  return cases;
}

}  // namespace journeylab::testing
