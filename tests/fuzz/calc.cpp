// Any line as a request to calc: the answer is one line of JSON, and where a number is missing in
// it, it says why.
#include "calc/calc.h"

#include <nlohmann/json.hpp>

#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace journeylab;
  const std::string answer = calc_answer(fuzz::text_of(data, size), 1);
  fuzz::expect(answer.find('\n') == std::string::npos, "an answer of more than one line");
  const nlohmann::json json = nlohmann::json::parse(answer, nullptr, false);
  fuzz::expect(json.is_object(), "an answer that is no JSON object");
  if (json.contains("error")) return 0;
  for (const auto& [key, value] : json.items()) {
    if (key == "id" || key.ends_with("_id")) continue;
    fuzz::expect(!value.is_null() || json.contains("reason"), "null without a reason");
  }
  return 0;
}
