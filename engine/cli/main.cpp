// The program: understands the command line, runs a verb, and is the one place that catches what
// went wrong and turns it into a message and an exit code.
#include <chrono>
#include <csignal>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "base/problem.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/resources.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "report/display_text.h"

namespace journeylab {
namespace {

int run_verb(const Options& options) {
  switch (options.verb) {
    case Verb::check:
      return check(options);
    case Verb::simulate:
      return simulate(options);
    case Verb::compare:
      return compare(options);
    case Verb::size:
      return size(options);
    case Verb::experiment:
      return experiment(options);
    case Verb::analyze:
      return analyze(options);
    case Verb::report:
      return report(options);
    case Verb::calc:
      return calc(options);
  }
  return exit_internal;
}

int answer(std::vector<std::string> arguments) {
  const auto started = std::chrono::steady_clock::now();
  const auto request = read_options(std::move(arguments));
  if (const auto* notice = std::get_if<Notice>(&request)) {
    Output("").write(notice->text);
    return exit_done;
  }
  const auto& options = std::get<Options>(request);
  for (const std::string& read :
       {options.scenario, options.analyze.data, options.analyze.analysis, options.results}) {
    refuse_same_file(options.output, "the output", read, "what is read");
    refuse_same_file(options.events_file, "the event log", read, "what is read");
    refuse_same_file(options.experiment.rows_file, "the rows", read, "what is read");
    refuse_same_file(options.report, "the page", read, "what is read");
  }
  refuse_same_file(options.output, "the output", options.events_file, "the event log");
  refuse_same_file(options.output, "the output", options.experiment.rows_file, "the rows");
  refuse_same_file(options.report, "the page", options.output, "the output");
  refuse_same_file(options.report, "the page", options.events_file, "the event log");
  refuse_same_file(options.report, "the page", options.experiment.rows_file, "the rows");
  const int code = run_verb(options);
  if (options.verbose) {
    tell_people(fmt::format("journeylab: {}\n", describe(resources_since(started))));
  }
  return code;
}

void tell(std::string_view message) {
  tell_people(fmt::format("journeylab: error: {}\n", visible(message)));
}

// Each problem is a line of its own that begins with its place, as editors know it from compilers.
void tell(const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) {
    tell_people(fmt::format("{}\n", visible(describe(problem))));
  }
}

int answer_or_explain(std::vector<std::string> arguments) {
  try {
    return answer(std::move(arguments));
  } catch (const UsageError& error) {
    tell(error.what());
    tell_people(
        fmt::format("See: journeylab {}{}--help\n", error.verb(), error.verb().empty() ? "" : " "));
    return exit_bad_input;
  } catch (const InputError& error) {
    tell(error.problems());
    return exit_bad_input;
  } catch (const FileError& error) {
    tell(error.what());
    return exit_bad_input;
  } catch (const RunError& error) {
    tell(error.what());
    return exit_bad_input;
  } catch (const OutputClosed&) {
    return exit_unread;
  } catch (const std::bad_alloc&) {
    tell("not enough memory");
    return exit_internal;
  } catch (const std::exception& error) {
    tell(fmt::format("internal error: {}; this is a mistake in journeylab, please report it",
                     error.what()));
    return exit_internal;
  }
}

}  // namespace
}  // namespace journeylab

int main(int argc, char** argv) {
  // A reader that goes away shows in the result of a write instead of ending the program.
  std::signal(SIGPIPE, SIG_IGN);
  journeylab::fill_closed_streams();
  try {
    return journeylab::answer_or_explain({argv + (argc > 0 ? 1 : 0), argv + argc});
  } catch (...) {
    // Not even a message could be made: memory has run out.
    return journeylab::exit_internal;
  }
}
