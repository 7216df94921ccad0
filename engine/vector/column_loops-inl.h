// Columns by position. Positions are distinct, so that no pass of a loop depends on another.
// For all_loops-inl.h alone.

// Calls `loop` with what gives the position of a customer: read, or counted where they are a run.
template <typename Loop>
[[gnu::always_inline]] inline void at_places(const Who& who, Loop&& loop) {
  const std::uint32_t* position = who.position;
  if (who.is_run && who.n > 0) {
    loop([first = static_cast<std::size_t>(position[0])](std::size_t i) { return first + i; });
  } else {
    loop([position](std::size_t i) { return static_cast<std::size_t>(position[i]); });
  }
}

void fill(double* values, double value, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) values[i] = value;
}

template <typename Number>
[[gnu::always_inline]] inline void gather_any(const Number* column, const Who& who, Number* out) {
  at_places(who, [&, n = who.n](auto at) {
    JOURNEYLAB_INDEPENDENT
    for (std::size_t i = 0; i < n; ++i) out[i] = column[at(i)];
  });
}

void gather(const double* column, const Who& who, double* out) {
  gather_any(column, who, out);
}

void gather_keys(const std::uint64_t* key, const Who& who, std::uint64_t* out) {
  gather_any(key, who, out);
}

// Makes the compiler do a loop one by one. Where customers are scattered, single stores are faster
// than the instructions that scatter whole vectors.
[[gnu::always_inline]] inline void one_by_one() {
  __asm__ volatile("");
}

// As at_places for loops that write to columns: `loop` does one customer.
template <typename One>
[[gnu::always_inline]] inline void write_at_places(const Who& who, One&& one) {
  const std::uint32_t* position = who.position;
  const std::size_t n = who.n;
  if (who.is_run && n > 0) {
    const std::size_t first = position[0];
    JOURNEYLAB_INDEPENDENT
    for (std::size_t i = 0; i < n; ++i) one(first + i, i);
  } else {
#pragma GCC unroll 4
    for (std::size_t i = 0; i < n; ++i) {
      one_by_one();
      one(static_cast<std::size_t>(position[i]), i);
    }
  }
}

void scatter(double* column, const Who& who, const double* values) {
  write_at_places(who, [=](std::size_t at, std::size_t i) { column[at] = values[i]; });
}

void scatter_add(double* column, const Who& who, const double* values) {
  write_at_places(who, [=](std::size_t at, std::size_t i) { column[at] += values[i]; });
}

void add_constant(double* column, const Who& who, double amount) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (is_dense(who)) {
    const __m512d added = _mm512_set1_pd(amount);
    change_in_stretch(column, who.stretch, [=](__m512d x) { return _mm512_add_pd(x, added); });
    return;
  }
#endif
  write_at_places(who, [=](std::size_t at, std::size_t) { column[at] += amount; });
}

void set_constant(double* column, const Who& who, double value) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (is_dense(who)) {
    const __m512d set = _mm512_set1_pd(value);
    change_in_stretch(column, who.stretch, [=](__m512d) { return set; });
    return;
  }
#endif
  write_at_places(who, [=](std::size_t at, std::size_t) { column[at] = value; });
}

std::uint32_t count_visits(double* column, const Who& who, std::uint32_t* visit) {
  std::uint32_t most = 0;
  write_at_places(who, [=, &most](std::size_t at, std::size_t i) {
    const double count = column[at];
    column[at] = count + 1.0;
    const auto number = static_cast<std::uint32_t>(static_cast<std::int32_t>(count));
    visit[i] = number;
    most = most > number ? most : number;
  });
  return most;
}

void set_earliest(double* column, const double* clock, const Who& who) {
  write_at_places(who, [=](std::size_t at, std::size_t) {
    const double now = clock[at];
    const double before = column[at];
    column[at] = now < before ? now : before;
  });
}

void gather_table(const double* table, const std::uint32_t* segment, const Who& who, double* out) {
  const std::uint32_t* position = who.position;
  double* to = out;
  const std::size_t n = who.n;
  JOURNEYLAB_INDEPENDENT
  for (std::size_t i = 0; i < n; ++i) to[i] = table[segment[position[i]]];
}

bool spans_to_ticks(double* spans, double ticks_per_unit, std::size_t n) {
  double* span = spans;
  std::uint64_t bad = 0;
  JOURNEYLAB_INDEPENDENT
  for (std::size_t i = 0; i < n; ++i) {
    bad |= span[i] >= 0.0 && span[i] < never ? 0U : 1U;
    const Ticks ticks = to_ticks(span[i], ticks_per_unit);
    span[i] = ticks < beyond_every_horizon ? ticks : beyond_every_horizon;
  }
  return bad == 0;
}

Ticks advance(const double* clock, const Who& who, const double* spans, double* before,
              double* after) {
  std::int64_t latest = 0;  // numbers of 0 and more are in the order of their bits
  at_places(who, [&, n = who.n](auto at) {
    JOURNEYLAB_INDEPENDENT
    for (std::size_t i = 0; i < n; ++i) {
      const Ticks now = clock[at(i)];
      const Ticks next = now + spans[i];
      before[i] = now;
      after[i] = next;
      const auto bits = std::bit_cast<std::int64_t>(next);
      latest = bits > latest ? bits : latest;
    }
  });
  return std::bit_cast<Ticks>(latest);
}

