#include "formats/print/letter.hpp"

#include <fmt/format.h>

namespace airut::print {

model::Result<std::vector<std::string>> address_lines(model::Party const& party) {
  auto const& address = party.address;
  if (party.name.empty() || address.line1.empty() || address.postal_code.empty() ||
      address.city.empty()) {
    return tl::unexpected{model::Problem{
        model::Fault::missing, "The postal address lacks a name, street, postal code or city."}};
  }
  std::vector<std::string> lines{party.name, address.line1};
  for (auto const* line : {&address.line2, &address.line3}) {
    if (!line->empty()) lines.push_back(*line);
  }
  lines.push_back(fmt::format("{} {}", address.postal_code, address.city));
  return lines;
}

}  // namespace airut::print
