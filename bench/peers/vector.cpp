// scenarios/winback.yaml, control, written out by hand for AVX-512: what a program can do that
// knows the tree. Batches of customers go from stage to stage through queues; random numbers are a
// pure function of seed, customer and block (Philox4x32-10), 1.55 blocks a customer: block 0 for
// all, 1 at the second e-mail, 2 at the checkout, 3 at the purchase, then one for two months of
// loyalty.
//
// With 32 random bits no exponential exceeds 23 means and the lognormal wait no 60 days, so nobody
// comes to the horizon, nor a purchase to its 90 days before it, ahead of the loyalty loop: there
// alone it is asked for.
#include "counts.h"
#include "lanes.h"

namespace {

using namespace peers;

constexpr std::size_t batch = 8192;  // customers; their queues stay in the second cache

// A customer in a queue: its place in the batch, its segment, and what it has been through.
constexpr int segment_shift = 16;
constexpr int second_email = 1 << 18;
constexpr int text_message = 1 << 19;
constexpr int called = 1 << 20;

template <typename Element>
using Column = std::array<Element, batch + 16>;

struct alignas(64) Queue {
  std::size_t n = 0;
  alignas(64) Column<std::uint32_t> who;
  alignas(64) Column<float> clock;
  alignas(64) Column<std::uint32_t> first_word;  // of block 0, where still to be used
  alignas(64) Column<std::uint32_t> second_word;
  alignas(64) Column<float> revenue;
};

Mask lanes_left(std::size_t n, std::size_t i) noexcept {
  return n - i >= 16 ? 0xffff : static_cast<Mask>((1U << (n - i)) - 1U);
}

Whole load(const Column<std::uint32_t>& column, std::size_t i) noexcept {
  return _mm512_load_si512(&column[i]);
}

Floats load(const Column<float>& column, std::size_t i) noexcept {
  return _mm512_load_ps(&column[i]);
}

void append(Column<std::uint32_t>& column, std::size_t n, Mask mask, Whole values) noexcept {
  _mm512_storeu_si512(&column[n], _mm512_maskz_compress_epi32(mask, values));
}

void append(Column<float>& column, std::size_t n, Mask mask, Floats values) noexcept {
  _mm512_storeu_ps(&column[n], _mm512_maskz_compress_ps(mask, values));
}

std::uint64_t count(Mask mask) noexcept {
  return static_cast<std::uint64_t>(__builtin_popcount(mask));
}

// One figure of each segment, to be looked up by the segment's number.
struct Table {
  explicit Table(const std::array<double, n_segments>& chance) noexcept {
    alignas(64) std::array<std::uint32_t, 16> bounds{};
    for (std::size_t s = 0; s < n_segments; ++s) {
      bounds[s] = static_cast<std::uint32_t>(chance[s] * 0x1p32 + 0.5);
      each[s] = _mm512_set1_epi32(static_cast<int>(bounds[s]));
    }
    all = _mm512_load_si512(bounds.data());
  }
  [[nodiscard]] Whole of(Whole segment) const noexcept {
    return _mm512_permutexvar_epi32(segment, all);
  }
  [[nodiscard]] Whole of(Mask beyond_first, Mask beyond_second) const noexcept {
    return _mm512_mask_mov_epi32(_mm512_mask_mov_epi32(each[0], beyond_first, each[1]),
                                 beyond_second, each[2]);
  }
  Whole all;
  std::array<Whole, n_segments> each;
};

// How many of a mask's customers are of each segment.
struct BySegment {
  std::array<std::uint64_t, n_segments> n{};
  void add(Mask mask, Mask beyond_first, Mask beyond_second) noexcept {
    const std::uint64_t second = count(mask & beyond_first);
    const std::uint64_t third = count(mask & beyond_second);
    n[0] += count(mask) - second;
    n[1] += second - third;
    n[2] += third;
  }
};

class Winback {
 public:
  explicit Winback(std::uint64_t seed) : philox_(seed) {}

  void run(std::uint64_t customers) noexcept {
    for (std::uint64_t first = 0; first < customers; first += batch) {
      const std::uint64_t n = customers - first < batch ? customers - first : batch;
      base_ = static_cast<std::uint32_t>(first);
      high_ = static_cast<std::uint32_t>(first >> 32U);
      opened_.n = emailed_.n = checkout_.n = 0;
      first_email(n);
      first_click();
      second_email_and_click();
      checkout();
      for (std::size_t s = 0; s < n_segments; ++s) {
        purchase(s);
        for (std::uint32_t block = 4; buyers_[s].n > 0; ++block) loyalty(s, block);
      }
    }
  }

  [[nodiscard]] std::array<Counts, n_segments> counts() const noexcept;

