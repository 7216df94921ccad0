#include "calc/calc.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "base/problem.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/verbs.h"

namespace journeylab {
namespace {

// What standard input has for us now; empty at its end.
std::string_view read_piece(std::array<char, std::size_t{1} << 16>& buffer) {
  while (true) {
    const ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size >= 0) return {buffer.data(), static_cast<std::size_t>(size)};
    if (errno != EINTR) {
      throw FileError(
          fmt::format("standard input: cannot be read: {}", std::system_category().message(errno)));
    }
  }
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// Splits what arrives into lines and answers each.
class Answering {
 public:
  // The answers to the lines that this piece completes.
  std::string take(std::string_view piece) {
    std::string answers;
    while (!piece.empty()) {
      const std::size_t end = piece.find('\n');
      left_ += piece.substr(0, end);
      if (end == std::string_view::npos) break;
      answer_line(answers);
      piece.remove_prefix(end + 1);
    }
    return answers;
  }

  // The answer to a last line without line end.
  std::string finish() {
    std::string answers;
    if (!left_.empty()) answer_line(answers);
    return answers;
  }

 private:
  void answer_line(std::string& answers) {
    ++line_;
    if (!is_blank(left_)) answers += calc_answer(left_, line_) + '\n';
    left_.clear();
  }

  std::string left_;
  std::size_t line_ = 0;
};

}  // namespace

// Answers leave as soon as their requests have arrived, so that a program can ask, wait and ask on.
int calc(const Options& options) {
  Output output("");
  if (options.calc_list) {
    output.write(calc_list());
    return exit_done;
  }
  Answering answering;
  std::array<char, std::size_t{1} << 16> buffer{};
  while (true) {
    const std::string_view piece = read_piece(buffer);
    if (piece.empty()) break;
    output.write(answering.take(piece));
  }
  output.write(answering.finish());
  return exit_done;
}

}  // namespace journeylab
