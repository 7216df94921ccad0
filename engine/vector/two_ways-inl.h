// The division of customers between two ways, by far the most frequent step of a journey. For
// all_loops-inl.h alone.

#if JOURNEYLAB_PATH_BYTES == 64
// In the register and stored whole: the form that compresses into memory is slow on some.
inline void store_those(__mmask8 who, __m256i values, std::uint32_t* to) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_maskz_compress_epi32(who, values));
}

// Who of the eight from position `at` on takes the first way.
[[gnu::always_inline]] inline __mmask8 takers_at(const std::uint64_t* key,
                                                 const std::uint32_t* segment, __m512i place,
                                                 __m512d table, __mmask8 inside, std::size_t at) {
  EightChoices some;
  some.inside = inside;
  const __m512i word = _mm512_add_epi64(place, _mm512_maskz_loadu_epi64(inside, key + at));
  some.segment = _mm512_maskz_cvtepu32_epi64(0xFF, _mm256_maskz_loadu_epi32(inside, segment + at));
  some.drawn = _mm512_maskz_cvtepu64_pd(0xFF, mix_eight(word));
  return below_threshold(some, table);
}

// The same where customers are the bits of a stretch, or all of it: their numbers are read in whole
// vectors, and the bits of those who take each way are known. Sixteen at a time.
std::size_t divide_stretch(const Choice& choice, std::uint64_t moved, const Stretch& from,
                           std::size_t n, const Takers& first, const Takers& second) {
  const __m512d table = thresholds_of_way(choice, 0);
  const __m512i place = _mm512_set1_epi64(static_cast<long long>(moved));
  const __m512i sixteen = _mm512_set1_epi32(16);
  const std::uint64_t* key = choice.key + from.first;
  const std::uint32_t* segment = choice.segment + from.first;
  const std::uint8_t* bits = from.bits;
  std::uint8_t* first_bits = first.bits;
  std::uint8_t* second_bits = second.bits;
  std::uint32_t* to_first = first.position;
  std::uint32_t* to_second = second.position;
  __m512i position =
      _mm512_add_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                       _mm512_set1_epi32(static_cast<int>(from.first)));
  for (std::size_t i = 0; i < n; i += 16) {
    std::uint32_t inside = n - i >= 16 ? 0xFFFF : (1U << (n - i)) - 1;
    if (bits != nullptr) {
      inside &= bits[i / 8] | (n - i > 8 ? std::uint32_t{bits[i / 8 + 1]} << 8 : 0U);
    }
    const std::uint32_t low =
        takers_at(key, segment, place, table, static_cast<__mmask8>(inside), i);
    const std::uint32_t high =
        takers_at(key, segment, place, table, static_cast<__mmask8>(inside >> 8), i + 8);
    const std::uint32_t takes = low | high << 8;
    const std::uint32_t rests = inside & ~takes;
    _mm512_storeu_si512(to_first,
                        _mm512_maskz_compress_epi32(static_cast<__mmask16>(takes), position));
    _mm512_storeu_si512(to_second,
                        _mm512_maskz_compress_epi32(static_cast<__mmask16>(rests), position));
    std::memcpy(first_bits + i / 8, &takes, 2);
    std::memcpy(second_bits + i / 8, &rests, 2);
    to_first += __builtin_popcount(takes);
    to_second += __builtin_popcount(rests);
    position = _mm512_add_epi32(position, sixteen);
  }
  return static_cast<std::size_t>(to_first - first.position);
}

// Word, comparison and division of customers stay in registers; sixteen at a time.
std::size_t divide_first_visits(const Choice& choice, const Who& who, const Takers& first,
                                const Takers& second) {
  const __m512d table = thresholds_of_way(choice, 0);
  std::uint32_t* to_first = first.position;
  std::uint32_t* to_second = second.position;
  const Who some = who;
  for (std::size_t i = 0; i < who.n; i += 16) {
    const std::uint32_t inside = who.n - i >= 16 ? 0xFFFF : (1U << (who.n - i)) - 1;
    const __m512i position =
        _mm512_maskz_loadu_epi32(static_cast<__mmask16>(inside), who.position + i);
    std::uint32_t takes = below_threshold(eight_choices(choice, some, i), table);
    if (inside > 0xFF) {
      takes |= std::uint32_t{below_threshold(eight_choices(choice, some, i + 8), table)} << 8;
    }
    const std::uint32_t rests = inside & ~takes;
    _mm512_storeu_si512(to_first,
                        _mm512_maskz_compress_epi32(static_cast<__mmask16>(takes), position));
    _mm512_storeu_si512(to_second,
                        _mm512_maskz_compress_epi32(static_cast<__mmask16>(rests), position));
    to_first += __builtin_popcount(takes);
    to_second += __builtin_popcount(rests);
  }
  return static_cast<std::size_t>(to_first - first.position);
}