// Below 2^52 the bits of 2^52 + x are those of 2^52, and x.
constexpr double clock_shift = 4503599627370496.0;

#if JOURNEYLAB_PATH_BYTES == 64
// The sum of clocks, as integers in the bits, from the sum of their shifted bits.
inline std::uint64_t sum_of_shifted(__m512i bits, std::size_t n) {
  alignas(64) std::array<std::uint64_t, 8> lanes;
  _mm512_store_si512(lanes.data(), bits);
  std::uint64_t sum = 0;
  for (const std::uint64_t lane : lanes) sum += lane;
  return sum - n * std::bit_cast<std::uint64_t>(clock_shift);
}

inline __m512i shifted_bits(__m512d clock) {
  return _mm512_castpd_si512(_mm512_add_pd(clock, _mm512_set1_pd(clock_shift)));
}

// As advance_in_place, over a stretch; the spans lie side by side. `before` are the clocks of
// eight.
template <typename Before>
[[gnu::always_inline]] inline Passed advance_in_stretch(double* clock, const Who& who,
                                                        const double* spans, Ticks span,
                                                        Ticks horizon, Before&& before) {
  const __m512d limit = _mm512_set1_pd(horizon);
  __m512d passes = _mm512_set1_pd(span);
  __m512i bits = _mm512_setzero_si512();
  unsigned beyond = 0;
  over_stretch(who.stretch, [&](__mmask8 some, std::size_t at) {
    if (spans != nullptr) {
      passes = _mm512_maskz_expandloadu_pd(some, spans);
      spans += __builtin_popcount(some);
    }
    const __m512d next = _mm512_add_pd(before(some, at), passes);
    _mm512_mask_storeu_pd(clock + at, some, next);
    beyond |= _mm512_mask_cmp_pd_mask(some, next, limit, _CMP_NLE_UQ);
    bits = _mm512_mask_add_epi64(bits, some, bits, shifted_bits(next));
  });
  return {.all_within = beyond == 0, .sum_of_clocks = sum_of_shifted(bits, who.n)};
}
#endif

// Each customer's clock is `next(place, i)`.
template <typename Next>
[[gnu::always_inline]] inline Passed set_clocks(double* clock, const Who& who, Ticks horizon,
                                                Next&& next_of) {
  const auto limit = std::bit_cast<std::int64_t>(horizon);  // in the order of clocks
  std::int64_t left = 0;                                    // below 0 once one is beyond
  std::uint64_t bits = 0;
  write_at_places(who, [&](std::size_t at, std::size_t i) {
    const Ticks next = next_of(at, i);
    clock[at] = next;
    left |= limit - std::bit_cast<std::int64_t>(next);
    bits += std::bit_cast<std::uint64_t>(next + clock_shift);
  });
  return {.all_within = left >= 0,
          .sum_of_clocks = bits - who.n * std::bit_cast<std::uint64_t>(clock_shift)};
}

Passed advance_in_place(double* clock, const Who& who, const double* spans, Ticks span,
                        Ticks horizon) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (is_dense(who)) {
    return advance_in_stretch(clock, who, spans, span, horizon, [=](__mmask8 some, std::size_t at) {
      return _mm512_maskz_loadu_pd(some, clock + at);
    });
  }
#endif
  if (spans == nullptr) {
    return set_clocks(clock, who, horizon,
                      [=](std::size_t at, std::size_t) { return clock[at] + span; });
  }
  return set_clocks(clock, who, horizon,
                    [=](std::size_t at, std::size_t i) { return clock[at] + spans[i]; });
}

Passed start_clocks(double* clock, const Who& who, const double* spans, Ticks from, Ticks horizon) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (is_dense(who)) {
    const __m512d begin = _mm512_set1_pd(from);
    return advance_in_stretch(clock, who, spans, 0.0, horizon,
                              [=](__mmask8, std::size_t) { return begin; });
  }
#endif
  return set_clocks(clock, who, horizon,
                    [=](std::size_t, std::size_t i) { return from + spans[i]; });
}

std::uint64_t sum_of_clocks(const double* clock, const Who& who) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (is_dense(who)) {
    __m512i sum = _mm512_setzero_si512();
    over_stretch(who.stretch, [&](__mmask8 some, std::size_t at) {
      sum = _mm512_mask_add_epi64(sum, some, sum,
                                  shifted_bits(_mm512_maskz_loadu_pd(some, clock + at)));
    });
    return sum_of_shifted(sum, who.n);
  }
#endif
  std::uint64_t bits = 0;
  at_places(who, [&, n = who.n](auto at) {
    for (std::size_t i = 0; i < n; ++i) {
      bits += std::bit_cast<std::uint64_t>(clock[at(i)] + clock_shift);
    }
  });
  return bits - who.n * std::bit_cast<std::uint64_t>(clock_shift);
}
