// The answer of size for programs. Its keys are described by size.schema.json beside this file.
// Where a number is missing the value is null (an empty field in CSV).
#pragma once

#include <string>

#include "experiment/size_answer.h"

namespace journeylab {

/// The whole answer as JSON.
[[nodiscard]] std::string write_size_json(const SizeAnswer& answer);

/// A row for each variant, each effect of the table, and each number of days of the table.
[[nodiscard]] std::string write_size_csv(const SizeAnswer& answer);

}  // namespace journeylab
