// scenarios/winback.yaml, control, written out by hand for AVX-512 as vector.cpp is, but for the
// same work as the engine's: its dice and formulas in double precision, times in whole ticks, and
// what it counts of steps, ways and segments. So it gives the engine's counts to the last one, and
// shows what reading the tree as data costs: the limit of an engine with this contract.
//
// What it knows and the engine does not: the tree, that nobody comes to the horizon before the
// loyalty loop, and that cost and contacts depend on the way alone. Customers move from queue to
// queue with their keys and clocks side by side.
#include <cmath>
#include <string>

#include <fmt/format.h>
#include <immintrin.h>

#include "counts.h"
#include "plan/draws.h"
#include "random/distribution.h"
#include "tally/exact_sum.h"
#include "vector/loops.h"

namespace {

using namespace peers;
using namespace journeylab;

constexpr std::size_t batch = 4096;
constexpr double ticks_per_day = 86400.0 * ticks_per_second;
constexpr Ticks end_of_time = horizon * ticks_per_day;

// What a customer has been through, beside the segment in the two lowest bits.
constexpr std::uint32_t one_email = 1U << 2, one_text = 1U << 4, called = 1U << 5,
                        n_stories = 1U << 6;

template <typename Number>
using Column = std::array<Number, batch + 16>;

struct alignas(64) Queue {
  std::size_t n = 0;
  alignas(64) Column<std::uint64_t> key;
  alignas(64) Column<double> clock;
  alignas(64) Column<double> revenue;
  alignas(64) Column<double> first;  // of the purchase
  alignas(64) Column<std::uint32_t> story;
};

// What the engine's flow counts of a step.
struct StepCounts {
  std::uint64_t visits = 0, entry_ticks = 0, stay_ticks = 0;
  std::array<std::uint64_t, 2> completed{};
  ExactSum revenue;
};

enum Step { email1, click1, email2, click2, sms, checkout, call, purchase, loyalty, n_steps };
constexpr std::array<const char*, n_steps> step_names{
    "email1", "click1", "email2", "click2", "sms", "checkout", "call", "purchase", "loyalty"};

__m512i mix_eight(__m512i x) noexcept {
  const auto folded = [](__m512i y, unsigned shift) {
    return _mm512_xor_si512(y, _mm512_srli_epi64(y, shift));
  };
  x = _mm512_mullo_epi64(folded(x, mixing::first_shift),
                         _mm512_set1_epi64(static_cast<long long>(mixing::first_factor)));
  x = _mm512_mullo_epi64(folded(x, mixing::second_shift),
                         _mm512_set1_epi64(static_cast<long long>(mixing::second_factor)));
  return folded(x, mixing::third_shift);
}

// A choice between two ways by chances of the segments.
struct Chances {
  std::uint64_t place;
  __m512d limit;

  Chances(const char* step, const std::array<double, n_segments>& chance)
      : place(draw_place(StreamKind::step, step, "", DrawRole::choice)),
        limit(_mm512_setr_pd(threshold_of(chance[0]), threshold_of(chance[1]),
                             threshold_of(chance[2]), 0, 0, 0, 0, 0)) {}
  [[nodiscard]] __mmask8 take(__mmask8 inside, __m512i key, __m256i story,
                              std::uint64_t visit) const noexcept {
    const __m512i moved = _mm512_set1_epi64(static_cast<long long>(place + visit * visit_stride));
    const __m512d drawn = _mm512_cvtepu64_pd(mix_eight(_mm512_add_epi64(key, moved)));
    const __m512i segment = _mm512_cvtepu32_epi64(_mm256_and_si256(story, _mm256_set1_epi32(3)));
    return _mm512_mask_cmp_pd_mask(inside, drawn, _mm512_permutexvar_pd(segment, limit),
                                   _CMP_LT_OQ);
  }
};

// A drawn number of a step.
struct Drawn {
  std::uint64_t place;
  PreparedDistribution prepared;

  Drawn(const char* step, DrawRole role, Family family, double first, double second)
      : place(draw_place(StreamKind::step, step, "", role)) {
    DistributionSpec spec;
    spec.family = family;
    spec.parameters = {first, second, 0.0};
    prepared = prepare(spec, Tables::build);
  }
};

__mmask8 left_of(std::size_t n, std::size_t i) noexcept {
  return n - i >= 8 ? 0xff : static_cast<__mmask8>((1U << (n - i)) - 1U);
}

class Winback {
 public:
  explicit Winback(std::uint64_t seed) : seed_(seed) {}

