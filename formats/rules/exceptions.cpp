#include "formats/rules/exceptions.hpp"

#include <algorithm>
#include <array>

namespace airut::rules {

namespace {

constexpr std::string_view reminder = "urn:fdc:anskaffelser.no:2019:ehf:reminder:3.0";
constexpr std::string_view forward_billing = "urn:fdc:anskaffelser.no:2019:ehf:forward-billing:3.0";
constexpr std::string_view payment_request =
    "urn:fdc:anskaffelser.no:2019:ehf:spec:payment-request";

struct Exception {
  std::string_view specification, rule;
};

constexpr std::array exceptions{
    Exception{reminder, "BR-04"},
    Exception{reminder, "BR-CL-20"},
    Exception{reminder, "PEPPOL-EN16931-R007"},
    Exception{reminder, "PEPPOL-EN16931-CL003"},
    Exception{forward_billing, "BR-07"},
    Exception{forward_billing, "PEPPOL-EN16931-R007"},
};

}  // namespace

bool is_excepted(std::string_view specification, std::string_view rule) {
  return std::any_of(exceptions.begin(), exceptions.end(), [&](auto const& one) {
    return one.rule == rule && specification.find(one.specification) != specification.npos;
  });
}

bool is_no_invoice(std::string_view specification) {
  return specification.find(payment_request) != specification.npos;
}

}  // namespace airut::rules
