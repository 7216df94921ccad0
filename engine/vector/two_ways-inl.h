// The division of customers between two ways, by far the most frequent step of a journey. For
// all_loops-inl.h alone.

#if JOURNEYLAB_PATH_BYTES == 64
inline __m512i folded(__m512i x, unsigned shift) {
  return _mm512_xor_si512(x, _mm512_maskz_srli_epi64(0xFF, x, shift));
}

inline __m512i multiplied(__m512i x, std::uint64_t factor) {
  return _mm512_mullo_epi64(x, _mm512_set1_epi64(static_cast<long long>(factor)));
}

// As mix, eight at a time.
inline __m512i mix_eight(__m512i x) {
  x = multiplied(folded(x, mixing::first_shift), mixing::first_factor);
  x = multiplied(folded(x, mixing::second_shift), mixing::second_factor);
  return folded(x, mixing::third_shift);
}

// Word, comparison and division of eight customers stay in registers.
std::size_t divide_in_registers(const Choice& choice, const Who& who, std::uint32_t* first,
                                std::uint32_t* second) {
  const auto whole = static_cast<__mmask8>((1U << choice.n_segments) - 1);
  const __m512d table = _mm512_maskz_loadu_pd(whole, choice.thresholds);
  const __m512i place = _mm512_set1_epi64(static_cast<long long>(choice.place));
  const __m512i stride = _mm512_set1_epi64(static_cast<long long>(visit_stride));
  const std::size_t begin = who.is_run && who.n > 0 ? who.position[0] : 0;
  std::size_t n_first = 0;
  std::size_t n_second = 0;
  for (std::size_t i = 0; i < who.n; i += 8) {
    const std::size_t left = who.n - i;
    const auto inside = static_cast<__mmask8>(left >= 8 ? 0xFF : (1U << left) - 1);
    const __m256i position = _mm256_maskz_loadu_epi32(inside, who.position + i);
    __m512i word = place;
    if (who.visit != nullptr) {
      const __m256i visit = _mm256_maskz_loadu_epi32(inside, who.visit + i);
      word = _mm512_add_epi64(word,
                              _mm512_mullo_epi64(_mm512_maskz_cvtepu32_epi64(0xFF, visit), stride));
    }
    __m512i key;
    __m256i segment;
    if (who.is_run) {
      key = _mm512_maskz_loadu_epi64(inside, choice.key + begin + i);
      segment = _mm256_maskz_loadu_epi32(inside, choice.segment + begin + i);
    } else {
      key = _mm512_mask_i32gather_epi64(_mm512_setzero_si512(), inside, position, choice.key, 8);
      segment =
          _mm256_mmask_i32gather_epi32(_mm256_setzero_si256(), inside, position, choice.segment, 4);
    }
    const __m512d drawn = _mm512_maskz_cvtepu64_pd(0xFF, mix_eight(_mm512_add_epi64(word, key)));
    const __m512d limit =
        _mm512_maskz_permutexvar_pd(0xFF, _mm512_maskz_cvtepu32_epi64(0xFF, segment), table);
    const __mmask8 takes = _mm512_mask_cmp_pd_mask(inside, drawn, limit, _CMP_LT_OQ);
    const auto rests = static_cast<__mmask8>(inside & ~takes);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(first + n_first),
                        _mm256_maskz_compress_epi32(takes, position));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(second + n_second),
                        _mm256_maskz_compress_epi32(rests, position));
    n_first += static_cast<std::size_t>(__builtin_popcount(takes));
    n_second += static_cast<std::size_t>(__builtin_popcount(rests));
  }
  return n_first;
}
#endif

std::size_t divide(const Choice& choice, const Who& who, std::uint32_t* first,
                   std::uint32_t* second) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (choice.n_segments <= 8) return divide_in_registers(choice, who, first, second);
#endif
  alignas(64) std::array<std::uint32_t, draws_at_once> way;
  std::size_t n_first = 0;
  std::size_t n_second = 0;
  for (std::size_t done = 0; done < who.n; done += draws_at_once) {
    const std::size_t n = who.n - done < draws_at_once ? who.n - done : draws_at_once;
    choose(choice,
           {.position = who.position + done,
            .visit = who.visit == nullptr ? nullptr : who.visit + done,
            .n = n,
            .is_run = who.is_run},
           way.data());
    n_first += select(way.data(), 0, n, who.position + done, first + n_first);
    n_second += select(way.data(), 1, n, who.position + done, second + n_second);
  }
  return n_first;
}