  void run(std::uint64_t customers) noexcept {
    for (std::uint64_t done = 0; done < customers; done += batch) {
      checkout_.n = second_.n = texted_.n = buyers_.n = 0;
      first_email(done + 1, std::min<std::uint64_t>(batch, customers - done));
      first_click();
      second_email();
      second_text();
      at_checkout();
      buy();
      stay_or_leave();
    }
  }
  [[nodiscard]] std::array<Counts, n_segments> counts() const noexcept;
  /// As a member of the answer.
  [[nodiscard]] std::string steps() const {
    std::string text = ", \"steps\": {";
    for (std::size_t s = 0; s < n_steps; ++s) {
      const StepCounts& step = steps_[s];
      text += fmt::format(
          R"({}"{}": {{"visits": {}, "entry": {}, "stay": {}, "revenue": {}, "completed": [{}, {}]}})",
          s == 0 ? "" : ", ", step_names[s], step.visits,
          static_cast<double>(step.entry_ticks) / ticks_per_day,
          static_cast<double>(step.stay_ticks) / ticks_per_day, step.revenue.value(),
          step.completed[0], step.completed[1]);
    }
    return text + "}";
  }

 private:
  void first_email(std::uint64_t first, std::size_t n) noexcept;
  void first_click() noexcept;
  void second_email() noexcept;
  void second_text() noexcept;
  void at_checkout() noexcept;
  void buy() noexcept;
  void stay_or_leave() noexcept;

  void append(Queue& to, __mmask8 who, __m512i key, __m512d clock, __m256i story) const noexcept {
    _mm512_storeu_si512(&to.key[to.n], _mm512_maskz_compress_epi64(who, key));
    _mm512_storeu_pd(&to.clock[to.n], _mm512_maskz_compress_pd(who, clock));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(&to.story[to.n]),
                        _mm256_maskz_compress_epi32(who, story));
    to.n += static_cast<std::size_t>(__builtin_popcount(who));
  }
  // Those of a queue by chance to one queue and the rest to another; null: they end.
  void divide(Step step, const Chances& chances, const Queue& from, Queue* to,
              Queue* rest) noexcept;
  // Times of a draw pass for a queue from customer `begin` on.
  void pass(Step step, const Drawn& drawn, Queue& queue, std::size_t begin) noexcept {
    const std::size_t n = queue.n - begin;
    who_.n = n;
    loops_.draw(drawn.prepared, queue.key.data() + begin, drawn.place, who_, spans_.data());
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Ticks span = to_ticks(spans_[i], ticks_per_day);
      queue.clock[begin + i] += span;
      sum += static_cast<std::int64_t>(span);
    }
    steps_[step].stay_ticks += static_cast<std::uint64_t>(sum);
  }
  void last(Step step, double days, std::uint64_t customers) noexcept {
    steps_[step].stay_ticks += static_cast<std::uint64_t>(days * ticks_per_day) * customers;
  }
  static std::uint64_t sum_of_clocks(const Queue& queue, std::size_t begin) noexcept {
    std::int64_t sum = 0;
    for (std::size_t i = begin; i < queue.n; ++i) sum += static_cast<std::int64_t>(queue.clock[i]);
    return static_cast<std::uint64_t>(sum);
  }
  void enter(Step step, const Queue& queue, std::size_t begin) noexcept {
    steps_[step].visits += queue.n - begin;
    steps_[step].entry_ticks += sum_of_clocks(queue, begin);
  }
  void pay(Step step, const Drawn& drawn, Queue& queue, std::uint64_t visit) noexcept {
    who_.n = queue.n;
    loops_.draw(drawn.prepared, queue.key.data(), drawn.place + visit * visit_stride, who_,
                spans_.data());
    for (std::size_t done = 0; done < queue.n; done += 1024) {
      const FixedSum sum =
          loops_.sum_fixed(spans_.data() + done, std::min<std::size_t>(1024, queue.n - done));
      steps_[step].revenue.add_limbs(sum.high, sum.low);
    }
    for (std::size_t i = 0; i < queue.n; ++i) queue.revenue[i] += spans_[i];
  }
  void end(const Queue& queue, std::size_t i, Ticks at, bool counts) noexcept;

  static const std::array<std::uint32_t, batch>& positions() noexcept {
    static const auto all = [] {
      std::array<std::uint32_t, batch> numbers;
      for (std::uint32_t i = 0; i < batch; ++i) numbers[i] = i;
      return numbers;
    }();
    return all;
  }

  const VectorLoops& loops_ = vector_loops(VectorPath::avx512);
  std::uint64_t seed_;
  std::uint64_t segment_place_ = draw_place(StreamKind::segment, "", "", DrawRole::value);
  Chances open_{"email1", peers::open}, click_{"click1", click}, reopen_{"email2", reopen},
      late_click_{"click2", click}, reply_{"sms", reply}, buy_{"checkout", peers::buy},
      rescue_{"call", rescue}, stay_{"loyalty", stay};
  Drawn opened_{"email1", DrawRole::after, Family::exponential, 0.5, 0.0};
  Drawn reopened_{"email2", DrawRole::after, Family::exponential, 0.5, 0.0};
  Drawn replied_{"sms", DrawRole::after, Family::exponential, 1.0, 0.0};
  Drawn checked_{"checkout", DrawRole::wait, Family::lognormal, -1.0, 0.8};
  Drawn rescued_{"call", DrawRole::wait, Family::exponential, 1.0, 0.0};
  Drawn paid_{"purchase", DrawRole::revenue, Family::lognormal, 3.5, 0.6};
  Drawn paid_again_{"loyalty", DrawRole::way_revenue, Family::lognormal, 3.5, 0.6};
  Who who_{.position = positions().data(), .is_run = true};
  alignas(64) Column<double> spans_{};
  Queue openers_, second_, late_, texted_, checkout_, stuck_, buyers_, left_;
  std::array<StepCounts, n_steps> steps_{};
  std::array<std::uint64_t, n_stories> stories_{};  // of those who never bought
  std::array<std::uint64_t, n_segments> customers_{}, converted_{}, purchasers_{}, retained_{};
  std::array<std::array<std::uint64_t, 367>, n_segments> lives_{};  // by day of leaving
  std::array<Sums, n_segments> revenue_{}, profit_{}, cost_{}, contacts_{};
};

