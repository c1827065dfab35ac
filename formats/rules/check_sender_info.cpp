#include <algorithm>

#include "formats/rules/report.hpp"

// What a consumer's bank asks of an invoice: it must say what the biller's notification told the
// bank before (FinvoiceSenderInfo; Notification service guidelines 5.12.2012), or the bank refuses
// it.
namespace airut::rules {
namespace {

constexpr Rule instruction_differs{
    "",
    "",
    "payment-instruction-differs",
    "/invoice/nordic/epi/instruction_id",
    "EpiPaymentInstructionId \"{}\" is not the identifier of the SenderInfo.",
    Weight::house};

constexpr Rule account_not_told{
    "",
    "BT-84",
    "account-not-in-sender-info",
    "/invoice/payment/accounts/0/iban",
    "The account {} is none of those that the SenderInfo told the banks.",
    Weight::house};

std::string without_blanks(std::string_view text) {
  std::string out{text};
  std::erase(out, ' ');
  return out;
}

}  // namespace

void check_sender_info(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  auto const& expected = scope.context.payment_instruction_id;
  auto const& nordic = invoice.nordic;
  bool const says = nordic && nordic->epi && !nordic->epi->instruction_id.empty();
  if (says && nordic->epi->instruction_id != expected)
    out.add(instruction_differs, {}, nordic->epi->instruction_id, std::string{expected});
  auto const& told = scope.context.sender_info_accounts;
  bool const to_consumer = invoice.buyer.type == model::PartyType::consumer;
  if (!to_consumer || told.empty() || !invoice.payment || invoice.payment->accounts.empty()) return;
  auto const account = without_blanks(invoice.payment->accounts.front().iban);
  bool const known = std::any_of(told.begin(), told.end(), [&](std::string_view one) {
    return without_blanks(one) == account;
  });
  if (!known) out.add(account_not_told, {}, account, std::string{told.front()});
}

}  // namespace airut::rules