// The same with numbers of visits.
std::size_t divide_in_registers(const Choice& choice, const Who& who, const Takers& first,
                                const Takers& second) {
  const __m512d table = thresholds_of_way(choice, 0);
  std::size_t n_first = 0;
  std::size_t n_second = 0;
  for (std::size_t i = 0; i < who.n; i += 8) {
    const EightChoices some = eight_choices(choice, who, i);
    const __mmask8 takes = below_threshold(some, table);
    const auto rests = static_cast<__mmask8>(some.inside & ~takes);
    store_those(takes, some.position, first.position + n_first);
    store_those(rests, some.position, second.position + n_second);
    if (who.visit != nullptr) {
      store_those(takes, some.visit, first.visit + n_first);
      store_those(rests, some.visit, second.visit + n_second);
    }
    n_first += static_cast<std::size_t>(__builtin_popcount(takes));
    n_second += static_cast<std::size_t>(__builtin_popcount(rests));
  }
  return n_first;
}
#endif

#if JOURNEYLAB_PATH_BYTES == 32
// The low halves of the products of 64-bit numbers.
inline __m256i multiplied(__m256i x, std::uint64_t factor) {
  const __m256i low = _mm256_set1_epi64x(static_cast<long long>(factor & 0xFFFFFFFF));
  const __m256i high = _mm256_set1_epi64x(static_cast<long long>(factor >> 32));
  const __m256i crossed =
      _mm256_add_epi64(_mm256_mul_epu32(_mm256_srli_epi64(x, 32), low), _mm256_mul_epu32(x, high));
  return _mm256_add_epi64(_mm256_mul_epu32(x, low), _mm256_slli_epi64(crossed, 32));
}

inline __m256i folded(__m256i x, int shift) {
  return _mm256_xor_si256(x, _mm256_srli_epi64(x, shift));
}

// As choice_of the mixed words of four.
inline __m256d drawn_by_four(__m256i x) {
  x = multiplied(folded(x, mixing::first_shift), mixing::first_factor);
  x = multiplied(folded(x, mixing::second_shift), mixing::second_factor);
  x = folded(x, mixing::third_shift);
  const __m256d two_52 = _mm256_set1_pd(4503599627370496.0);
  const __m256d two_84 = _mm256_set1_pd(19342813113834066795298816.0);
  const __m256i low = _mm256_blend_epi32(x, _mm256_castpd_si256(two_52), 0xAA);
  const __m256i high = _mm256_or_si256(_mm256_srli_epi64(x, 32), _mm256_castpd_si256(two_84));
  return _mm256_add_pd(_mm256_sub_pd(_mm256_castsi256_pd(high), _mm256_add_pd(two_84, two_52)),
                       _mm256_castsi256_pd(low));
}

inline __m256i everyone() {
  return _mm256_set1_epi64x(-1);
}

inline __m256i keys_of_four(const std::uint64_t* key, __m128i position) {
  return _mm256_mask_i32gather_epi64(
      _mm256_setzero_si256(), reinterpret_cast<const long long*>(key), position, everyone(), 8);
}

// Which of four take the first way, by their positions and segments.
[[gnu::always_inline]] inline unsigned four_takers(const Choice& choice, __m256i place,
                                                   __m256i keys, __m128i segments) {
  const __m256d limit = _mm256_mask_i32gather_pd(_mm256_setzero_pd(), choice.thresholds, segments,
                                                 _mm256_castsi256_pd(everyone()), 8);
  const __m256d drawn = drawn_by_four(_mm256_add_epi64(place, keys));
  return static_cast<unsigned>(_mm256_movemask_pd(_mm256_cmp_pd(drawn, limit, _CMP_LT_OQ)));
}

