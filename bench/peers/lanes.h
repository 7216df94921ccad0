// Sixteen customers at once with AVX-512: Philox4x32-10 in two chains, and the elementary functions
// that the win-back tree needs, in single precision and straight from 32 random bits.
#pragma once

#include <array>
#include <cstdint>

#include <immintrin.h>

namespace peers {

using Floats = __m512;
using Whole = __m512i;
using Mask = __mmask16;

/// Four words for each of 16 customers.
using Words = std::array<Whole, 4>;

/// Philox4x32-10 (Salmon et al. 2011). Counter: the customer's number in two words, the block, 0.
class Philox {
 public:
  explicit Philox(std::uint64_t seed) noexcept {
    auto k0 = static_cast<std::uint32_t>(seed);
    auto k1 = static_cast<std::uint32_t>(seed >> 32U);
    for (std::size_t round = 0; round < 10; ++round) {
      first_[round] = _mm512_set1_epi32(static_cast<int>(k0));
      second_[round] = _mm512_set1_epi32(static_cast<int>(k1));
      k0 += 0x9e3779b9U;
      k1 += 0xbb67ae85U;
    }
  }

  // Each word of a counter lies in a lane of 64 bits, of which the multiplication reads the lower
  // half: eight customers a chain, those of even and those of odd number.
  [[nodiscard]] Words operator()(Whole customer, std::uint32_t high,
                                 std::uint32_t block) const noexcept {
    const Whole c1 = _mm512_set1_epi32(static_cast<int>(high));
    const Whole c2 = _mm512_set1_epi32(static_cast<int>(block));
    Words even{customer, c1, c2, _mm512_setzero_si512()};
    Words odd{_mm512_srli_epi64(customer, 32), c1, c2, _mm512_setzero_si512()};
#pragma GCC unroll 10
    for (std::size_t round = 0; round < 10; ++round) {
      advance(even, first_[round], second_[round]);
      advance(odd, first_[round], second_[round]);
    }
    Words words;
    for (std::size_t i = 0; i < 4; ++i) {
      words[i] = _mm512_mask_shuffle_epi32(even[i], 0xaaaa, odd[i], _MM_PERM_CCAA);
    }
    return words;
  }

 private:
  static void advance(Words& c, Whole k0, Whole k1) noexcept {
    const Whole p0 = _mm512_mul_epu32(c[0], _mm512_set1_epi64(0xd2511f53));
    const Whole p1 = _mm512_mul_epu32(c[2], _mm512_set1_epi64(0xcd9e8d57));
    c[0] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), c[1], k0, 0x96);
    c[1] = p1;
    // A shuffle for a shift: it runs on the other port.
    c[2] = _mm512_ternarylogic_epi64(_mm512_shuffle_epi32(p0, _MM_PERM_DDBB), c[3], k1, 0x96);
    c[3] = p0;
  }

  std::array<Whole, 10> first_, second_;
};

template <std::size_t n>
[[nodiscard]] inline Floats polynomial(Floats x, const std::array<float, n>& coefficients) {
  Floats sum = _mm512_set1_ps(coefficients[n - 1]);
#pragma GCC unroll 16
  for (std::size_t i = 2; i <= n; ++i) {
    sum = _mm512_fmadd_ps(sum, x, _mm512_set1_ps(coefficients[n - i]));
  }
  return sum;
}

