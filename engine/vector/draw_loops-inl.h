// Words, choices, uniform numbers and quantiles. For all_loops-inl.h alone.

// Words are drawn into buffers of this many at a time, which stay in the first cache.
constexpr std::size_t draws_at_once = 256;

void words(const std::uint64_t* key, std::uint64_t place, const Who& who, std::size_t first,
           std::size_t n, std::uint64_t* __restrict word) {
  const Who some{.position = who.position + first, .visit = nullptr, .n = n, .is_run = who.is_run};
  if (who.visit == nullptr) {
    at_places(some, [&, same = who.same_visit](auto at) {
      for (std::size_t i = 0; i < n; ++i) word[i] = random_word(key[at(i)], place, same);
    });
    return;
  }
  const std::uint32_t* __restrict visit = who.visit + first;
  at_places(some, [&](auto at) {
    for (std::size_t i = 0; i < n; ++i) word[i] = random_word(key[at(i)], place, visit[i]);
  });
}

// Cumulative chances rise from way to way: the way is the number of those that are not above.
#if JOURNEYLAB_PATH_BYTES == 64
void choose_in_registers(const Choice& choice, const Who& who, std::uint32_t* way) {
  for (std::size_t i = 0; i < who.n; i += 8) {
    const EightChoices some = eight_choices(choice, who, i);
    __m512i taken = _mm512_setzero_si512();
    for (std::size_t w = 0; w + 1 < choice.n_ways; ++w) {
      const auto beyond =
          static_cast<__mmask8>(some.inside & ~below_threshold(some, thresholds_of_way(choice, w)));
      taken = _mm512_mask_add_epi64(taken, beyond, taken, _mm512_set1_epi64(1));
    }
    _mm256_mask_storeu_epi32(way + i, some.inside, _mm512_maskz_cvtepi64_epi32(0xFF, taken));
  }
}
#endif

void choose(const Choice& choice, const Who& who, std::uint32_t* way) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (choice.n_segments <= segments_in_register) {
    choose_in_registers(choice, who, way);
    return;
  }
#endif
  alignas(64) std::array<std::uint64_t, draws_at_once> word;
  alignas(64) std::array<std::uint32_t, draws_at_once> segment{};
  alignas(64) std::array<double, draws_at_once> limit;
  for (std::size_t first = 0; first < who.n; first += draws_at_once) {
    const std::size_t n = who.n - first < draws_at_once ? who.n - first : draws_at_once;
    words(choice.key, choice.place, who, first, n, word.data());
    if (choice.segment != nullptr) {
      const Who some{
          .position = who.position + first, .visit = nullptr, .n = n, .is_run = who.is_run};
      at_places(some, [&](auto at) {
        for (std::size_t i = 0; i < n; ++i) segment[i] = choice.segment[at(i)];
      });
    }
    std::uint32_t* __restrict taken = way + first;
    for (std::size_t i = 0; i < n; ++i) taken[i] = 0;
    for (std::size_t w = 0; w + 1 < choice.n_ways; ++w) {
      const double* table = choice.thresholds + w * choice.n_segments;
      for (std::size_t i = 0; i < n; ++i) limit[i] = table[segment[i]];
      for (std::size_t i = 0; i < n; ++i) taken[i] += choice_of(word[i]) < limit[i] ? 0U : 1U;
    }
  }
}

void choose_computed(const ComputedChoice& choice, const Who& who, std::uint32_t* way) {
  alignas(64) std::array<std::uint64_t, draws_at_once> word;
  for (std::size_t first = 0; first < who.n; first += draws_at_once) {
    const std::size_t n = who.n - first < draws_at_once ? who.n - first : draws_at_once;
    words(choice.key, choice.place, who, first, n, word.data());
    std::uint32_t* __restrict taken = way + first;
    for (std::size_t i = 0; i < n; ++i) taken[i] = 0;
    for (std::size_t w = 0; w + 1 < choice.n_ways; ++w) {
      const double* __restrict threshold = choice.thresholds + w * choice.stride + first;
      for (std::size_t i = 0; i < n; ++i) {
        taken[i] += choice_of(word[i]) < threshold[i] ? 0U : 1U;
      }
    }
  }
}

void uniforms(const std::uint64_t* key, std::uint64_t place, const Who& who, double* below,
              double* above) {
  alignas(64) std::array<std::uint64_t, draws_at_once> word;
  for (std::size_t first = 0; first < who.n; first += draws_at_once) {
    const std::size_t n = who.n - first < draws_at_once ? who.n - first : draws_at_once;
    words(key, place, who, first, n, word.data());
    double* __restrict under = below + first;
    double* __restrict over = above + first;
    for (std::size_t i = 0; i < n; ++i) {
      const Probability u = probability_of(uniform_bits_of(word[i]));
      under[i] = u.below;
      over[i] = u.above;
    }
  }
}

[[gnu::flatten]] void quantiles_of(const PreparedDistribution& distribution, const double* below,
                                   const double* above, std::size_t n, double* out) {
  quantiles_in_chunks(distribution, below, above, n, out);
}
