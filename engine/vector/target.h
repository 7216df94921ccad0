// What the files of a path have in common: the headers that the loops need, all read before the
// compiler is told of the path's instructions, so that no function that other files share is
// compiled for them.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/clock.h"
#include "random/choice.h"
#include "random/quantile_loops.h"
#include "random/words.h"
#include "scenario/operations.h"
#include "vector/loops.h"

#define JOURNEYLAB_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
// clang-format off
#define JOURNEYLAB_TARGET_BEGIN(features) \
  JOURNEYLAB_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
// clang-format on
#define JOURNEYLAB_TARGET_END JOURNEYLAB_PRAGMA(clang attribute pop)
#define JOURNEYLAB_INDEPENDENT JOURNEYLAB_PRAGMA(clang loop vectorize(assume_safety))
#else
#define JOURNEYLAB_TARGET_BEGIN(features) \
  JOURNEYLAB_PRAGMA(GCC push_options) JOURNEYLAB_PRAGMA(GCC target(features))
#define JOURNEYLAB_TARGET_END JOURNEYLAB_PRAGMA(GCC pop_options)
/// Before a loop of which no pass depends on another.
#define JOURNEYLAB_INDEPENDENT JOURNEYLAB_PRAGMA(GCC ivdep)
#endif
