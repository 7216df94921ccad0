// What standard output and standard error are connected to.
#pragma once

#include <cstddef>
#include <string_view>

namespace journeylab {

[[nodiscard]] bool is_terminal(int descriptor) noexcept;

/// Columns of the terminal behind a descriptor: what COLUMNS says, else the terminal itself; 80
/// where neither does.
[[nodiscard]] std::size_t terminal_width(int descriptor) noexcept;

/// True unless the user has asked for none by NO_COLOR (https://no-color.org) or a dumb terminal.
[[nodiscard]] bool wants_colour() noexcept;

/// Writes to standard error. Where it cannot be written nobody can be told, so a failure is
/// ignored.
void tell_people(std::string_view text) noexcept;

/// Opens /dev/null in the place of standard input and standard error if the caller has closed them,
/// so that no file of ours takes their numbers and gets what is meant for people.
void fill_closed_streams() noexcept;

}  // namespace journeylab