void Winback::first_email(std::uint64_t first, std::size_t n) noexcept {
  alignas(64) Column<std::uint64_t> keys;
  loops_.keys(seed_, first, n, keys.data());
  const __m512i stream = _mm512_set1_epi64(static_cast<long long>(segment_place_));
  const __m512d second = _mm512_set1_pd(threshold_of(share[0]));
  const __m512d third = _mm512_set1_pd(threshold_of(share[0] + share[1]));
  const __m512d three_days = _mm512_set1_pd(3.0 * ticks_per_day);
  openers_.n = 0;
  std::array<std::uint64_t, n_segments> silent{};
  const std::size_t before = checkout_.n;
  for (std::size_t i = 0; i < n; i += 8) {
    const __mmask8 inside = left_of(n, i);
    const __m512i key = _mm512_load_si512(&keys[i]);
    const __m512d drawn = _mm512_cvtepu64_pd(mix_eight(_mm512_add_epi64(key, stream)));
    const __mmask8 beyond_first = _mm512_cmp_pd_mask(drawn, second, _CMP_GE_OQ);
    const __mmask8 beyond_second = _mm512_cmp_pd_mask(drawn, third, _CMP_GE_OQ);
    __m256i story = _mm256_set1_epi32(one_email);
    story = _mm256_mask_add_epi32(story, beyond_first, story, _mm256_set1_epi32(1));
    story = _mm256_mask_add_epi32(story, beyond_second, story, _mm256_set1_epi32(1));
    const __mmask8 opens = open_.take(inside, key, story, 0);
    const auto ignores = static_cast<__mmask8>(inside & ~opens);
    append(openers_, opens, key, _mm512_setzero_pd(), story);
    const __mmask8 replies = reply_.take(ignores, key, story, 0);
    append(checkout_, replies, key, three_days,
           _mm256_or_si256(story, _mm256_set1_epi32(one_text)));
    const auto silents = static_cast<std::uint32_t>(ignores & ~replies);
    customers_[1] += static_cast<unsigned>(__builtin_popcount(inside & beyond_first));
    customers_[2] += static_cast<unsigned>(__builtin_popcount(inside & beyond_second));
    silent[0] += static_cast<unsigned>(__builtin_popcount(silents));
    silent[1] += static_cast<unsigned>(__builtin_popcount(silents & beyond_first));
    silent[2] += static_cast<unsigned>(__builtin_popcount(silents & beyond_second));
  }
  customers_[0] += n;
  const std::uint64_t n_replied = checkout_.n - before;
  const std::uint64_t texted = n - openers_.n;
  for (std::uint32_t s = 0; s < n_segments; ++s) {
    const std::uint64_t beyond = s + 1 < n_segments ? silent[s + 1] : 0;
    stories_[(one_email | one_text) + s] += silent[s] - beyond;
  }
  steps_[email1].visits += n;
  steps_[email1].completed[0] += openers_.n;
  steps_[email1].completed[1] += texted;
  steps_[sms].visits += texted;
  steps_[sms].entry_ticks += texted * static_cast<std::uint64_t>(3.0 * ticks_per_day);
  steps_[sms].completed[0] += n_replied;
  steps_[sms].completed[1] += texted - n_replied;
  pass(sms, replied_, checkout_, before);
  last(email1, 3.0, texted);
  pass(email1, opened_, openers_, 0);
}

