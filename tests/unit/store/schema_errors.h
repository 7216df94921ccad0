// Answers held against the JSON Schemas of engine/store.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

/// What a schema says against an answer; empty if nothing.
[[nodiscard]] std::string schema_errors(const std::string& schema, const nlohmann::json& answer);
