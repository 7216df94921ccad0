// SSE4.2.
#include "vector/target.h"

#if defined(__x86_64__)

JOURNEYLAB_TARGET_BEGIN("sse4.2,popcnt")
#define JOURNEYLAB_PATH sse4
#define JOURNEYLAB_PATH_BYTES 16
#include "vector/all_loops-inl.h"
JOURNEYLAB_TARGET_END

#endif
