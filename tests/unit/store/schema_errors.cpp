#include "unit/store/schema_errors.h"

#include <fstream>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

using nlohmann::json;

std::string schema_errors(const std::string& schema_name, const json& answer) {
  std::ifstream file(JOURNEYLAB_SOURCE_DIR "/engine/store/" + schema_name);
  const json text = json::parse(file);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter target(answer);
  if (validator.validate(schema, target, &results)) return "";
  std::string errors;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& part : error.context) errors += part;
    errors += ": " + error.description + '\n';
  }
  return errors.empty() ? "invalid" : errors;
}
