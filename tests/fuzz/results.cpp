// Any text as the results that `report` reads: it is refused with clear problems, or shown, and
// nothing in it can leave the place that the page gives it.
#include "store/results.h"

#include "base/problem.h"
#include "fuzz/target.h"
#include "report/page.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace journeylab;
  try {
    const Results results = parse_results(fuzz::text_of(data, size), "results.json", "1.0.0");
    for (const std::string& part : {json_inside_html(results.json), html_text(results.title)}) {
      fuzz::expect(part.find('<') == std::string::npos, "markup in the page");
    }
    fuzz::expect(results.json.find('\n') == std::string::npos, "results of more than one line");
  } catch (const InputError& error) {
    fuzz::expect(error.problems().size() == 1, "refused without a problem");
  }
  return 0;
}
