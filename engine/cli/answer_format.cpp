#include "cli/answer_format.h"

#include <unistd.h>

#include "cli/terminal.h"
#include "report/writers.h"

namespace journeylab {
namespace {

std::string text_for(const Document& document, const Options& options, const Output& output) {
  const bool terminal = output.is_standard() && is_terminal(STDOUT_FILENO);
  const bool colour = options.color == ColorChoice::on ||
                      (options.color == ColorChoice::automatic && terminal && wants_colour());
  return write_text(document, terminal ? terminal_width(STDOUT_FILENO) : 0, colour);
}

}  // namespace

std::string formatted(const AnswerFormats& answer, const Options& options, const Output& output) {
  switch (options.format) {
    case Format::json:
      return answer.json();
    case Format::csv:
      return answer.csv();
    case Format::markdown:
      return write_markdown(answer.document());
    case Format::text:
      break;
  }
  return text_for(answer.document(), options, output);
}

}  // namespace journeylab
