#include "gateway/route/router.hpp"

#include <algorithm>
#include <utility>

#include <fmt/ranges.h>

#include "channels/mail/message.hpp"
#include "formats/model/instalments.hpp"
#include "formats/model/party_id.hpp"
#include "formats/print/letter.hpp"
#include "gateway/route/reach.hpp"

namespace airut::gateway {

namespace {

bool contains(std::vector<std::string> const& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_finvoice_address(model::Identifier const& id) {
  return id.scheme == "0216" || id.scheme == "0037" || model::is_ovt(id.value) ||
         model::is_iban(id.value);
}

Reach reach_finvoice(RouteQuestion const& q) {
  if (q.recipient && q.recipient->finvoice) {
    auto const& known = *q.recipient->finvoice;
    if (known.intermediary.empty()) return unreachable("no-intermediary");
    return {known.address, known.intermediary, {}};
  }
  auto const& address = q.buyer.electronic_address;
  if (!address || !is_finvoice_address(*address)) return unreachable("no-address");
  if (q.recipient && contains(q.recipient->ended_addresses, address->value))
    return unreachable("address-ended");
  if (q.buyer.intermediary.empty()) return unreachable("no-intermediary");
  return {address->value, q.buyer.intermediary, {}};
}

// A consumer has no place in Peppol; a bank account or an OVT under an old scheme is no Peppol id.
Reach reach_peppol(RouteQuestion const& q) {
  if (q.buyer.type == model::PartyType::consumer) return unreachable("not-for-consumers");
  auto const& id =
      q.recipient && q.recipient->peppol ? q.recipient->peppol : q.buyer.electronic_address;
  if (!id) return unreachable("no-address");
  if (id->scheme.empty()) return unreachable("no-address-scheme");
  return {id->scheme + ":" + id->value, {}, {}};
}

// One mail to several, each once.
std::string joined(std::vector<std::string> const& wished) {
  std::vector<std::string> addresses;
  for (auto const& one : wished) {
    if (!contains(addresses, one)) addresses.push_back(one);
  }
  return channels::mail_address_list(addresses);
}

Reach reach_email(RouteQuestion const& q) {
  if (q.recipient && !q.recipient->email_consent) return unreachable("no-consent");
  if (!q.distribution.email_to.empty()) return {joined(q.distribution.email_to), {}, {}};
  if (q.recipient && !q.recipient->email.empty()) return {q.recipient->email.front(), {}, {}};
  if (!q.buyer.contact.email.empty()) return {q.buyer.contact.email, {}, {}};
  return unreachable("no-address");
}

Reach reach_print(RouteQuestion const& q) {
  auto const& address = q.recipient && q.recipient->print ? *q.recipient->print : q.buyer.address;
  if (address.line1.empty() || address.postal_code.empty() || address.city.empty())
    return unreachable("address-incomplete");
  return {address.postal_code + " " + address.city, {}, {}};
}

// The claim looks at the mandate again when it is made: it may end until then.
Reach reach_avtalegiro(RouteQuestion const& q) {
  if (q.buyer.type != model::PartyType::consumer) return unreachable("only-for-consumers");
  if (q.invoice != nullptr && model::is_paid_in_instalments(*q.invoice))
    return unreachable("paid-in-instalments");  // it would be debited whole
  if (!q.has_mandate || !q.has_mandate()) return unreachable("no-mandate");
  return {"avtalegiro", {}, {}};
}

Reach reach_portal(RouteQuestion const& q) {
  if (q.recipient && !q.recipient->portal) return unreachable("no-consent");
  return {"portal", {}, {}};
}

Reach reach(std::string_view channel, RouteQuestion const& q) {
  if (channel == "finvoice") return reach_finvoice(q);
  if (channel == "peppol") return reach_peppol(q);
  if (channel == "email") return reach_email(q);
  if (channel == "print") return reach_print(q);
  if (channel == "portal") return reach_portal(q);
  if (channel == "efaktura") return reach_efaktura(q);
  if (channel == "vipps") return reach_vipps(q);
  if (channel == "avtalegiro") return reach_avtalegiro(q);
  return unreachable("channel-unknown");
}

std::vector<std::string> default_order(RouteQuestion const& q) {
  return q.buyer.type == model::PartyType::consumer ? q.client.channel_order_consumer
                                                    : q.client.channel_order_business;
}

struct Order {
  std::vector<std::string> channels;
  std::string why;
};

Order usual_order(RouteQuestion const& q) {
  if (q.recipient && !q.recipient->preferred_channels.empty())
    return {q.recipient->preferred_channels, "preferred-by-recipient"};
  return {default_order(q), "client-order"};
}

Order with_first(Order order, std::string const& channel, std::string why) {
  std::erase(order.channels, channel);
  order.channels.insert(order.channels.begin(), channel);
  order.why = std::move(why);
  return order;
}

Order chosen_order(RouteQuestion const& q) {
  if (!q.distribution.channels.empty()) return {q.distribution.channels, "asked-by-caller"};
  switch (q.recipient ? q.recipient->at_bank : AtBank::nothing) {
    case AtBank::ordered:
      return with_first(usual_order(q), "finvoice", "ordered-by-recipient");
    case AtBank::direct_payment:
      return with_first(usual_order(q), "print", "direct-payment");
    case AtBank::ended:
      return with_first(usual_order(q), "print", "ended-by-recipient");
    case AtBank::nothing:
      break;
  }
  return usual_order(q);
}

bool does_duty(RouteQuestion const& q, config::Channel const& channel) {
  return q.duty == nullptr || contains(q.duty->formats, channel.format);
}

// What the law demands is there to be taken, whether or not anybody asked for it.
Order order_of(RouteQuestion const& q) {
  auto order = chosen_order(q);
  if (q.duty == nullptr) return order;
  order.why = "e-invoice-duty";
  for (auto const& channel : q.channels) {
    if (does_duty(q, channel) && !contains(order.channels, channel.name))
      order.channels.push_back(channel.name);
  }
  return order;
}

config::Channel const* configured(RouteQuestion const& q, std::string_view name) {
  auto const found = std::find_if(q.channels.begin(), q.channels.end(),
                                  [&](config::Channel const& one) { return one.name == name; });
  return found == q.channels.end() ? nullptr : &*found;
}

// Scheme, host and port of an URL, without its path and secrets.
std::string origin_of(std::string const& url) {
  auto const scheme = url.find("://");
  auto const path = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  return url.substr(0, path);
}

struct Host {
  std::string operator()(config::EmailSettings const& mail) const {
    return "smtp://" + mail.host + ":" + std::to_string(mail.port);
  }
  std::string operator()(config::SftpSettings const& sftp) const {
    return "sftp://" + sftp.host + ":" + std::to_string(sftp.port);
  }
  std::string operator()(config::HttpSettings const& http) const { return origin_of(http.url); }
  std::string operator()(config::DirectorySettings const& directory) const {
    return "file://" + directory.path.string();
  }
  std::string operator()(config::PrintSettings const& print) const {
    return std::visit(*this, print.printer);
  }
  std::string operator()(config::AvtaleGiroSettings const& clearing) const {
    return std::visit(*this, clearing.clearing_house);
  }
  std::string operator()(config::PortalSettings const&) const { return "portal"; }
  std::string operator()(config::EfakturaSettings const& one) const { return origin_of(one.url); }
  std::string operator()(config::VippsSettings const& one) const { return origin_of(one.url); }
  // The access point behind an address is found later; the channel spares each by itself.
  std::string operator()(config::PeppolSettings const&) const { return "peppol"; }
  std::string operator()(config::BankWsSettings const& bank) const { return "bank://" + bank.bank; }
};

// What returned mail marks of an address; "" in channels where nothing does.
std::string marked_address(std::string_view channel, RouteQuestion const& q) {
  if (channel != "print") return {};
  auto party = q.buyer;
  if (q.recipient && q.recipient->print) party.address = *q.recipient->print;
  auto const lines = print::address_lines(party);
  return lines ? postal_key(*lines, party.address.country) : std::string{};
}

}  // namespace

std::string destination_of(config::Channel const& channel) {
  return std::visit(Host{}, channel.transport);
}

std::string postal_key(std::vector<std::string> const& lines, std::string_view country) {
  return fmt::format("{}\n{}", fmt::join(lines, "\n"), country);
}

namespace {

bool pays_by_copy(RouteQuestion const& q) {
  return q.recipient && q.recipient->at_bank == AtBank::direct_payment;
}

// Why the channel is not even looked at, "" when it is.
std::string barred(RouteQuestion const& q, std::string const& name) {
  if (contains(q.distribution.forbid, name)) return "forbidden-by-caller";
  if (q.recipient && contains(q.recipient->never_channels, name)) return "refused-by-recipient";
  auto const* channel = configured(q, name);
  if (channel == nullptr) return "channel-not-configured";
  return does_duty(q, *channel) ? std::string{} : std::string{"e-invoice-duty"};
}

Leg leg_of(config::Channel const& channel, Reach reached, std::string why) {
  return {channel.name,
          channel.format,
          std::move(reached.address),
          std::move(reached.intermediary),
          destination_of(channel),
          std::move(why)};
}

// What the bank of a direct payment gets beside the invoice on paper.
std::optional<Leg> copy_leg(RouteQuestion const& q) {
  if (!pays_by_copy(q) || q.invoice == nullptr || !barred(q, "finvoice").empty())
    return std::nullopt;
  auto const& due = q.invoice->totals.due;
  bool const is_claim =
      q.invoice->type != model::InvoiceType::credit_note && due && due->minor() > 0;
  if (!is_claim) return std::nullopt;
  auto reached = reach_finvoice(q);
  if (!reached.skip.empty()) return std::nullopt;
  return leg_of(*configured(q, "finvoice"), std::move(reached), "direct-payment");
}

}  // namespace

namespace {

// Leaves those of a mail's addresses out that get no more mail. Why none or not all are left.
std::string left_out(RouteQuestion const& q, std::string_view channel, Reach& reached) {
  if (!q.is_suppressed) return {};
  auto const marked = marked_address(channel, q);
  if (!marked.empty()) return q.is_suppressed(channel, marked) ? "address-suppressed" : "";
  if (channel != "email") return {};
  auto addresses = channels::mail_addresses(reached.address);
  auto const spared =
      std::erase_if(addresses, [&](auto const& one) { return q.is_suppressed(channel, one); });
  if (addresses.empty()) return "address-suppressed";
  reached.address = channels::mail_address_list(addresses);
  return spared == 0 ? "" : "some-addresses-suppressed";
}

}  // namespace

RouteDecision decide(RouteQuestion const& q) {
  RouteDecision decision;
  auto const order = order_of(q);
  for (auto const& name : order.channels) {
    auto skip = [&](std::string reason) { decision.skipped.push_back({name, std::move(reason)}); };
    if (auto reason = barred(q, name); !reason.empty()) {
      skip(std::move(reason));
      continue;
    }
    if (name == "finvoice" && pays_by_copy(q)) {
      skip("direct-payment");
      continue;
    }
    auto reached = reach(name, q);
    if (!reached.skip.empty()) {
      skip(std::move(reached.skip));
      continue;
    }
    auto const spared = left_out(q, name, reached);
    if (!spared.empty()) skip(spared);
    if (spared == "address-suppressed") continue;
    decision.legs.push_back(leg_of(*configured(q, name), std::move(reached), order.why));
  }
  if (!decision.legs.empty()) decision.copy = copy_leg(q);
  return decision;
}

}  // namespace airut::gateway
