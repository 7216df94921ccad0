// The words of eight customers at a choice, and the limits that they are compared with, in the
// registers of AVX-512: nothing goes through memory on its way from key to decision. For
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

// Tables of as many segments as a register holds.
constexpr std::size_t segments_in_register = 8;

// The place of a draw, moved by the visit that all have.
inline std::uint64_t moved_place(std::uint64_t place, const Who& who) {
  return place + who.same_visit * visit_stride;
}

// Those of a list from number `i` on.
struct EightChoices {
  __mmask8 inside;  ///< who is there
  __m256i position;
  __m256i visit;    ///< 0 where that of all is the same
  __m512i segment;  ///< 0 where all are in the first
  __m512d drawn;    ///< as choice_of their words
};

[[gnu::always_inline]] inline EightChoices eight_choices(const Choice& choice, const Who& who,
                                                         std::size_t i) {
  const std::size_t left = who.n - i;
  EightChoices some;
  some.inside = static_cast<__mmask8>(left >= 8 ? 0xFF : (1U << left) - 1);
  some.position = _mm256_maskz_loadu_epi32(some.inside, who.position + i);
  some.visit = _mm256_setzero_si256();
  some.segment = _mm512_setzero_si512();
  __m512i word = _mm512_set1_epi64(static_cast<long long>(moved_place(choice.place, who)));
  if (who.visit != nullptr) {
    some.visit = _mm256_maskz_loadu_epi32(some.inside, who.visit + i);
    const __m512i visit = _mm512_maskz_cvtepu32_epi64(0xFF, some.visit);
    word = _mm512_add_epi64(word, multiplied(visit, visit_stride));
  }
  __m512i key;
  __m256i segment = _mm256_setzero_si256();
  if (who.is_run) {
    const std::size_t at = who.position[0] + i;
    key = _mm512_maskz_loadu_epi64(some.inside, choice.key + at);
    if (choice.segment != nullptr) {
      segment = _mm256_maskz_loadu_epi32(some.inside, choice.segment + at);
    }
  } else {
    key = _mm512_mask_i32gather_epi64(_mm512_setzero_si512(), some.inside, some.position,
                                      choice.key, 8);
    if (choice.segment != nullptr) {
      segment =
          _mm256_mmask_i32gather_epi32(segment, some.inside, some.position, choice.segment, 4);
    }
  }
  some.segment = _mm512_maskz_cvtepu32_epi64(0xFF, segment);
  some.drawn = _mm512_maskz_cvtepu64_pd(0xFF, mix_eight(_mm512_add_epi64(word, key)));
  return some;
}

// Whose words are below the thresholds of their segments.
inline __mmask8 below_threshold(const EightChoices& some, __m512d table) {
  const __m512d limit = _mm512_maskz_permutexvar_pd(0xFF, some.segment, table);
  return _mm512_mask_cmp_pd_mask(some.inside, some.drawn, limit, _CMP_LT_OQ);
}

inline __m512d thresholds_of_way(const Choice& choice, std::size_t way) {
  const auto whole = static_cast<__mmask8>((1U << choice.n_segments) - 1);
  return _mm512_maskz_loadu_pd(whole, choice.thresholds + way * choice.n_segments);
}
#endif
