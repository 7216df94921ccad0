// What the program's exit codes mean.
#pragma once

namespace journeylab {

inline constexpr int exit_done = 0;
inline constexpr int exit_no = 1;             ///< understood, and the answer is no
inline constexpr int exit_bad_input = 2;      ///< wrong usage or bad input
inline constexpr int exit_internal = 3;       ///< a mistake of ours
inline constexpr int exit_interrupted = 130;  ///< stopped by Ctrl-C: 128 + SIGINT, as shells count
inline constexpr int exit_unread = 141;       ///< nobody reads the answer: 128 + SIGPIPE

}  // namespace journeylab
