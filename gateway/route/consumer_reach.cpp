#include <algorithm>

#include "formats/model/instalments.hpp"
#include "formats/model/party_id.hpp"
#include "gateway/route/reach.hpp"

namespace airut::gateway {
namespace {

constexpr std::chrono::days vipps_before{3}, vipps_ahead{365};

std::string issuer_of(config::Client const& client) {
  auto number = client.seller.legal_id;
  std::erase(number, ' ');
  return model::is_organisation_no(number) ? number : std::string{};
}

bool is_norwegian_account(config::Account const& account) {
  return !model::account_no_of_iban(account.iban).empty() || model::is_account_no(account.iban);
}

// What hinders both of them, whoever the recipient is.
std::string hindrance(RouteQuestion const& q) {
  if (q.buyer.type != model::PartyType::consumer) return "not-for-businesses";
  if (issuer_of(q.client).empty()) return "no-issuer-number";
  if (q.invoice == nullptr) return {};
  auto const& invoice = *q.invoice;
  if (invoice.type == model::InvoiceType::credit_note) return "not-for-credit-notes";
  if (invoice.currency.code() != "NOK") return "currency-not-taken";
  if (invoice.totals.due && invoice.totals.due->minor() <= 0) return "nothing-to-pay";
  if (model::is_paid_in_instalments(invoice)) return "paid-in-instalments";  // one sum, one day
  bool const paid_there =
      std::any_of(q.client.accounts.begin(), q.client.accounts.end(), is_norwegian_account);
  return paid_there ? std::string{} : std::string{"no-norwegian-account"};
}

std::string national_id(RouteQuestion const& q) {
  if (q.recipient && !q.recipient->national_id.empty()) return q.recipient->national_id;
  return q.buyer.national_id;
}

std::string phone(RouteQuestion const& q) {
  auto const known = q.recipient ? msisdn(q.recipient->phone) : std::string{};
  return known.empty() ? msisdn(q.buyer.contact.phone) : known;
}

std::string email(RouteQuestion const& q) {
  if (q.recipient && !q.recipient->email.empty()) return q.recipient->email.front();
  return q.buyer.contact.email;
}

// Days between that are looked at only where the question knows the invoice.
bool is_due_in_time(RouteQuestion const& q) {
  if (q.invoice == nullptr || !q.invoice->due_date || q.today == model::Date{}) return true;
  auto const due = *q.invoice->due_date;
  return due >= q.today + vipps_before && due <= q.today + vipps_ahead;
}

}  // namespace

std::string msisdn(std::string_view text) {
  std::string digits;
  for (char const c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  bool const abroad = digits.starts_with("00") || text.starts_with("+");
  if (digits.starts_with("00")) digits.erase(0, 2);
  if (!abroad && digits.size() == 8) digits.insert(0, "47");
  bool const mobile =
      digits.size() == 10 && digits.starts_with("47") && (digits[2] == '4' || digits[2] == '9');
  return mobile ? digits : std::string{};
}

Reach reach_efaktura(RouteQuestion const& q) {
  if (auto reason = hindrance(q); !reason.empty()) return unreachable(std::move(reason));
  if (q.recipient && !q.recipient->efaktura_consent) return unreachable("no-consent");
  auto const issuer = issuer_of(q.client);
  if (q.recipient && !q.recipient->efaktura.empty()) {
    return {"efaktura:" + q.recipient->efaktura, issuer, {}};
  }
  if (auto const id = national_id(q); !id.empty()) return {"nin-no:" + id, issuer, {}};
  if (auto const number = phone(q); !number.empty()) return {"msisdn:" + number, issuer, {}};
  if (auto const mail = email(q); !mail.empty()) return {"email:" + mail, issuer, {}};
  return unreachable("no-consumer-id");
}

Reach reach_vipps(RouteQuestion const& q) {
  if (auto reason = hindrance(q); !reason.empty()) return unreachable(std::move(reason));
  if (q.recipient && !q.recipient->vipps_consent) return unreachable("no-consent");
  if (!is_due_in_time(q)) return unreachable("due-outside-window");
  auto const issuer = issuer_of(q.client);
  if (auto const id = national_id(q); !id.empty()) return {"nin-no:" + id, issuer, {}};
  if (auto const number = phone(q); !number.empty()) return {"msisdn:" + number, issuer, {}};
  return unreachable("no-consumer-id");
}

std::string shown_address(std::string_view address) {
  return std::string{address.starts_with("nin-no:") ? "nin-no:***" : address};
}

}  // namespace airut::gateway
