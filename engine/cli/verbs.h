// The verbs of the program, one file each. Each does what the options ask and returns the exit
// code; what goes wrong is thrown and told by main.
#pragma once

#include "cli/options.h"

namespace journeylab {

/// Is the scenario right? Every problem and warning is part of the answer.
[[nodiscard]] int check(const Options& options);

/// What will happen? Or, with a traced customer, what happens to one.
[[nodiscard]] int simulate(const Options& options);

/// Which variant is better, and how sure is that?
[[nodiscard]] int compare(const Options& options);

/// How many customers and how many days does a real test need?
[[nodiscard]] int size(const Options& options);

/// What will a test plan do?
[[nodiscard]] int experiment(const Options& options);

/// What did a real experiment show?
[[nodiscard]] int analyze(const Options& options);

/// Results that another verb wrote, as a page for people.
[[nodiscard]] int report(const Options& options);

/// One statistic a line.
[[nodiscard]] int calc(const Options& options);

}  // namespace journeylab
