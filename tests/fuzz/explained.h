// The promise of every answer in JSON: where a number is missing, a reason stands beside it.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "fuzz/target.h"

namespace journeylab::fuzz {

/// Walks the whole answer. An interval that needs no standard error may stand without one.
inline void expect_explained(const nlohmann::json& value) {
  for (const auto& item : value) {
    if (item.is_structured()) expect_explained(item);
  }
  if (!value.is_object() || !value.contains("estimate")) return;
  for (const char* key : {"estimate", "ci_low", "ci_high"}) {
    if (!value.contains(key) || !value[key].is_null()) continue;
    const auto reason = value.find("reason");
    if (reason == value.end() || reason->is_null()) {
      finding(fmt::format("{} is null without a reason: {}", key, value.dump()));
    }
  }
}

}  // namespace journeylab::fuzz
