#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "formats/model/date.hpp"
#include "formats/model/result.hpp"

// Norwegian KIDs by the structures that a client has registered at his bank.
namespace airut::gateway {

// What a KID says, with its digits as they stand; "" for a part that the structure has not.
struct KidParts {
  std::string customer, invoice;
  friend bool operator==(KidParts const&, KidParts const&) = default;
};

// nullopt when length, fixed digits or the control digit are not those of the structure.
std::optional<KidParts> take_apart(config::KidStructure const& structure, std::string_view kid);

// The structure of this length that is registered on the day.
config::KidStructure const* structure_of(config::Client const& client, std::string_view kid,
                                         model::Date day);
// The structure by which a new KID is made on the day: the first of them that names an invoice,
// else the first. nullptr when none is registered then.
config::KidStructure const* structure_for(config::Client const& client, model::Date day);

// Numbers may stand shorter than their parts: zeros are put before them. Problem: a part is no
// number, or too long for its place.
model::Result<std::string> make_kid(config::KidStructure const& structure,
                                    std::string_view customer_number,
                                    std::string_view invoice_number);

// What a mandate and a claim of one payer have in common: the customer's number without leading
// zeros, by whatever structure the client ever registered; the whole KID where he has none.
std::string payer_of(config::Client const& client, std::string_view kid);

// The customer that a KID names which names no invoice, without leading zeros; "" for other KIDs.
std::string customer_in(config::Client const& client, std::string_view kid, model::Date day);

// Without leading zeros.
std::string plain_number(std::string_view digits);

}  // namespace airut::gateway
