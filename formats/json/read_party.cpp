#include "formats/json/parts.hpp"
#include "formats/json/words.hpp"

namespace airut::json {

namespace {

model::Identifier identifier_of(ObjectReader const& above, Node const& object,
                                std::string_view name, std::optional<std::size_t> index) {
  ObjectReader in{above, object, name, index};
  model::Identifier id;
  id.scheme = in.text("scheme", 20);
  id.value = in.needed_text("value", 100);
  in.need_one_line("scheme", id.scheme);
  in.need_one_line("value", id.value);
  in.finish();
  return id;
}

model::Contact read_contact(ObjectReader const& above, Node const& object) {
  ObjectReader in{above, object, "contact"};
  model::Contact contact;
  in.take_text(contact.name, "name", 120);
  in.take_text(contact.phone, "phone", 40);
  in.take_text(contact.email, "email", 254);
  auto const at = contact.email.find('@');
  if (!in.trusting() && !contact.email.empty() &&
      (at == 0 || at == std::string::npos || at + 1 == contact.email.size() ||
       contact.email.find_first_of(" \t\r\n<>,;") != std::string::npos))
    in.wrong("email", "bad-email", "\"email\" is not an e-mail address.");
  in.finish();
  return contact;
}

void read_ids(ObjectReader& in, model::Party& party) {
  std::size_t index = 0;
  for (auto const* id : in.objects("identifiers", 10))
    party.identifiers.push_back(identifier_of(in, *id, "identifiers", index++));
  party.legal_id = read_identifier(in, "legal_id", "BT-30/BT-47");
  in.take_text(party.vat_id, "vat_id", 20, "BT-31/BT-48");
  in.take_text(party.tax_registration_id, "tax_registration_id", 50, "BT-32");
  in.take_text(party.legal_form, "legal_form", 500, "BT-33");
  party.electronic_address = read_identifier(in, "electronic_address");
  in.take_text(party.intermediary, "intermediary", 35);
  in.need_one_line("intermediary", party.intermediary);
}

void read_person(ObjectReader& in, model::Party& party) {
  auto const* object = in.object("person");
  if (object == nullptr) return;
  ObjectReader person{in, *object, "person"};
  party.national_id = person.text("national_id", 16);
  party.birth_date = person.date("birth_date");
  person.finish();
}

}  // namespace

std::optional<model::Identifier> read_identifier(ObjectReader& in, Key key, std::string_view term) {
  auto const* object = in.object(key, term);
  if (object == nullptr) return std::nullopt;
  return identifier_of(in, *object, key.name(), std::nullopt);
}

model::PostalAddress read_address(ObjectReader const& above, Node const& object,
                                  std::string_view name, Country country) {
  ObjectReader in{above, object, name};
  model::PostalAddress address;
  in.take_text(address.line1, "line1", 80);
  in.take_text(address.line2, "line2", 80);
  in.take_text(address.line3, "line3", 80);
  in.take_text(address.postal_code, "postal_code", 16);
  in.take_text(address.city, "city", 80);
  in.take_text(address.subdivision, "subdivision", 80);
  if (country == Country::needed && !in.has("country")) in.missing("country", "BT-40/BT-55");
  address.country = in.text("country", 2, "BT-40/BT-55");
  in.finish();
  return address;
}

model::Party read_party(ObjectReader const& above, Node const& object, std::string_view name) {
  ObjectReader in{above, object, name};
  model::Party party;
  party.name = in.needed_text("name", 200, "BT-27/BT-44");
  in.take_text(party.trading_name, "trading_name", 200, "BT-28/BT-45");
  party.type = static_cast<model::PartyType>(in.one_of("type", words::party_types).value_or(0));
  read_ids(in, party);
  // EN 16931 has no address of a payee, and knows no payer.
  bool const placed = name != "payee" && name != "payer";
  if (auto const* address = in.object("address"))
    party.address =
        read_address(in, *address, "address", placed ? Country::needed : Country::optional);
  else if (!in.has("address") && placed)
    in.missing("address", "BG-5/BG-8");
  if (auto const* contact = in.object("contact")) party.contact = read_contact(in, *contact);
  if (in.trusting())
    in.take_text(party.language, "language");
  else if (auto const language = in.one_of("language", words::languages))
    party.language = words::languages.at(*language);
  in.take_text(party.customer_number, "customer_number", 64);
  read_person(in, party);
  in.finish();
  return party;
}

}  // namespace airut::json
