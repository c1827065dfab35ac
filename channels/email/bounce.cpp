#include "channels/email/bounce.hpp"

#include <algorithm>
#include <cctype>

#include "formats/model/ids.hpp"

namespace airut::channels {
namespace {

constexpr std::string_view id_place = "{id}";

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::string lower_case(std::string_view text) {
  std::string low{text};
  std::transform(low.begin(), low.end(), low.begin(), lower);
  return low;
}

bool speaks_of(std::string_view text, std::string_view word) {
  auto const same = [](char a, char b) { return lower(a) == b; };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

// What stands in the pattern's place. Case says nothing: relays may change it.
std::string id_in(std::string_view address, std::string_view pattern) {
  auto const at = pattern.find(id_place);
  if (at == pattern.npos) return {};
  auto const text = lower_case(address);
  auto const before = lower_case(pattern.substr(0, at));
  auto const after = lower_case(pattern.substr(at + id_place.size()));
  if (text.size() <= before.size() + after.size() || !text.starts_with(before) ||
      !text.ends_with(after))
    return {};
  return text.substr(before.size(), text.size() - before.size() - after.size());
}

}  // namespace

std::string refusal_code(std::string_view status, std::string_view words) {
  if (status == "5.1.2" || status == "5.4.4" || status == "5.1.10") return "email.domain_unknown";
  if (status.starts_with("5.1.")) return "email.mailbox_unknown";
  if (status == "5.2.2") return "email.mailbox_full";
  if (status == "5.3.4" || status == "5.2.3") return "email.too_large";
  if (speaks_of(words, "spam") || speaks_of(words, "virus")) return "email.content_spam";
  if (status.starts_with("5.7.")) return "email.policy_blocked";
  if (status.starts_with("5.6.")) return "email.content_spam";
  return {};
}

std::optional<std::string> report_code(MailReport const& report) {
  using Says = MailReport::Says;
  if (report.says == Says::relayed || report.says == Says::delivered) return std::nullopt;
  if (report.says == Says::delayed) return "email.dsn_delayed";
  if (report.says == Says::complaint) return "email.complaint";
  auto code = refusal_code(report.status, report.words);
  // They gave up: what is tried again at the door is over here.
  if (code.empty() || code == "email.mailbox_full") return "email.dsn_late_bounce";
  return code;
}

std::vector<AddressRefusal> reported_refusals(MailReport const& report,
                                              std::vector<std::string> const& addresses) {
  std::vector<AddressRefusal> refusals;
  for (auto const& one : report.recipients) {
    if (one.says != MailReport::Says::failed) continue;
    auto const original = lower_case(one.original), final = lower_case(one.final);
    auto const at = std::find_if(addresses.begin(), addresses.end(), [&](std::string const& each) {
      auto const address = lower_case(each);
      return address == original || address == final;
    });
    MailReport alone;
    alone.status = one.status;
    alone.words = one.words;
    refusals.push_back({static_cast<std::size_t>(at - addresses.begin()),
                        report_code(alone).value_or("email.dsn_late_bounce"), one.status,
                        one.words});
  }
  return refusals;
}

std::string reported_delivery(MailReport const& report, std::string_view pattern) {
  for (auto const& address : report.sent_to) {
    auto id = id_in(address, pattern);
    if (model::is_id("dlv", id)) return id;
  }
  auto const id = report.message_id.substr(0, report.message_id.find('@'));
  return model::is_id("dlv", id) ? id : std::string{};
}

std::string bounce_address(std::string_view pattern, std::string_view delivery_id) {
  std::string address{pattern};
  auto const at = address.find(id_place);
  return at == address.npos ? address : address.replace(at, id_place.size(), delivery_id);
}

}  // namespace airut::channels