 private:
  void first_email(std::size_t n) noexcept;
  void first_click() noexcept;
  void second_email_and_click() noexcept;
  void checkout() noexcept;
  void purchase(std::size_t segment) noexcept;
  void loyalty(std::size_t segment, std::uint32_t block) noexcept;

  [[nodiscard]] Words draw(Whole who, std::uint32_t block) const noexcept {
    const Whole place = _mm512_and_si512(who, _mm512_set1_epi32(0xffff));
    return philox_(_mm512_or_si512(place, _mm512_set1_epi32(static_cast<int>(base_))), high_,
                   block);
  }
  static Whole segment_of(Whole who) noexcept {
    return _mm512_and_si512(_mm512_srli_epi32(who, segment_shift), _mm512_set1_epi32(3));
  }
  void add_revenue(std::size_t segment, Mask mask, Floats revenue) noexcept {
    const auto add = [&](Mask half, __m256 part) {
      const __m512d value = _mm512_maskz_cvtps_pd(static_cast<__mmask8>(half), part);
      revenue_[segment] = _mm512_add_pd(revenue_[segment], value);
      squares_[segment] = _mm512_fmadd_pd(value, value, squares_[segment]);
    };
    add(mask & 0xff, _mm512_castps512_ps256(revenue));
    add(mask >> 8, _mm512_extractf32x8_ps(revenue, 1));
  }

