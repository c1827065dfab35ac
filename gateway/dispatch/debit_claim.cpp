#include "gateway/dispatch/debit_claim.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/reference.hpp"
#include "formats/paper/words.hpp"
#include "gateway/claim/civil_day.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view scheme = "avtalegiro";
constexpr std::size_t line_characters = 80, lines_most = 42, reference_characters = 25;

using Refused = tl::unexpected<NoClaim>;

Refused no_claim(std::string code, std::string text) {
  return Refused{NoClaim{std::move(code), std::move(text)}};
}

// So many characters of UTF-8.
std::string first_characters(std::string_view text, std::size_t most) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < text.size(); ++at) {
    bool const begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && seen++ == most) break;
  }
  return std::string{text.substr(0, at)};
}

// What the bank's notice says: the invoice, then a line for each of its own, as far as they go.
std::string specification_of(model::Invoice const& invoice) {
  auto text =
      first_characters(fmt::format("Faktura {} {}", invoice.number,
                                   paper::day_text(invoice.issue_date, paper::words_of("nb"))),
                       line_characters);
  std::size_t lines = 1;
  for (auto const& line : invoice.lines) {
    if (++lines > lines_most) break;
    auto name = first_characters(line.name, line_characters);
    std::replace_if(name.begin(), name.end(), [](unsigned char c) { return c < 0x20; }, ' ');
    text += '\n' + name;
  }
  return text;
}

// A claim beside an eFaktura is always told by the payee: that is what the eFaktura is for.
bool is_told_by_bank(DebitQuestion const& q) {
  return q.settings.told_by_bank && q.delivery.document_kind == "invoice";
}

// What is collected.
std::optional<model::Money> sum_of(DebitQuestion const& q) {
  return q.open ? q.open : q.submission.invoice.totals.due;
}

std::optional<NoClaim> lacks_something(DebitQuestion const& q) {
  auto const& invoice = q.submission.invoice;
  auto const because = [](std::string text) {
    return NoClaim{"avtalegiro.not_possible", std::move(text)};
  };
  if (q.delivery.document_kind != "invoice" && q.delivery.document_kind != "claim")
    return because("Only an invoice is claimed.");
  if (invoice.currency.code() != "NOK") return because("The invoice is not in kroner.");
  auto const sum = sum_of(q);
  if (!invoice.totals.due || !sum || sum->minor() <= 0) return because("There is nothing to pay.");
  if (norwegian_account(q.submission).empty()) return because("There is no Norwegian account.");
  if (!invoice.due_date) return because("The invoice names no due day.");
  bool const kid = invoice.payment && model::Reference::parse(model::ReferenceKind::no_kid,
                                                              invoice.payment->reference);
  if (!kid) return because("The invoice has no KID.");
  return std::nullopt;
}

std::optional<NoClaim> mandate_forbids(DebitQuestion const& q) {
  if (!q.mandate || q.mandate->state != "active")
    return NoClaim{"avtalegiro.mandate_missing", "The payer has no mandate for this KID."};
  auto const sum = *sum_of(q);
  if (!q.mandate->limit || sum.minor() <= *q.mandate->limit) return std::nullopt;
  return NoClaim{"avtalegiro.amount_over_limit",
                 fmt::format("The claim of {} is above the mandate's limit of {}.", sum.text(),
                             model::Money{*q.mandate->limit, sum.currency()}.text())};
}

// Until when the claim must be there; or why that cannot be kept.
tl::expected<model::Instant, NoClaim> latest_of(DebitQuestion const& q) {
  auto const& rules = q.law.clearing();
  auto const due = *q.submission.invoice.due_date;
  auto const today = civil_day("NO", q.now);
  auto const ahead = rules.rule(scheme, "due_ahead", today);
  auto const* notice = is_told_by_bank(q) ? "bank_notice" : "payee_notice";
  auto const deadline = rules.deadline(scheme, notice, due, today, q.law);
  if (!ahead || !deadline)
    return no_claim("internal.render_failed", ahead ? deadline.error() : ahead.error());
  std::chrono::year_month_day const first{today};
  std::chrono::year_month_day const furthest = first + std::chrono::months{ahead->value};
  auto const last = furthest.ok()
                        ? model::Date{furthest}
                        : model::Date{furthest.year() / furthest.month() / std::chrono::last};
  if (due > last)
    return no_claim("avtalegiro.due_too_far",
                    fmt::format("The due day {} is more than {} months ahead.",
                                model::date_text(due), ahead->value));
  auto const latest = moment_of(*deadline);
  if (q.now >= latest)
    return no_claim("avtalegiro.notice_missed",
                    fmt::format("A claim due {} had to be there on {}.", model::date_text(due),
                                model::date_text(deadline->day)));
  return latest;
}

}  // namespace

model::Instant moment_of(config::Deadline const& deadline) {
  auto const midnight = end_of_civil_day("NO", deadline.day - std::chrono::days{1});
  return midnight + deadline.cut_off;
}

std::string norwegian_account(model::Submission const& submission) {
  constexpr std::size_t iban_length = 15;  // NO, check digits, 11 digits
  if (!submission.invoice.payment) return {};
  for (auto const& account : submission.invoice.payment->accounts) {
    std::string plain;
    for (char const c : account.iban)
      if (c != ' ') plain += c;
    if (plain.size() == iban_length && plain.starts_with("NO")) return plain.substr(4);
  }
  return {};
}

tl::expected<ledger::DebitClaimMade, NoClaim> make_claim(DebitQuestion const& q) {
  if (auto lack = lacks_something(q)) return Refused{*std::move(lack)};
  if (auto refusal = mandate_forbids(q)) return Refused{*std::move(refusal)};
  auto const latest = latest_of(q);
  if (!latest) return Refused{latest.error()};
  auto const& invoice = q.submission.invoice;
  ledger::DebitClaimMade claim;
  claim.delivery_id = q.delivery.id;
  claim.invoice_id = q.delivery.invoice_id;
  claim.client = q.delivery.client;
  claim.channel = q.delivery.channel;
  claim.account = norwegian_account(q.submission);
  claim.kid = invoice.payment->reference;
  claim.amount = *sum_of(q);
  claim.due = *invoice.due_date;
  claim.told_by = is_told_by_bank(q) ? "bank" : "payee";
  claim.latest = *latest;
  claim.mandate_id = q.mandate->id;
  claim.personal_payer = invoice.buyer.name;
  claim.personal_reference = first_characters(
      fmt::format("{} {}", q.client.seller.name, invoice.number), reference_characters);
  if (is_told_by_bank(q)) claim.personal_text = specification_of(invoice);
  return claim;
}

netsgiro::Claim claim_record(ledger::DebitClaimMade const& claim) {
  netsgiro::Claim record;
  record.amount = claim.amount.minor();
  record.due = claim.due;
  record.kid = claim.kid;
  record.is_told_by_bank = claim.told_by == "bank";
  record.payer = claim.personal_payer;
  record.foreign_reference = claim.personal_reference;
  std::string_view text = claim.personal_text;
  while (!text.empty()) {
    auto const end = text.find('\n');
    record.specification.emplace_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return record;
}

}  // namespace airut::gateway
