#include "gateway/route/recipient_entry.hpp"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

#include "gateway/route/strict_json.hpp"

namespace airut::gateway {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 4> type_names{"", "business", "consumer", "public"};
constexpr std::array<std::string_view, 8> channel_names{
    "finvoice", "peppol", "efaktura", "avtalegiro", "vipps", "email", "print", "portal"};

model::PartyType read_type(ObjectReader& in) {
  auto const text = in.text("type", 16);
  auto const found = std::find(type_names.begin(), type_names.end(), text);
  if (found == type_names.end()) {
    in.wrong("type", "wrong-value", "\"type\" is business, consumer or public.");
    return model::PartyType::unknown;
  }
  return static_cast<model::PartyType>(found - type_names.begin());
}

std::vector<std::string> read_channels(ObjectReader& in, std::string_view name) {
  auto list = in.texts(name, 16);
  for (auto const& channel : list)
    if (std::find(channel_names.begin(), channel_names.end(), channel) == channel_names.end())
      in.wrong(name, "wrong-value", "\"" + channel + "\" is not a channel.");
  return list;
}

model::PostalAddress read_address(json::object const& object, std::string pointer,
                                  model::Findings& findings) {
  ObjectReader in{object, std::move(pointer), findings};
  model::PostalAddress address;
  address.line1 = in.needed_text("line1", 80);
  address.line2 = in.text("line2", 80);
  address.line3 = in.text("line3", 80);
  address.postal_code = in.needed_text("postal_code", 16);
  address.city = in.needed_text("city", 80);
  address.subdivision = in.text("subdivision", 80);
  address.country = in.needed_text("country", 2);
  in.finish();
  return address;
}

void read_addresses(json::object const& object, RecipientEntry& entry, model::Findings& findings) {
  ObjectReader in{object, "/addresses", findings};
  if (auto const* finvoice = in.object("finvoice")) {
    ObjectReader at{*finvoice, "/addresses/finvoice", findings};
    entry.finvoice = {at.needed_text("address", 35), at.needed_text("intermediary", 35)};
    at.finish();
  }
  if (auto const* peppol = in.object("peppol")) {
    ObjectReader at{*peppol, "/addresses/peppol", findings};
    auto value = at.needed_text("value", 50);
    entry.peppol = model::Identifier{std::move(value), at.needed_text("scheme", 4)};
    at.finish();
  }
  entry.email = in.texts("email", 5);
  for (auto const& one : entry.email)
    if (one.find('@') == std::string::npos || one.find_first_of(" \r\n<>") != std::string::npos)
      in.wrong("email", "wrong-value", "\"" + one + "\" is not an e-mail address.");
  if (auto const* print = in.object("print"))
    entry.print = read_address(*print, "/addresses/print", findings);
  in.finish();
}

json::array list_of(std::vector<std::string> const& texts) {
  json::array list;
  for (auto const& text : texts) list.emplace_back(text);
  return list;
}

void put(json::object& object, std::string_view name, std::string const& text) {
  if (!text.empty()) object[name] = text;
}

json::object write_address(model::PostalAddress const& address) {
  json::object object;
  put(object, "line1", address.line1);
  put(object, "line2", address.line2);
  put(object, "line3", address.line3);
  put(object, "postal_code", address.postal_code);
  put(object, "city", address.city);
  put(object, "subdivision", address.subdivision);
  put(object, "country", address.country);
  return object;
}

}  // namespace

tl::expected<RecipientEntry, model::Findings> read_recipient(std::string_view bytes) {
  auto const object = parse_object(bytes);
  if (!object) return tl::unexpected{object.error()};
  model::Findings findings;
  ObjectReader in{*object, "", findings};
  RecipientEntry entry;
  entry.client_ref = in.text("client_ref", 64);
  entry.name = in.text("name", 200);
  entry.type = read_type(in);
  entry.language = in.text("language", 2);
  if (auto priority = in.text("priority", 16); !priority.empty()) entry.priority = priority;
  if (auto const* addresses = in.object("addresses")) read_addresses(*addresses, entry, findings);
  entry.email_consent = in.flag("email_consent", true);
  entry.portal = in.flag("portal", true);
  entry.preferred_channels = read_channels(in, "preferred_channels");
  entry.never_channels = read_channels(in, "never_channels");
  in.finish();
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  return entry;
}

std::string write_recipient(RecipientEntry const& entry) {
  json::object object;
  put(object, "client_ref", entry.client_ref);
  put(object, "name", entry.name);
  put(object, "type", std::string{type_names.at(static_cast<std::size_t>(entry.type))});
  put(object, "language", entry.language);
  put(object, "priority", entry.priority);
  json::object addresses;
  if (entry.finvoice)
    addresses["finvoice"] = json::object{{"address", entry.finvoice->address},
                                         {"intermediary", entry.finvoice->intermediary}};
  if (entry.peppol)
    addresses["peppol"] =
        json::object{{"scheme", entry.peppol->scheme}, {"value", entry.peppol->value}};
  if (!entry.email.empty()) addresses["email"] = list_of(entry.email);
  if (entry.print) addresses["print"] = write_address(*entry.print);
  object["addresses"] = std::move(addresses);
  object["email_consent"] = entry.email_consent;
  object["portal"] = entry.portal;
  object["preferred_channels"] = list_of(entry.preferred_channels);
  object["never_channels"] = list_of(entry.never_channels);
  return json::serialize(object);
}

}  // namespace airut::gateway
