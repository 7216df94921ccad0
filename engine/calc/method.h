// The table of what calc can answer. For the sources of this room: a method is a row of the table,
// and its function maps the fields of a request to an estimator of `stats`.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "calc/request.h"

namespace journeylab::calc {

struct Method {
  std::string_view name;
  std::string_view short_names;  ///< comma-separated
  std::string_view purpose;      ///< one line
  std::string_view types;        ///< comma-separated; the first is the default
  std::vector<Field> fields;
  std::string_view outputs;  ///< comma-separated, as answers name them
  std::string_view example;  ///< the fields of a request that works, as JSON text without braces
  Json (*answer)(const Request& request);
};

[[nodiscard]] std::vector<Method> proportion_methods();
[[nodiscard]] std::vector<Method> mean_methods();
[[nodiscard]] std::vector<Method> paired_methods();
[[nodiscard]] std::vector<Method> many_methods();
[[nodiscard]] std::vector<Method> sample_methods();
[[nodiscard]] std::vector<Method> cuped_methods();
[[nodiscard]] std::vector<Method> bootstrap_methods();
[[nodiscard]] std::vector<Method> survival_methods();
[[nodiscard]] std::vector<Method> retention_methods();
[[nodiscard]] std::vector<Method> sequential_methods();
[[nodiscard]] std::vector<Method> bayes_methods();
[[nodiscard]] std::vector<Method> power_methods();

/// All of them.
[[nodiscard]] const std::vector<Method>& methods();

/// The method of that name or short name, or null.
[[nodiscard]] const Method* method_named(std::string_view name);

}  // namespace journeylab::calc
