// Two texts, an analysis file and the data of an experiment: they are refused with clear problems,
// or analysed, and every answer can be written; none holds a number that is not one.
#include <sys/mman.h>
#include <unistd.h>

#include "cli/trial_plan.h"
#include "dataset/trial_analysis.h"
#include "fuzz/explained.h"
#include "report/trial_document.h"
#include "report/writers.h"
#include "store/trial_answer.h"

namespace {

using namespace journeylab;

// A file that is only in memory.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : descriptor_(memfd_create("input", 0)) {
    fuzz::expect(descriptor_ >= 0, "no file in memory");
    fuzz::expect(
        ::write(descriptor_, text.data(), text.size()) == static_cast<ssize_t>(text.size()),
        "no room for a file in memory");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(descriptor_); }
  [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  int descriptor_;
};

void analyze(const TrialPlan& plan, const std::string& path) {
  const TrialData data = read_trial(path, plan);
  const TrialAnalysis analysis = analyze_trial(data, plan);
  fuzz::expect_explained(nlohmann::json::parse(write_trial_json(plan, data, analysis, "1.0.0")));
  static_cast<void>(write_trial_csv(plan, data, analysis));
  static_cast<void>(write_text(trial_document(plan, data, analysis), 80, false));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [first, second] = fuzz::two_texts(fuzz::text_of(data, size));
  const MemoryFile analysis(first);
  const MemoryFile rows(second);
  try {
    AnalyzeOptions options;
    options.data = rows.path();
    options.analysis = analysis.path();
    analyze(trial_plan(options), options.data);
  } catch (const InputError& error) {
    fuzz::expect(!error.problems().empty(), "refused without a problem");
  } catch (const UsageError&) {
  } catch (const FileError&) {  // compressed data that are damaged
  }
  return 0;
}
