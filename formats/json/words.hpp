#pragma once

#include <string_view>
#include <vector>

#include "formats/model/terms.hpp"

// The API's words for closed sets, in the order of their enumerators.
namespace airut::json::words {

inline std::vector<std::string_view> const party_types{"", "business", "consumer", "public"};
inline std::string_view party_type(model::PartyType type) {
  return party_types.at(static_cast<std::size_t>(type));
}
inline std::vector<std::string_view> const invoice_types{"invoice", "credit_note", "corrected",
                                                         "reminder", "payment_request"};
inline std::vector<std::string_view> const editions{"2017", "2026"};
inline std::vector<std::string_view> const payment_means{
    "credit_transfer", "direct_debit", "card", "prepaid", "other", "unstated"};
inline std::vector<std::string_view> const reference_kinds{"fi_viite", "rf", "no_kid", "free"};
inline std::vector<std::string_view> const on_failure{"next_channel", "hold", "return_to_sender"};
inline std::vector<std::string_view> const channels{"finvoice", "peppol", "efaktura", "avtalegiro",
                                                    "vipps",    "email",  "print",    "portal"};
inline std::vector<std::string_view> const attached_xml{"none", "ubl", "finvoice", "cii"};
inline std::vector<std::string_view> const vat_categories{"S", "Z", "E", "AE", "K",
                                                          "G", "O", "L", "M",  "B"};
inline std::vector<std::string_view> const languages{"fi", "sv", "nb", "nn", "en"};

}  // namespace airut::json::words
