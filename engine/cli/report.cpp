#include "cli/report.h"

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "report/display_text.h"
#include "report/page.h"
#include "store/results.h"

namespace journeylab {
namespace {

void need_page(const std::string& verb) {
  if (page_is_built()) return;
  throw UsageError(
      "this journeylab was built without the page of reports (JOURNEYLAB_REPORT=OFF); expected one "
      "that scripts/journeylab built",
      verb);
}

std::string page_of(const Results& results) {
  return write_page(fmt::format("{} · journeylab {}", results.title, results.command),
                    results.json);
}

}  // namespace

PageFile::PageFile(const std::string& path, const std::string& verb) : path_(path) {
  if (path.empty()) return;
  need_page(verb);
  file_ = std::make_unique<WholeFile>(path);
}

void PageFile::write(std::string_view json) {
  if (file_ == nullptr) return;
  file_->write(page_of(parse_results(json, path_, version)));
  file_->commit();
}

int report(const Options& options) {
  need_page("report");
  Output output(options.output);
  const Results results = read_results(options.results, version);
  if (!results.complete) {
    tell_people(fmt::format(
        "journeylab: warning: {}: the run was stopped before its end; the page says so\n",
        visible(options.results)));
  }
  output.write(page_of(results));
  return exit_done;
}

}  // namespace journeylab
