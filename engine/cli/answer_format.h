// The formats of answers: here alone it is known which there are.
#pragma once

#include <functional>
#include <string>

#include "cli/options.h"
#include "cli/output.h"
#include "report/document.h"

namespace journeylab {

/// How an answer is made in each format. Only what is asked for is called.
struct AnswerFormats {
  std::function<std::string()> json;
  std::function<std::string()> csv;
  std::function<Document()> document;  ///< for people: as text or as Markdown
};

/// The answer in the format that the options ask for. Text fits the terminal where the output is
/// one.
[[nodiscard]] std::string formatted(const AnswerFormats& answer, const Options& options,
                                    const Output& output);

}  // namespace journeylab
