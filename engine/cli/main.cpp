// The program: understands the command line, runs a verb, and is the one place that catches what
// went wrong and turns it into a message and an exit code.
#include <atomic>
#include <chrono>
#include <csignal>
#include <exception>
#include <new>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

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

int explain_threads(std::string_view reason) {
  tell(
      fmt::format("threads cannot be started ({}); expected fewer of them (--threads 1), or more "
                  "memory",
                  reason));
  return exit_internal;
}

// What is being caught, as a message and an exit code.
int explain() {
  try {
    throw;
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
  } catch (const std::system_error& error) {
    return explain_threads(error.code().message());
  } catch (const std::exception& error) {
    tell(fmt::format("internal error: {}; this is a mistake in journeylab, please report it",
                     error.what()));
    return exit_internal;
  }
}

// Several threads may come to their end at once: one of them speaks, and ends the program.
void speak_alone() noexcept {
  static std::atomic_flag is_speaking;
  if (!is_speaking.test_and_set()) return;
  for (;;) pause();
}

int answer_or_explain(std::vector<std::string> arguments) {
  try {
    return answer(std::move(arguments));
  } catch (...) {
    speak_alone();
    return explain();
  }
}

// What leaves a thread of the library of threads: memory has run out, or another thread cannot be
// started.
int explain_thread_end() {
  try {
    if (std::current_exception()) throw;
  } catch (const std::runtime_error& error) {
    const std::string_view reason = error.what();
    if (reason.starts_with("pthread_create")) return explain_threads(reason);
  } catch (...) {
    // Explained below.
  }
  return std::current_exception() ? explain() : exit_internal;
}

// Where there is no memory for a message that has to be made.
int explain_without_memory() noexcept {
  constexpr std::string_view message = "journeylab: error: not enough memory\n";
  static_cast<void>(!::write(STDERR_FILENO, message.data(), message.size()));
  return exit_internal;
}

[[noreturn]] void end_explained() noexcept {
  speak_alone();
  try {
    _exit(explain_thread_end());
  } catch (...) {
    _exit(explain_without_memory());
  }
}

}  // namespace
}  // namespace journeylab

int main(int argc, char** argv) {
  // A reader that goes away and a file that grows beyond its limit show in the result of a write
  // instead of ending the program.
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
  std::set_terminate(journeylab::end_explained);
  journeylab::fill_closed_streams();
  try {
    return journeylab::answer_or_explain({argv + (argc > 0 ? 1 : 0), argv + argc});
  } catch (...) {
    return journeylab::explain_without_memory();
  }
}
