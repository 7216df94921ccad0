// scenarios/winback.yaml, control, written out by hand: one customer after the other in scalar C++,
// with the fastest generator and samplers. It cannot tell customer 17's story again, nor send the
// same customers through a variant.
#include "counts.h"
#include "ziggurat.h"

namespace {

using namespace peers;

// A chance as the bound that 64 random bits must stay below.
std::uint64_t bound(double chance) {
  return static_cast<std::uint64_t>(chance * 0x1p64);
}

struct Bounds {
  std::uint64_t open, reopen, click, reply, buy, rescue, stay;
};

class Winback {
 public:
  explicit Winback(std::uint64_t seed) : random_(seed) {
    for (std::size_t s = 0; s < n_segments; ++s) {
      bounds_[s] = {bound(open[s]), bound(reopen[s]), bound(click[s]), bound(reply[s]),
                    bound(buy[s]),  bound(rescue[s]), bound(stay[s])};
    }
  }

  void one_customer() noexcept {
    const std::uint64_t drawn = random_();
    const std::size_t segment = (drawn >= first_) + (drawn >= second_);
    const Bounds& chance = bounds_[segment];
    Counts& counts = counts_[segment];
    ++counts.customers;
    double clock = 0.0;
    double cost = 0.002;
    double contacts = 1.0;
    const bool comes = to_checkout(chance, clock, cost, contacts);
    if (comes) buys_or_not(chance, counts, clock, cost);
    counts.cost.add(cost);
    counts.contacts.add(contacts);
  }

  [[nodiscard]] const std::array<Counts, n_segments>& counts() const noexcept { return counts_; }

 private:
  bool to_checkout(const Bounds& chance, double& clock, double& cost, double& contacts) noexcept {
    if (random_() < chance.open) {
      clock += 0.5 * exponential_(random_);
      if (random_() < chance.click) return true;
      clock += 2.0;
      cost += 0.002;
      contacts += 1.0;
      if (random_() < chance.reopen) {
        clock += 0.5 * exponential_(random_);
        if (random_() < chance.click) return true;
      } else {
        clock += 3.0;
      }
    } else {
      clock += 3.0;
    }
    if (clock > horizon) return false;
    cost += 0.05;
    contacts += 1.0;
    if (random_() >= chance.reply) return false;
    clock += exponential_(random_);
    return true;
  }

  void buys_or_not(const Bounds& chance, Counts& counts, double clock, double& cost) noexcept {
    clock += std::exp(-1.0 + 0.8 * normal_(random_));
    if (clock > horizon) return;
    if (random_() >= chance.buy) {
      cost += 3.0;
      clock += exponential_(random_);
      if (clock > horizon || random_() >= chance.rescue) return;
    }
    ++counts.purchasers;
    counts.converted += clock <= conversion_limit;
    double revenue = payment();
    for (int age = 1;; ++age) {
      clock += period;
      if (clock > horizon) break;
      if (random_() >= chance.stay) break;
      revenue += payment();
      counts.retained += age == periods_to_retention;
    }
    counts.revenue.add(revenue);
  }

  double payment() noexcept { return std::exp(3.5 + 0.6 * normal_(random_)); }

  Xoshiro random_;
  Exponential exponential_;
  Normal normal_;
  std::uint64_t first_ = bound(share[0]), second_ = bound(share[0] + share[1]);
  std::array<Bounds, n_segments> bounds_{};
  std::array<Counts, n_segments> counts_;
};

}  // namespace

int main(int n_arguments, char** arguments) {
  const Request request = read_request(n_arguments, arguments);
  Winback winback(request.seed);
  for (std::uint64_t i = 0; i < request.customers; ++i) winback.one_customer();
  print_answer(winback.counts());
  return 0;
}
