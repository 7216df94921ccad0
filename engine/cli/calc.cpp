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
      keep(piece.substr(0, end));
      if (end == std::string_view::npos) break;
      answer_line(answers);
      piece.remove_prefix(end + 1);
    }
    return answers;
  }

  // The answer to a last line without line end.
  std::string finish() {
    std::string answers;
    if (too_long_ || !left_.empty()) answer_line(answers);
    return answers;
  }

 private:
  // What is too long is not kept, so that no line can fill the memory.
  void keep(std::string_view part) {
    too_long_ = too_long_ || left_.size() + part.size() > longest_calc_request;
    if (too_long_) {
      left_.clear();
    } else {
      left_ += part;
    }
  }

  void answer_line(std::string& answers) {
    ++line_;
    std::string_view request = left_;
    // Some programs begin their output with a byte order mark.
    if (line_ == 1 && request.starts_with("\xEF\xBB\xBF")) request.remove_prefix(3);
    if (too_long_) {
      answers += calc_refusal(fmt::format("a line of more than {} MiB; expected one request a line",
                                          longest_calc_request >> 20U),
                              line_) +
                 '\n';
    } else if (!is_blank(request)) {
      answers += calc_answer(request, line_) + '\n';
    }
    left_.clear();
    too_long_ = false;
  }

  std::string left_;
  bool too_long_ = false;
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
