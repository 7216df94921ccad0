// The division of customers between two ways, by far the most frequent step of a journey. For
// all_loops-inl.h alone.

#if JOURNEYLAB_PATH_BYTES == 64
// In the register and stored whole: the form that compresses into memory is slow on some.
inline void store_those(__mmask8 who, __m256i values, std::uint32_t* to) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_maskz_compress_epi32(who, values));
}

// The same where customers are the bits of a stretch, or all of it: their numbers are read in whole
// vectors, and the bits of those who take each way are known.
std::size_t divide_stretch(const Choice& choice, std::uint64_t moved, const Stretch& from,
                           std::size_t n, const Takers& first, const Takers& second) {
  const __m512d table = thresholds_of_way(choice, 0);
  const __m512i place = _mm512_set1_epi64(static_cast<long long>(moved));
  const __m256i step = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  std::uint32_t* to_first = first.position;
  std::uint32_t* to_second = second.position;
  for (std::size_t i = 0; i < n; i += 8) {
    const std::size_t at = from.first + i;
    const std::size_t left = n - i;
    EightChoices some;
    some.inside = static_cast<__mmask8>(left >= 8 ? 0xFF : (1U << left) - 1);
    if (from.bits != nullptr) some.inside &= static_cast<__mmask8>(from.bits[i / 8]);
    some.position = _mm256_add_epi32(step, _mm256_set1_epi32(static_cast<int>(at)));
    const __m512i key = _mm512_maskz_loadu_epi64(some.inside, choice.key + at);
    some.segment = _mm512_maskz_cvtepu32_epi64(
        0xFF, _mm256_maskz_loadu_epi32(some.inside, choice.segment + at));
    some.drawn = _mm512_maskz_cvtepu64_pd(0xFF, mix_eight(_mm512_add_epi64(place, key)));
    const __mmask8 takes = below_threshold(some, table);
    const auto rests = static_cast<__mmask8>(some.inside & ~takes);
    store_those(takes, some.position, to_first);
    store_those(rests, some.position, to_second);
    first.bits[i / 8] = takes;
    second.bits[i / 8] = rests;
    to_first += __builtin_popcount(takes);
    to_second += __builtin_popcount(rests);
  }
  return static_cast<std::size_t>(to_first - first.position);
}

// Word, comparison and division of eight customers stay in registers.
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
    if (wanted && is_dense(who)) {
      return {.n_first = divide_stretch(choice, moved, who.stretch, who.stretch.n, first, second),
              .stretch = who.stretch};
    }
    if (wanted && who.is_run) {
      const Stretch run{.bits = nullptr, .first = who.position[0], .n = (who.n + 7) / 8 * 8};
      return {.n_first = divide_stretch(choice, moved, run, who.n, first, second),
              .stretch = run};
    }
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