  Philox philox_;
  std::uint32_t base_ = 0, high_ = 0;
  Table open_{peers::open}, reopen_{reopen}, click_{click}, reply_{reply}, buy_{buy},
      rescue_{rescue}, stay_{stay};
  Queue opened_, emailed_, checkout_;
  std::array<Queue, n_segments> buyers_;
  BySegment all_, openers_, clickers_, late_clickers_, callers_, callers_email_, callers_text_;
  std::array<std::uint64_t, n_segments> converted_{}, purchasers_{}, retained_{};
  std::array<__m512d, n_segments> revenue_{}, squares_{};
};

void Winback::first_email(std::size_t n) noexcept {
  const Whole second = _mm512_set1_epi32(static_cast<int>(0x80000000U));
  const Whole third = _mm512_set1_epi32(static_cast<int>(0xcccccccdU));
  Whole place = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  std::size_t openers = 0;
  std::size_t repliers = 0;
  for (std::size_t i = 0; i < n; i += 16) {
    const Mask valid = lanes_left(n, i);
    const Words words = draw(place, 0);
    const Mask beyond_first = _mm512_mask_cmpge_epu32_mask(valid, words[0], second);
    const Mask beyond_second = _mm512_mask_cmpge_epu32_mask(valid, words[0], third);
    Whole who =
        _mm512_mask_or_epi32(place, beyond_first, place, _mm512_set1_epi32(1 << segment_shift));
    who = _mm512_mask_add_epi32(who, beyond_second, who, _mm512_set1_epi32(1 << segment_shift));
    const Mask opens =
        _mm512_mask_cmplt_epu32_mask(valid, words[1], open_.of(beyond_first, beyond_second));
    const Mask replies = _mm512_mask_cmplt_epu32_mask(static_cast<Mask>(valid & ~opens), words[3],
                                                      reply_.of(beyond_first, beyond_second));
    append(opened_.who, openers, opens, who);
    append(opened_.first_word, openers, opens, words[2]);
    append(opened_.second_word, openers, opens, words[3]);
    openers += count(opens);
    append(checkout_.who, repliers, replies, _mm512_or_si512(who, _mm512_set1_epi32(text_message)));
    _mm512_storeu_ps(&checkout_.clock[repliers], _mm512_set1_ps(3.0F));
    repliers += count(replies);
    all_.add(valid, beyond_first, beyond_second);
    place = _mm512_add_epi32(place, _mm512_set1_epi32(16));
  }
  opened_.n = openers;
  checkout_.n = repliers;
}

void Winback::first_click() noexcept {
  for (std::size_t i = 0; i < opened_.n; i += 16) {
    const Mask valid = lanes_left(opened_.n, i);
    const Whole who = load(opened_.who, i);
    const Whole segment = segment_of(who);
    const Floats clock =
        _mm512_mul_ps(exponential_of(load(opened_.first_word, i)), _mm512_set1_ps(0.5F));
    const Mask clicks =
        _mm512_mask_cmplt_epu32_mask(valid, load(opened_.second_word, i), click_.of(segment));
    const Mask leaves = static_cast<Mask>(valid & ~clicks);
    append(checkout_.who, checkout_.n, clicks, who);
    append(checkout_.clock, checkout_.n, clicks, clock);
    checkout_.n += count(clicks);
    append(emailed_.who, emailed_.n, leaves, _mm512_or_si512(who, _mm512_set1_epi32(second_email)));
    append(emailed_.clock, emailed_.n, leaves, _mm512_add_ps(clock, _mm512_set1_ps(2.0F)));
    emailed_.n += count(leaves);
    const Mask beyond_first = _mm512_test_epi32_mask(segment, segment);
    const Mask beyond_second = _mm512_test_epi32_mask(segment, _mm512_set1_epi32(2));
    openers_.add(valid, beyond_first, beyond_second);
    clickers_.add(clicks, beyond_first, beyond_second);
  }
}

void Winback::second_email_and_click() noexcept {
  for (std::size_t i = 0; i < emailed_.n; i += 16) {
    const Mask valid = lanes_left(emailed_.n, i);
    const Whole who = load(emailed_.who, i);
    const Whole segment = segment_of(who);
    const Words words = draw(who, 1);
    const Mask opens = _mm512_mask_cmplt_epu32_mask(valid, words[0], reopen_.of(segment));
    const Floats delay = _mm512_mask_mul_ps(_mm512_set1_ps(3.0F), opens, exponential_of(words[1]),
                                            _mm512_set1_ps(0.5F));
    const Mask clicks = _mm512_mask_cmplt_epu32_mask(opens, words[2], click_.of(segment));
    const Mask replies = _mm512_mask_cmplt_epu32_mask(static_cast<Mask>(valid & ~clicks), words[3],
                                                      reply_.of(segment));
    const Mask comes = clicks | replies;
    append(checkout_.who, checkout_.n, comes,
           _mm512_mask_or_epi32(who, replies, who, _mm512_set1_epi32(text_message)));
    append(checkout_.clock, checkout_.n, comes, _mm512_add_ps(load(emailed_.clock, i), delay));
    checkout_.n += count(comes);
    late_clickers_.add(clicks, _mm512_test_epi32_mask(segment, segment),
                       _mm512_test_epi32_mask(segment, _mm512_set1_epi32(2)));
  }
}

void Winback::checkout() noexcept {
  for (Queue& queue : buyers_) queue.n = 0;
  for (std::size_t i = 0; i < checkout_.n; i += 16) {
    const Mask valid = lanes_left(checkout_.n, i);
    const Whole who = load(checkout_.who, i);
    const Whole segment = segment_of(who);
    const Words words = draw(who, 2);
    Floats clock = _mm512_add_ps(load(checkout_.clock, i), lognormal_of(words[1], -1.0F, 0.8F));
    const Mask texted = _mm512_mask_test_epi32_mask(valid, who, _mm512_set1_epi32(text_message));
    clock = _mm512_mask_add_ps(clock, texted, clock, exponential_of(words[0]));
    const Mask buys = _mm512_mask_cmplt_epu32_mask(valid, words[2], buy_.of(segment));
    const Mask calls = static_cast<Mask>(valid & ~buys);
    const Mask rescued = _mm512_mask_cmplt_epu32_mask(calls, words[3], rescue_.of(segment));
    const Whole buyer = _mm512_mask_or_epi32(who, rescued, who, _mm512_set1_epi32(called));
    const Mask beyond_first = _mm512_test_epi32_mask(segment, segment);
    const Mask beyond_second = _mm512_test_epi32_mask(segment, _mm512_set1_epi32(2));
    const auto bought = static_cast<Mask>(buys | rescued);
    const std::array<Mask, n_segments> of_segment{
        static_cast<Mask>(bought & ~beyond_first),
        static_cast<Mask>(bought & beyond_first & ~beyond_second),
        static_cast<Mask>(bought & beyond_second)};
    for (std::size_t s = 0; s < n_segments; ++s) {
      append(buyers_[s].who, buyers_[s].n, of_segment[s], buyer);
      append(buyers_[s].clock, buyers_[s].n, of_segment[s], clock);
      buyers_[s].n += count(of_segment[s]);
    }
    callers_.add(calls, beyond_first, beyond_second);
    const Mask twice = _mm512_test_epi32_mask(who, _mm512_set1_epi32(second_email));
    callers_email_.add(calls & twice, beyond_first, beyond_second);
    callers_text_.add(calls & texted, beyond_first, beyond_second);
  }
}

void Winback::purchase(std::size_t segment) noexcept {
  Queue& queue = buyers_[segment];
  std::size_t left = 0;
  purchasers_[segment] += queue.n;
  for (std::size_t i = 0; i < queue.n; i += 16) {
    const Mask valid = lanes_left(queue.n, i);
    const Whole who = load(queue.who, i);
    const Words words = draw(who, 3);
    Floats clock = load(queue.clock, i);
    const Mask waited = _mm512_test_epi32_mask(who, _mm512_set1_epi32(called));
    clock = _mm512_mask_add_ps(clock, waited, clock, exponential_of(words[0]));
    converted_[segment] +=
        count(_mm512_mask_cmp_ps_mask(valid, clock, _mm512_set1_ps(conversion_limit), _CMP_LE_OQ));
    Floats revenue = lognormal_of(words[1], 3.5F, 0.6F);
    clock = _mm512_add_ps(clock, _mm512_set1_ps(period));
    const Mask stays = _mm512_mask_cmplt_epu32_mask(
        _mm512_mask_cmp_ps_mask(valid, clock, _mm512_set1_ps(horizon), _CMP_LE_OQ), words[2],
        stay_.each[segment]);
    add_revenue(segment, static_cast<Mask>(valid & ~stays), revenue);
    revenue = _mm512_add_ps(revenue, lognormal_of(words[3], 3.5F, 0.6F));
    append(queue.who, left, stays, who);
    append(queue.clock, left, stays, clock);
    append(queue.revenue, left, stays, revenue);
    left += count(stays);
  }
  queue.n = left;
}

// Two months: the second and third after the purchase with block 4, and so on.
void Winback::loyalty(std::size_t segment, std::uint32_t block) noexcept {
  Queue& queue = buyers_[segment];
  std::size_t left = 0;
  const Floats end = _mm512_set1_ps(horizon);
  for (std::size_t i = 0; i < queue.n; i += 16) {
    const Mask valid = lanes_left(queue.n, i);
    const Whole who = load(queue.who, i);
    const Words words = draw(who, block);
    Floats clock = load(queue.clock, i);
    Floats revenue = load(queue.revenue, i);
    Mask stays = valid;
    for (std::size_t month = 0; month < 2; ++month) {
      clock = _mm512_add_ps(clock, _mm512_set1_ps(period));
      stays = _mm512_mask_cmp_ps_mask(stays, clock, end, _CMP_LE_OQ);
      stays = _mm512_mask_cmplt_epu32_mask(stays, words[2 * month], stay_.each[segment]);
      revenue = _mm512_mask_add_ps(revenue, stays, revenue,
                                   lognormal_of(words[2 * month + 1], 3.5F, 0.6F));
    }
    add_revenue(segment, static_cast<Mask>(valid & ~stays), revenue);
    append(queue.who, left, stays, who);
    append(queue.clock, left, stays, clock);
    append(queue.revenue, left, stays, revenue);
    left += count(stays);
  }
  queue.n = left;
  static_assert(periods_to_retention == 3);
  if (block == 4) retained_[segment] += left;
}

// Costs and contacts take few values: counting who took which way is enough. b is the cost without
// the call; with it, (b + 3)^2 = b^2 + 6 b + 9.
std::array<Counts, n_segments> Winback::counts() const noexcept {
  std::array<Counts, n_segments> result;
  for (std::size_t s = 0; s < n_segments; ++s) {
    Counts& counts = result[s];
    counts.customers = all_.n[s];
    counts.converted = converted_[s];
    counts.purchasers = purchasers_[s];
    counts.retained = retained_[s];
    counts.revenue = {_mm512_reduce_add_pd(revenue_[s]), _mm512_reduce_add_pd(squares_[s])};
    const auto add_way = [&counts](std::uint64_t customers, double cost, double contacts) {
      const auto n = static_cast<double>(customers);
      counts.cost.merge({n * cost, n * cost * cost});
      counts.contacts.merge({n * contacts, n * contacts * contacts});
    };
    const std::uint64_t twice = openers_.n[s] - clickers_.n[s];
    add_way(clickers_.n[s], 0.002, 1.0);
    add_way(all_.n[s] - openers_.n[s], 0.052, 2.0);
    add_way(late_clickers_.n[s], 0.004, 2.0);
    add_way(twice - late_clickers_.n[s], 0.054, 3.0);
    const auto calls = static_cast<double>(callers_.n[s]);
    const double before = 0.002 * (calls + static_cast<double>(callers_email_.n[s])) +
                          0.05 * static_cast<double>(callers_text_.n[s]);
    counts.cost.merge({3.0 * calls, 6.0 * before + 9.0 * calls});
  }
  return result;
}

}  // namespace

int main(int n_arguments, char** arguments) {
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512dq") ||
      !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl")) {
    std::fputs("peer_vector: this machine has no AVX-512\n", stderr);
    return 3;
  }
  const Request request = read_request(n_arguments, arguments);
  static Winback winback(request.seed);
  winback.run(request.customers);
  print_answer(winback.counts());
  return 0;
}
