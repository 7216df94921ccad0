// How large a real test has to be, as a document: the answer in sentences first, then effect
// against size and days, guardrails, the size that earns the most, and how it was computed.
#pragma once

#include "experiment/size_answer.h"
#include "report/document.h"

namespace journeylab {

[[nodiscard]] Document size_document(const SizeAnswer& answer);

}  // namespace journeylab