// Divides whole vectors of those who all have the same number of visits; how many it took so far,
// and how many of them the first way, are written to `done` and returned.
std::size_t divide_eights(const Choice& choice, const Who& who, const Takers& first,
                          const Takers& second, std::size_t& done) {
  const __m256i place =
      _mm256_set1_epi64x(static_cast<long long>(choice.place + who.same_visit * visit_stride));
  const auto* segments_at = reinterpret_cast<const int*>(choice.segment);
  std::size_t n_first = 0;
  std::size_t i = 0;
  for (; i + 8 <= who.n; i += 8) {
    const __m256i position = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(who.position + i));
    __m256i low_keys;
    __m256i high_keys;
    __m256i segment;
    if (who.is_run) {
      const std::size_t at = who.position[0] + i;
      low_keys = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(choice.key + at));
      high_keys = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(choice.key + at + 4));
      segment = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(choice.segment + at));
    } else {
      low_keys = keys_of_four(choice.key, _mm256_castsi256_si128(position));
      high_keys = keys_of_four(choice.key, _mm256_extracti128_si256(position, 1));
      segment =
          _mm256_mask_i32gather_epi32(_mm256_setzero_si256(), segments_at, position, everyone(), 4);
    }
    const unsigned takes =
        four_takers(choice, place, low_keys, _mm256_castsi256_si128(segment)) |
        four_takers(choice, place, high_keys, _mm256_extracti128_si256(segment, 1)) << 4;
    const auto taken = static_cast<std::size_t>(__builtin_popcount(takes));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(first.position + n_first),
                        selected_by(takes, position));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(second.position + (i - n_first)),
                        selected_by(~takes & 0xFF, position));
    n_first += taken;
  }
  done = i;
  return n_first;
}
#endif

Divided divide(const Choice& choice, const Who& who, const Takers& first, const Takers& second) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (choice.n_segments <= segments_in_register) {
    const std::uint64_t moved = moved_place(choice.place, who);
    const bool wanted =
        first.bits != nullptr && who.visit == nullptr && choice.segment != nullptr && who.n > 0;
    // Below half of a stretch, words of those who are not there cost more than gathering.
    if (wanted && who.stretch.bits != nullptr && who.n * 2 >= who.stretch.n) {
      return {.n_first = divide_stretch(choice, moved, who.stretch, who.stretch.n, first, second),
              .stretch = who.stretch};
    }
    if (wanted && who.is_run) {
      const Stretch run{.bits = nullptr, .first = who.position[0], .n = (who.n + 7) / 8 * 8};
      return {.n_first = divide_stretch(choice, moved, run, who.n, first, second), .stretch = run};
    }
    if (who.visit == nullptr) return {.n_first = divide_first_visits(choice, who, first, second)};
    return {.n_first = divide_in_registers(choice, who, first, second)};
  }
#endif
  alignas(64) std::array<std::uint32_t, draws_at_once> way;
  std::size_t n_first = 0;
  std::size_t begin = 0;
#if JOURNEYLAB_PATH_BYTES == 32
  if (who.visit == nullptr && choice.segment != nullptr) {
    n_first = divide_eights(choice, who, first, second, begin);
  }
#endif
  std::size_t n_second = begin - n_first;
  for (std::size_t done = begin; done < who.n; done += draws_at_once) {
    const std::size_t n = who.n - done < draws_at_once ? who.n - done : draws_at_once;
    const std::uint32_t* position = who.position + done;
    const std::uint32_t* visit = who.visit == nullptr ? nullptr : who.visit + done;
    choose(choice,
           {.position = position,
            .visit = visit,
            .n = n,
            .same_visit = who.same_visit,
            .is_run = who.is_run},
           way.data());
    if (visit != nullptr) {
      select(way.data(), 0, n, visit, first.visit + n_first);
      select(way.data(), 1, n, visit, second.visit + n_second);
    }
    n_first += select(way.data(), 0, n, position, first.position + n_first);
    n_second += select(way.data(), 1, n, position, second.position + n_second);
  }
  return {.n_first = n_first};
}
