#include "gateway/route/recipient_entry.hpp"

#include <algorithm>
#include <array>

#include "formats/json/parts.hpp"
#include "formats/json/words.hpp"
#include "formats/json/writer.hpp"

namespace airut::gateway {
namespace {

std::vector<std::string> read_channels(json::ObjectReader& in, std::string_view name) {
  auto list = in.texts(name, 16, 32);
  auto const& known = json::words::channels;
  for (auto const& channel : list) {
    if (std::find(known.begin(), known.end(), channel) == known.end()) {
      in.wrong(name, "wrong-value", "\"" + channel + "\" is not a channel.");
    }
  }
  return list;
}

void read_electronic(json::ObjectReader& in, RecipientEntry& entry) {
  if (auto const* finvoice = in.object("finvoice")) {
    json::ObjectReader at{in, *finvoice, "finvoice"};
    FinvoiceAddress pair;
    pair.address = at.needed_text("address", 35);
    pair.intermediary = at.needed_text("intermediary", 35);
    at.need_one_line("address", pair.address);
    at.need_one_line("intermediary", pair.intermediary);
    pair.valid_from = at.date("valid_from");
    pair.valid_to = at.date("valid_to");
    if (pair.valid_from && pair.valid_to && *pair.valid_to < *pair.valid_from)
      at.wrong("valid_to", "wrong-value", "The last day is before the first.");
    entry.finvoice = std::move(pair);
    at.finish();
  }
  if (auto const* peppol = in.object("peppol")) {
    json::ObjectReader at{in, *peppol, "peppol"};
    auto value = at.needed_text("value", 50);
    at.need_one_line("value", value);
    entry.peppol = model::Identifier{std::move(value), at.needed_text("scheme", 4)};
    at.finish();
  }
}

// The control digits of a national id catch what was mistyped (Skatteetaten; from 2032 the first
// one may be another, and D- and H-numbers have days and months of their own).
bool is_national_id(std::string_view text) {
  if (text.size() != 11 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return false;
  constexpr std::array<int, 11> weights{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
  int sum = 0;
  for (std::size_t at = 0; at < weights.size(); ++at) sum += weights.at(at) * (text[at] - '0');
  return sum % 11 == 0;
}

void read_consumer(json::ObjectReader& in, RecipientEntry& entry) {
  entry.efaktura = in.text("efaktura", 50);
  entry.phone = in.text("phone", 30);
  entry.national_id = in.text("national_id", 11);
  // The value is not repeated: the finding may be logged.
  if (!entry.national_id.empty() && !is_national_id(entry.national_id))
    in.wrong("national_id", "wrong-value", "This is no Norwegian national id.");
}

void read_addresses(json::ObjectReader const& above, json::Node const& node,
                    RecipientEntry& entry) {
  json::ObjectReader in{above, node, "addresses"};
  read_electronic(in, entry);
  entry.email = in.texts("email", 5, 254);
  for (auto const& one : entry.email) {
    if (one.find('@') == std::string::npos || one.find_first_of(" \r\n<>") != std::string::npos) {
      in.wrong("email", "wrong-value", "\"" + one + "\" is not an e-mail address.");
    }
  }
  if (auto const* print = in.object("print"))
    entry.print = read_postal_address(in, *print, "print");
  read_consumer(in, entry);
  in.finish();
}

void write_list(json::Writer& out, std::string_view name, std::vector<std::string> const& texts) {
  out.key(name);
  out.begin_array();
  for (auto const& text : texts) out.string(text);
  out.end_array();
}

void write_addresses(json::Writer& out, RecipientEntry const& entry) {
  out.key("addresses");
  out.begin_object();
  if (entry.finvoice) {
    out.key("finvoice");
    out.begin_object();
    out.member("address", entry.finvoice->address);
    out.member("intermediary", entry.finvoice->intermediary);
    if (auto const& from = entry.finvoice->valid_from) {
      out.member("valid_from", model::date_text(*from));
    }
    if (auto const& to = entry.finvoice->valid_to) out.member("valid_to", model::date_text(*to));
    out.end_object();
  }
  if (entry.peppol) {
    out.key("peppol");
    out.begin_object();
    out.member("scheme", entry.peppol->scheme);
    out.member("value", entry.peppol->value);
    out.end_object();
  }
  if (!entry.email.empty()) write_list(out, "email", entry.email);
  if (entry.print) json::write_address(out, "print", *entry.print);
  out.member_if("efaktura", entry.efaktura);
  out.member_if("phone", entry.phone);
  out.member_if("national_id", entry.national_id);
  out.end_object();
}

RecipientEntry read_entry(json::ObjectReader& in) {
  RecipientEntry entry;
  entry.client_ref = in.text("client_ref", 64);
  entry.name = in.text("name", 200);
  if (auto const type = in.one_of("type", json::words::party_types)) {
    entry.type = static_cast<model::PartyType>(*type);
  }
  if (auto const language = in.one_of("language", json::words::languages)) {
    entry.language = json::words::languages.at(*language);
  }
  if (auto const priority = in.one_of("priority", {"normal", "priority"})) {
    entry.priority = *priority == 0 ? "normal" : "priority";
  }
  if (auto const* addresses = in.object("addresses")) read_addresses(in, *addresses, entry);
  entry.email_consent = in.flag("email_consent").value_or(true);
  entry.efaktura_consent = in.flag("efaktura_consent").value_or(true);
  entry.vipps_consent = in.flag("vipps_consent").value_or(true);
  entry.electronic_demand_consent = in.date("electronic_demand_consent");
  entry.portal = in.flag("portal").value_or(true);
  entry.preferred_channels = read_channels(in, "preferred_channels");
  entry.never_channels = read_channels(in, "never_channels");
  return entry;
}

}  // namespace

model::PostalAddress read_postal_address(json::ObjectReader const& above, json::Node const& node,
                                         std::string_view name) {
  json::ObjectReader in{above, node, name};
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

tl::expected<RecipientEntry, model::Findings> read_recipient(std::string_view bytes) {
  auto const tree = json::Tree::parse(bytes);
  if (!tree) return tl::unexpected{tree.error()};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  auto entry = read_entry(in);
  in.finish();
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  return entry;
}

std::string write_recipient(RecipientEntry const& entry) {
  json::Writer out;
  out.begin_object();
  out.member_if("client_ref", entry.client_ref);
  out.member_if("name", entry.name);
  out.member_if("type", json::words::party_types.at(static_cast<std::size_t>(entry.type)));
  out.member_if("language", entry.language);
  out.member_if("priority", entry.priority);
  write_addresses(out, entry);
  out.member("email_consent", entry.email_consent);
  out.member("efaktura_consent", entry.efaktura_consent);
  out.member("vipps_consent", entry.vipps_consent);
  if (entry.electronic_demand_consent) {
    out.member("electronic_demand_consent", model::date_text(*entry.electronic_demand_consent));
  }
  out.member("portal", entry.portal);
  write_list(out, "preferred_channels", entry.preferred_channels);
  write_list(out, "never_channels", entry.never_channels);
  out.end_object();
  return std::move(out).text();
}

}  // namespace airut::gateway
