#include <algorithm>

#include <fmt/format.h>

#include "config/parts.hpp"
#include "config/table.hpp"

namespace airut::config {
namespace {

bool is_digits(std::string const& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

KidPart read_kid_part(Section& in) {
  KidPart part;
  std::string kind;
  in.take_word("kind", kind, {"fixed", "customer", "invoice"});
  if (kind.empty()) in.wrong("kind", "kind must be given");
  in.take("digits", part.digits);
  in.take("length", part.length, 1, 24);
  if (kind == "fixed") {
    if (!is_digits(part.digits)) in.wrong("digits", "a fixed part is made of digits");
    if (part.length > 0) in.wrong("length", "the digits of a fixed part have their own length");
    part.length = static_cast<int>(part.digits.size());
  } else {
    part.kind = kind == "customer" ? KidPart::Kind::customer : KidPart::Kind::invoice;
    if (!part.digits.empty()) in.wrong("digits", "only a fixed part has digits");
    if (part.length == 0) in.wrong("length", "length must be given");
  }
  in.finish();
  return part;
}

void read_day(Section& in, std::string_view key, std::chrono::sys_days& day) {
  std::string text;
  in.take(key, text);
  if (text.empty()) return;
  auto const parsed = parse_day(text);
  if (parsed) {
    day = *parsed;
  } else {
    in.wrong(key, fmt::format("{} is a day, YYYY-MM-DD", key));
  }
}

bool has(KidStructure const& structure, KidPart::Kind kind) {
  return std::count_if(structure.parts.begin(), structure.parts.end(),
                       [&](auto const& part) { return part.kind == kind; }) == 1;
}

KidStructure read_kid(Section& in) {
  KidStructure kid;
  in.take_word("algorithm", kid.algorithm, {"mod10", "mod11"});
  read_day(in, "from", kid.from);
  read_day(in, "until", kid.until);
  for (auto const* table : in.tables("part")) {
    Section part{*table, in.reading(), in.name() + ".part"};
    kid.parts.push_back(read_kid_part(part));
  }
  constexpr int shortest = 4, longest = 25;
  if (kid.length() < shortest || kid.length() > longest)
    in.wrong("part", "a KID has 4 to 25 digits with its control digit");
  for (auto const kind : {KidPart::Kind::customer, KidPart::Kind::invoice}) {
    auto const of_kind = std::count_if(kid.parts.begin(), kid.parts.end(),
                                       [&](auto const& part) { return part.kind == kind; });
    if (of_kind > 1) in.wrong("part", "a KID names one customer and one invoice at most");
  }
  if (!has(kid, KidPart::Kind::customer) && !has(kid, KidPart::Kind::invoice))
    in.wrong("part", "a KID names a customer, an invoice or both");
  in.finish();
  return kid;
}

bool overlap(KidStructure const& a, KidStructure const& b) {
  auto const open = std::chrono::sys_days{};
  return (b.until == open || a.from < b.until) && (a.until == open || b.from < a.until);
}

}  // namespace

AvtaleGiroSettings read_avtalegiro(Section& in,
                                   std::variant<SftpSettings, DirectorySettings> transport) {
  AvtaleGiroSettings settings;
  settings.clearing_house = std::move(transport);
  in.take_needed("customer_unit", settings.customer_unit);
  constexpr std::size_t unit_digits = 8;
  bool const whole = settings.customer_unit.size() == unit_digits;
  if (!is_digits(settings.customer_unit) || !whole || settings.customer_unit == "00008080")
    in.wrong("customer_unit", "customer_unit is the kundeenhet-ID, eight digits");
  std::string notice = "bank";
  in.take_word("notice", notice, {"bank", "payee"});
  settings.told_by_bank = notice == "bank";
  in.take("claims_per_transmission", settings.claims_per_transmission, 1, 20000);
  in.take_seconds("batch_time", settings.batch_time, 86400);
  return settings;
}

std::vector<KidStructure> read_kids(Section& in) {
  std::vector<KidStructure> kids;
  for (auto const* table : in.tables("kid")) {
    Section kid{*table, in.reading(), in.name() + ".kid"};
    kids.push_back(read_kid(kid));
  }
  constexpr std::ptrdiff_t most = 3;
  for (auto one = kids.begin(); one != kids.end(); ++one) {
    auto const beside = std::count_if(kids.begin(), kids.end(),
                                      [&](auto const& other) { return overlap(*one, other); });
    if (beside > most) in.wrong("kid", "an agreement has three structures of KIDs at most");
    bool const twin = std::any_of(kids.begin(), one, [&](auto const& other) {
      return other.length() == one->length() && overlap(other, *one);
    });
    if (twin) in.wrong("kid", fmt::format("two structures have the length {}", one->length()));
  }
  return kids;
}

// The numbers of a channel's transmissions are one series, and a ledger has one writer: claims of
// two tenants cannot share them.
void check_clearing(Section& in, std::vector<Channel> const& channels,
                    std::vector<Tenant> const& tenants) {
  for (auto const& channel : channels) {
    if (!std::holds_alternative<AvtaleGiroSettings>(channel.transport)) continue;
    auto const users = std::count_if(tenants.begin(), tenants.end(), [&](Tenant const& tenant) {
      return std::any_of(tenant.clients.begin(), tenant.clients.end(), [&](Client const& client) {
        auto const& orders = {client.channel_order_consumer, client.channel_order_business};
        return std::any_of(orders.begin(), orders.end(), [&](auto const& order) {
          return std::find(order.begin(), order.end(), channel.name) != order.end();
        });
      });
    });
    if (users > 1)
      in.wrong("channel",
               fmt::format("{} serves one tenant: its numbers are one series", channel.name));
  }
}

}  // namespace airut::config
