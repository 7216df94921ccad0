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
  some.segment =
      _mm512_maskz_cvtepu32_epi64(0xFF, _mm256_maskz_loadu_epi32(inside, segment + at));
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
  __m512i position = _mm512_add_epi32(
      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
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
      return {.n_first = divide_stretch(choice, moved, run, who.n, first, second),
              .stretch = run};
    }
    if (who.visit == nullptr) return {.n_first = divide_first_visits(choice, who, first, second)};
    return {.n_first = divide_in_registers(choice, who, first, second)};
  }
#endif
  alignas(64) std::array<std::uint32_t, draws_at_once> way;
  std::size_t n_first = 0;
  std::size_t n_second = 0;
  for (std::size_t done = 0; done < who.n; done += draws_at_once) {
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