void Winback::divide(Step step, const Chances& chances, const Queue& from, Queue* to,
                     Queue* rest) noexcept {
  std::uint64_t taken = 0;
  for (std::size_t i = 0; i < from.n; i += 8) {
    const __mmask8 inside = left_of(from.n, i);
    const __m512i key = _mm512_load_si512(&from.key[i]);
    const __m256i story = _mm256_load_si256(reinterpret_cast<const __m256i*>(&from.story[i]));
    const __m512d clock = _mm512_load_pd(&from.clock[i]);
    const __mmask8 takes = chances.take(inside, key, story, 0);
    auto rests = static_cast<std::uint32_t>(inside & ~takes);
    append(*to, takes, key, clock, story);
    taken += static_cast<unsigned>(__builtin_popcount(takes));
    if (rest != nullptr) {
      append(*rest, static_cast<__mmask8>(rests), key, clock, story);
      continue;
    }
    for (; rests != 0; rests &= rests - 1) {
      ++stories_[from.story[i + static_cast<unsigned>(__builtin_ctz(rests))]];
    }
  }
  steps_[step].completed[0] += taken;
  steps_[step].completed[1] += from.n - taken;
}

void Winback::first_click() noexcept {
  enter(click1, openers_, 0);
  divide(click1, click_, openers_, &checkout_, &second_);
}

void Winback::second_email() noexcept {
  for (std::size_t i = 0; i < second_.n; ++i) {
    second_.clock[i] += 2.0 * ticks_per_day;
    second_.story[i] += one_email;
  }
  last(click1, 2.0, second_.n);
  enter(email2, second_, 0);
  late_.n = 0;
  divide(email2, reopen_, second_, &late_, &texted_);
  last(email2, 3.0, texted_.n);
  for (std::size_t i = 0; i < texted_.n; ++i) texted_.clock[i] += 3.0 * ticks_per_day;
  pass(email2, reopened_, late_, 0);
  enter(click2, late_, 0);
  divide(click2, late_click_, late_, &checkout_, &texted_);
}

void Winback::second_text() noexcept {
  enter(sms, texted_, 0);
  for (std::size_t i = 0; i < texted_.n; ++i) texted_.story[i] |= one_text;
  const std::size_t before = checkout_.n;
  divide(sms, reply_, texted_, &checkout_, nullptr);
  pass(sms, replied_, checkout_, before);
}

void Winback::at_checkout() noexcept {
  enter(checkout, checkout_, 0);
  pass(checkout, checked_, checkout_, 0);
  stuck_.n = 0;
  divide(checkout, buy_, checkout_, &buyers_, &stuck_);
  enter(call, stuck_, 0);
  for (std::size_t i = 0; i < stuck_.n; ++i) stuck_.story[i] |= called;
  pass(call, rescued_, stuck_, 0);
  divide(call, rescue_, stuck_, &buyers_, nullptr);
}

void Winback::buy() noexcept {
  enter(purchase, buyers_, 0);
  const Ticks within = conversion_limit * ticks_per_day;
  for (std::size_t i = 0; i < buyers_.n; ++i) {
    buyers_.first[i] = buyers_.clock[i];
    buyers_.revenue[i] = 0.0;
    const std::uint32_t segment = buyers_.story[i] & 3U;
    ++purchasers_[segment];
    converted_[segment] += buyers_.clock[i] <= within ? 1U : 0U;
  }
  pay(purchase, paid_, buyers_, 0);
}