/// Natural logarithm of positive normal numbers: the mantissa in [0.75, 1.5), and on it a
/// polynomial fitted at Chebyshev's nodes, 8e-8 relative.
[[nodiscard]] inline Floats logarithm(Floats x) {
  const Floats one = _mm512_set1_ps(1.0F);
  const Floats mantissa = _mm512_getmant_ps(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
  const Mask halved = _mm512_cmp_ps_mask(mantissa, one, _CMP_LT_OQ);
  Floats exponent = _mm512_getexp_ps(x);
  exponent = _mm512_mask_add_ps(exponent, halved, exponent, one);
  const Floats t = _mm512_sub_ps(mantissa, one);
  const Floats q =
      polynomial<8>(t, {-5.000001296e-01F, 3.333353084e-01F, -2.499684921e-01F, 1.997893617e-01F,
                        -1.676157924e-01F, 1.492005828e-01F, -1.238573711e-01F, 5.890934759e-02F});
  const Floats small = _mm512_fmadd_ps(_mm512_mul_ps(t, t), q, t);
  return _mm512_fmadd_ps(exponent, _mm512_set1_ps(0.693147181F), small);
}

/// e to the x, for results that are normal numbers: a polynomial on half a binary step, 3e-9
/// relative before rounding.
[[nodiscard]] inline Floats exponential(Floats x) {
  const Floats steps = _mm512_roundscale_ps(_mm512_mul_ps(x, _mm512_set1_ps(1.44269504F)), 0);
  const Floats rest = _mm512_fnmadd_ps(steps, _mm512_set1_ps(0.693147181F), x);
  const Floats power = polynomial<7>(rest, {1.0F, 1.000000038F, 5.000000108e-01F, 1.666641548e-01F,
                                            4.166621827e-02F, 8.375128898e-03F, 1.394858129e-03F});
  return _mm512_scalef_ps(power, steps);
}

/// (word + 1/2) / 2^32, rounded to single precision.
[[nodiscard]] inline Floats uniform(Whole word) {
  return _mm512_fmadd_ps(_mm512_cvtepu32_ps(word), _mm512_set1_ps(0x1p-32F),
                         _mm512_set1_ps(0x1p-33F));
}

/// Exponential with mean 1.
[[nodiscard]] inline Floats exponential_of(Whole word) {
  return _mm512_sub_ps(_mm512_setzero_ps(), logarithm(uniform(word)));
}

/// Standard normal by inversion: Giles (2012), "Approximating the erfinv function", table 5. The
/// distance to the nearer end comes from the bits, so that nothing cancels in the tails.
[[nodiscard]] inline Floats normal_of(Whole word) {
  const Whole size = _mm512_xor_si512(word, _mm512_srai_epi32(word, 31));
  const Whole left = _mm512_sub_epi32(_mm512_set1_epi32(0x7fffffff), size);
  const auto unit = [](Whole bits) {
    return _mm512_fmadd_ps(_mm512_cvtepi32_ps(bits), _mm512_set1_ps(0x1p-31F),
                           _mm512_set1_ps(0x1p-32F));
  };
  const Floats magnitude = unit(size);
  const Floats inside = _mm512_mul_ps(unit(left), _mm512_add_ps(_mm512_set1_ps(1.0F), magnitude));
  const Floats w = _mm512_sub_ps(_mm512_setzero_ps(), logarithm(inside));
  Floats ratio =
      polynomial<9>(_mm512_sub_ps(w, _mm512_set1_ps(2.5F)),
                    {1.50140941F, 0.246640727F, -0.00417768164F, -0.00125372503F, 0.00021858087F,
                     -4.39150654e-06F, -3.5233877e-06F, 3.43273939e-07F, 2.81022636e-08F});
  const Mask far = _mm512_cmp_ps_mask(w, _mm512_set1_ps(5.0F), _CMP_GE_OQ);
  if (far != 0) {
    const Floats tail =
        polynomial<9>(_mm512_sub_ps(_mm512_sqrt_ps(w), _mm512_set1_ps(3.0F)),
                      {2.83297682F, 1.00167406F, 0.00943887047F, -0.0076224613F, 0.00573950773F,
                       -0.00367342844F, 0.00134934322F, 0.000100950558F, -0.000200214257F});
    ratio = _mm512_mask_mov_ps(ratio, far, tail);
  }
  const Floats sign_bits =
      _mm512_castsi512_ps(_mm512_and_si512(word, _mm512_set1_epi32(static_cast<int>(0x80000000U))));
  return _mm512_mul_ps(_mm512_mul_ps(ratio, _mm512_set1_ps(1.41421356F)),
                       _mm512_or_ps(magnitude, sign_bits));
}

/// e to the (mu + sigma z), z standard normal.
[[nodiscard]] inline Floats lognormal_of(Whole word, float mu, float sigma) {
  return exponential(_mm512_fmadd_ps(normal_of(word), _mm512_set1_ps(sigma), _mm512_set1_ps(mu)));
}

}  // namespace peers
