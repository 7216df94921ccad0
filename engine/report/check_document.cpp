#include "report/documents.h"
#include "report/parts.h"

namespace journeylab {

Document check_document(const std::string& file, const std::vector<Problem>& problems,
                        const std::vector<Problem>& warnings) {
  std::uint64_t errors = 0;
  std::uint64_t warned = 0;
  Section list;
  for (const std::vector<Problem>* part : {&problems, &warnings}) {
    for (const Problem& problem : *part) {
      const bool error = problem.severity == Severity::error;
      ++(error ? errors : warned);
      list.paragraphs.emplace_back(describe(problem), error ? Tone::bad : Tone::unsure);
    }
  }
  Document document;
  document.title = file + ": " + (errors == 0 ? "valid" : counted(errors, "error"));
  if (warned > 0) document.title += ", " + counted(warned, "warning");
  document.sections.push_back(std::move(list));
  return document;
}

}  // namespace journeylab
