// What the compiler makes for any machine.
#include "vector/target.h"

#define JOURNEYLAB_PATH portable
#define JOURNEYLAB_PATH_BYTES 16
#include "vector/all_loops-inl.h"
