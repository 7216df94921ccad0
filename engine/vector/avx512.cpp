// AVX-512.
#include "vector/target.h"

#if defined(__x86_64__)

JOURNEYLAB_TARGET_BEGIN("avx512f,avx512vl,avx512dq,avx512bw,avx512cd,avx2,bmi,bmi2,popcnt,lzcnt")
#define JOURNEYLAB_PATH avx512
#define JOURNEYLAB_PATH_BYTES 64
#include "vector/all_loops-inl.h"
JOURNEYLAB_TARGET_END

#endif