// One customer of the loop ends; whether by leaving, or by the horizon.
void Winback::end(const Queue& queue, std::size_t i, Ticks at, bool counts) noexcept {
  const std::uint32_t story = queue.story[i];
  const std::uint32_t segment = story & 3U;
  const double texts = (story & one_text) != 0 ? 1.0 : 0.0;
  const double emails = static_cast<double>(story >> 2 & 3U);
  const double cost = 0.002 * emails + 0.05 * texts + ((story & called) != 0 ? 3.0 : 0.0);
  const double age = (at - queue.first[i]) / ticks_per_day;
  ++lives_[segment][counts ? static_cast<std::size_t>(std::ceil(age)) : 366];
  retained_[segment] += counts && age <= 90.0 ? 0U : 1U;
  revenue_[segment].add(queue.revenue[i]);
  profit_[segment].add(queue.revenue[i] - cost);
  cost_[segment].add(cost);
  contacts_[segment].add(emails + texts);
}

void Winback::stay_or_leave() noexcept {
  Queue* here = &buyers_;
  Queue* next = &left_;
  for (std::uint64_t visit = 0; here->n > 0; ++visit) {
    enter(loyalty, *here, 0);
    next->n = 0;
    std::uint64_t stayed = 0;
    std::uint64_t chose = 0;
    for (std::size_t i = 0; i < here->n; i += 8) {
      const __mmask8 inside = left_of(here->n, i);
      const __m512i key = _mm512_load_si512(&here->key[i]);
      const __m256i story = _mm256_load_si256(reinterpret_cast<const __m256i*>(&here->story[i]));
      const __m512d clock =
          _mm512_add_pd(_mm512_load_pd(&here->clock[i]), _mm512_set1_pd(period * ticks_per_day));
      const __mmask8 comes =
          _mm512_mask_cmp_pd_mask(inside, clock, _mm512_set1_pd(end_of_time), _CMP_LE_OQ);
      const __mmask8 stays = stay_.take(comes, key, story, visit);
      alignas(64) std::array<double, 8> now;
      _mm512_store_pd(now.data(), clock);
      for (std::uint32_t ends = inside & ~static_cast<unsigned>(stays); ends != 0;
           ends &= ends - 1) {
        const auto k = static_cast<unsigned>(__builtin_ctz(ends));
        const bool leaves = (comes >> k & 1) != 0;
        if (!leaves) {
          steps_[loyalty].stay_ticks +=
              static_cast<std::uint64_t>(end_of_time - here->clock[i + k]);
        }
        end(*here, i + k, now[k], leaves);
      }
      _mm512_storeu_pd(&next->revenue[next->n],
                       _mm512_maskz_compress_pd(stays, _mm512_load_pd(&here->revenue[i])));
      _mm512_storeu_pd(&next->first[next->n],
                       _mm512_maskz_compress_pd(stays, _mm512_load_pd(&here->first[i])));
      append(*next, stays, key, clock, story);
      stayed += static_cast<unsigned>(__builtin_popcount(stays));
      chose += static_cast<unsigned>(__builtin_popcount(comes));
    }
    last(loyalty, period, chose);
    steps_[loyalty].completed[0] += stayed;
    steps_[loyalty].completed[1] += chose - stayed;
    pay(loyalty, paid_again_, *next, visit);
    std::swap(here, next);
  }
}

std::array<Counts, n_segments> Winback::counts() const noexcept {
  std::array<Counts, n_segments> result;
  for (std::uint32_t s = 0; s < n_segments; ++s) {
    Counts& counts = result[s];
    counts.customers = customers_[s] - (s + 1 < n_segments ? customers_[s + 1] : 0);
    counts.converted = converted_[s];
    counts.purchasers = purchasers_[s];
    counts.retained = retained_[s];
    counts.revenue = revenue_[s];
    counts.cost = cost_[s];
    counts.contacts = contacts_[s];
    for (std::uint32_t story = s; story < n_stories; story += 4) {
      const auto n = static_cast<double>(stories_[story]);
      const double texts = (story & one_text) != 0 ? 1.0 : 0.0;
      const double emails = static_cast<double>(story >> 2 & 3U);
      const double cost = 0.002 * emails + 0.05 * texts + ((story & called) != 0 ? 3.0 : 0.0);
      counts.cost.merge({n * cost, n * cost * cost});
      counts.contacts.merge({n * (emails + texts), n * (emails + texts) * (emails + texts)});
    }
  }
  return result;
}

}  // namespace

int main(int n_arguments, char** arguments) {
  if (vector_paths().back() != VectorPath::avx512) {
    std::fputs("peer_same_work: this machine has no AVX-512\n", stderr);
    return 3;
  }
  const Request request = read_request(n_arguments, arguments);
  static Winback winback(request.seed);
  winback.run(request.customers);
  print_answer(winback.counts(), n_arguments > 5 ? winback.steps().c_str() : "");
  return 0;
}
