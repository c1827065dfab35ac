#include "gateway/intake/number_of.hpp"

#include "formats/documents/documents.hpp"
#include "formats/json/submission.hpp"

namespace airut::gateway {

std::string number_of(std::string_view document) {
  auto const first = document.find_first_not_of(" \t\r\n");
  if (first == document.npos) return {};
  if (document[first] != '{') return documents::number_of(document);
  return json::read_as_far_as_it_goes(document).submission.invoice.number;
}

}  // namespace airut::gateway
