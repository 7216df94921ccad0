# Run by ctest with cmake -P; the variables come from CMakeLists.txt beside it.
function(must)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    string(JOIN " " command ${ARGN})
    message(FATAL_ERROR "${command}\nended with ${result}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
must(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
must(${CMAKE_COMMAND} -S ${CONSUMER} -B ${WORK}/build -G ${GENERATOR} -D CMAKE_BUILD_TYPE=Release
     -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_PREFIX_PATH=${WORK}/prefix -D WANTED_VERSION=${VERSION})

# The consumer must have found the tree that was just installed, not another one of this machine.
file(STRINGS ${WORK}/build/CMakeCache.txt found REGEX "^journeylab_DIR:")
if(NOT found MATCHES "=${WORK}/prefix/")
  message(FATAL_ERROR "find_package(journeylab) went elsewhere: ${found}")
endif()

must(${CMAKE_COMMAND} --build ${WORK}/build)
must(${WORK}/build/consumer ${SCENARIO})
if(NOT output MATCHES "conversion of control: ([0-9.]+)")
  message(FATAL_ERROR "the consumer said: ${output}")
endif()
# 0.0814 is the conversion without limit of time; of 1000 customers its standard error is 0.0087, and
# the interval below is six of them to each side.
if(CMAKE_MATCH_1 LESS 0.029 OR CMAKE_MATCH_1 GREATER 0.134)
  message(FATAL_ERROR "conversion is ${CMAKE_MATCH_1}, far from 0.0814")
endif()

must(${WORK}/prefix/bin/journeylab --version)
if(NOT output MATCHES "${VERSION}")
  message(FATAL_ERROR "the installed program's version is ${output}, not ${VERSION}")
endif()
foreach(manual share/man/man1/journeylab.1 share/bash-completion/completions/journeylab
        share/zsh/site-functions/_journeylab share/fish/vendor_completions.d/journeylab.fish)
  file(SIZE ${WORK}/prefix/${manual} size)
  if(size LESS 1000)
    message(FATAL_ERROR "${manual} holds ${size} bytes")
  endif()
endforeach()
must(${WORK}/prefix/bin/journeylab check ${WORK}/prefix/share/journeylab/scenarios/winback.yaml)
message(STATUS "the installed tree works")
