// AVX2.
#include "vector/target.h"

#if defined(__x86_64__)

JOURNEYLAB_TARGET_BEGIN("avx2,bmi,bmi2,popcnt,lzcnt")
#define JOURNEYLAB_PATH avx2
#define JOURNEYLAB_PATH_BYTES 32
#include "vector/all_loops-inl.h"
JOURNEYLAB_TARGET_END

#endif
