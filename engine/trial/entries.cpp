#include "trial/entries.h"

#include <cmath>

#include "random/philox_engine.h"

namespace journeylab {
namespace {

// Another key than that of the customers' own draws.
constexpr std::uint64_t assignment_key = 0x61737369676E6564;  // "assigned"

// How many of n customers have a property of this chance, each by a random word of its own: whole
// numbers alone decide, so that the answer is the same on every machine.
std::uint64_t binomial(PhiloxEngine& engine, std::uint64_t n, double chance) {
  if (!(chance > 0.0)) return 0;
  if (chance >= 1.0) return n;
  const auto below = static_cast<std::uint64_t>(std::nearbyint(chance * 4294967296.0));  // 2^32
  std::uint64_t count = 0;
  for (std::uint64_t i = 0; i < n; ++i) count += engine() < below ? 1 : 0;
  return count;
}

// The recorded customers of an arm, by the journey that they meet.
std::vector<std::uint64_t> treat(PhiloxEngine& engine, std::size_t arms, std::size_t arm,
                                 std::uint64_t recorded, double contamination) {
  std::vector<std::uint64_t> treated(arms);
  std::uint64_t strayed = binomial(engine, recorded, contamination);
  treated[arm] = recorded - strayed;
  std::size_t others = arms - 1;
  for (std::size_t other = 0; other < arms; ++other) {
    if (other == arm) continue;
    const std::uint64_t here = binomial(engine, strayed, 1.0 / static_cast<double>(others));
    treated[other] += here;
    strayed -= here;
    --others;
  }
  return treated;
}

}  // namespace

std::vector<std::uint64_t> entries_by_day(const TestPlan& plan, std::uint32_t last_day) {
  std::vector<std::uint64_t> entries(last_day + 1);
  double expected = 0.0;
  std::uint64_t so_far = 0;
  for (std::uint32_t day = 1; day <= last_day; ++day) {
    expected += expected_entries(plan, day);
    const auto total = static_cast<std::uint64_t>(std::llround(expected));
    entries[day] = total - so_far;
    so_far = total;
  }
  return entries;
}

std::vector<ArmEntries> assign(const TestModel& model, double contamination,
                               std::span<const double> shares, std::uint64_t replicate,
                               std::uint32_t day, std::uint64_t customers) {
  PhiloxEngine engine(model.seed ^ assignment_key, replicate << 16 | day);
  std::vector<ArmEntries> entries(shares.size());
  double left_share = 1.0;
  for (std::size_t arm = 0; arm < shares.size(); ++arm) {
    const bool is_last = arm + 1 == shares.size();
    ArmEntries& own = entries[arm];
    own.assigned = is_last ? customers : binomial(engine, customers, shares[arm] / left_share);
    customers -= own.assigned;
    left_share -= shares[arm];
    own.recorded = own.assigned - binomial(engine, own.assigned, model.arms[arm].lost);
    own.treated = treat(engine, shares.size(), arm, own.recorded, contamination);
  }
  return entries;
}

}  // namespace journeylab
