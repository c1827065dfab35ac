#include "formats/camt/transaction.hpp"

#include <charconv>

namespace airut::camt {
namespace {

std::string account_of(xml::Element account) {
  auto const id = account.child("Id");
  auto const iban = id.text_of("IBAN");
  return iban.empty() ? id.child("Othr").text_of("Id") : iban;
}

void take_remittance(xml::Element information, model::BankEntry& entry) {
  for (auto const& text : information.children("Ustrd")) {
    if (!text.text().empty()) entry.texts.push_back(text.text());
  }
  for (auto const& structured : information.children("Strd")) {
    auto const reference = structured.child("CdtrRefInf").text_of("Ref");
    if (reference.empty() || reference == entry.reference) continue;
    if (entry.reference.empty()) {
      entry.reference = reference;
    } else {
      entry.more_references.push_back(reference);
    }
  }
}

void take_parties(xml::Element parties, model::BankEntry& entry) {
  auto const side = parties.child(entry.is_credit ? "Dbtr" : "Cdtr");
  // From version 04 on the party stands one level deeper.
  auto const party = side.child("Pty") ? side.child("Pty") : side;
  entry.payer_name = party.text_of("Nm");
  entry.payer_account = account_of(parties.child(entry.is_credit ? "DbtrAcct" : "CdtrAcct"));
}

xml::Element amount_element(xml::Element details) {
  if (auto const amount = details.child("Amt")) return amount;
  return details.child("AmtDtls").child("TxAmt").child("Amt");
}

}  // namespace

std::optional<model::Date> day_of(std::string_view text) {
  return text.size() < 10 ? std::nullopt : model::parse_date(text.substr(0, 10));
}

std::optional<model::Date> date_of(xml::Element element) {
  auto const day = element.text_of("Dt");
  return day_of(day.empty() ? element.text_of("DtTm") : day);
}

std::optional<model::Money> amount_of(xml::Element element) {
  auto const currency = model::Currency::parse(element.attribute("Ccy").value_or(""));
  auto const value = model::Decimal::parse(element.text());
  if (!currency || !value || value->is_negative()) return std::nullopt;
  return model::Money::parse(value->text_shortest(), *currency);
}

std::int64_t count_of(std::string_view text) {
  std::int64_t count = -1;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), count);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? count : -1;
}

bool tells_amount(xml::Element details) { return amount_of(amount_element(details)).has_value(); }

model::BankEntry transaction_of(xml::Element details, model::BankEntry const& entry) {
  auto one = entry;
  auto const references = details.child("Refs");
  one.end_to_end_id = references.text_of("EndToEndId");
  if (one.end_to_end_id == "NOTPROVIDED") one.end_to_end_id.clear();
  if (auto const id = references.text_of("AcctSvcrRef"); !id.empty()) one.archive_id = id;
  if (auto const amount = amount_of(amount_element(details))) one.amount = *amount;
  auto const direction = details.text_of("CdtDbtInd");
  if (!direction.empty()) one.is_credit = direction == "CRDT";
  take_parties(details.child("RltdPties"), one);
  take_remittance(details.child("RmtInf"), one);
  one.return_reason = details.child("RtrInf").child("Rsn").text_of("Cd");
  // Some banks tell a returned payment as a plain debit with the code of a return.
  auto const domain = details.child("BkTxCd").child("Domn").child("Fmly").text_of("SubFmlyCd");
  if (!one.is_credit && (domain == "RRTN" || !one.return_reason.empty())) one.is_reversal = true;
  if (auto const day = day_of(details.child("RltdDts").text_of("AccptncDtTm"))) {
    one.value_date = day;
  }
  one.line = details.line();
  return one;
}

}  // namespace airut::camt
