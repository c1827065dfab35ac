#include "gateway/dispatch/mail_text.hpp"

#include <array>

#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/model/reference.hpp"

namespace airut::gateway {
namespace {

struct Words {
  std::string_view language, invoice, credit_note, reminder, greeting, sum, due, account, reference,
      page, closing;
};

constexpr std::array<Words, 4> all_words{{
    {"fi", "Lasku", "Hyvityslasku", "Maksumuistutus", "Hei,", "Maksettavaa", "Eräpäivä", "Tili",
     "Viite", "Lasku verkossa", "Ystävällisin terveisin"},
    {"sv", "Faktura", "Kreditfaktura", "Betalningspåminnelse", "Hej,", "Att betala", "Förfallodag",
     "Konto", "Referens", "Fakturan på nätet", "Med vänlig hälsning"},
    {"nb", "Faktura", "Kreditnota", "Betalingspåminnelse", "Hei,", "Å betale", "Forfallsdato",
     "Konto", "KID", "Faktura på nett", "Vennlig hilsen"},
    {"en", "Invoice", "Credit note", "Payment reminder", "Hello,", "To be paid", "Due date",
     "Account", "Reference", "Invoice online", "Kind regards"},
}};

Words const& words_of(std::string_view language) {
  if (language == "nn" || language == "no") language = "nb";
  for (auto const& words : all_words) {
    if (words.language == language) return words;
  }
  return all_words.back();
}

std::string day_text(model::Date day, std::string_view language) {
  auto const iso = model::date_text(day);
  if (language == "sv" || language == "en") return iso;
  return fmt::format("{}.{}.{}", iso.substr(8, 2), iso.substr(5, 2), iso.substr(0, 4));
}

std::string sum_text(model::Money const& money, std::string_view language) {
  auto text = money.text();
  if (language != "en") {
    if (auto const dot = text.find('.'); dot != std::string::npos) text[dot] = ',';
  }
  return fmt::format("{} {}", text, money.currency().code());
}

std::string_view kind_word(Words const& words, model::Invoice const& invoice,
                           std::string_view document_kind) {
  if (document_kind == "reminder") return words.reminder;
  return invoice.type == model::InvoiceType::credit_note ? words.credit_note : words.invoice;
}

void add_line(std::string& text, std::string_view label, std::string_view value) {
  if (!value.empty()) fmt::format_to(std::back_inserter(text), "{}: {}\n", label, value);
}

std::string printed_reference(model::Payment const& payment) {
  if (!payment.reference_kind) return payment.reference;
  auto const reference = model::Reference::parse(*payment.reference_kind, payment.reference);
  return reference ? reference->printed() : payment.reference;
}

void add_payment(std::string& text, Words const& words, model::Invoice const& invoice) {
  if (invoice.type == model::InvoiceType::credit_note) return;
  if (invoice.totals.due) {
    add_line(text, words.sum, sum_text(*invoice.totals.due, words.language));
  }
  if (invoice.due_date) add_line(text, words.due, day_text(*invoice.due_date, words.language));
  if (!invoice.payment) return;
  if (!invoice.payment->accounts.empty()) {
    add_line(text, words.account, model::iban_printed(invoice.payment->accounts.front().iban));
  }
  add_line(text, words.reference, printed_reference(*invoice.payment));
}

}  // namespace

MailText mail_text(model::Submission const& submission, std::string_view document_kind,
                   std::string_view link) {
  auto const& invoice = submission.invoice;
  auto const& words = words_of(invoice.buyer.language);
  MailText mail;
  mail.subject = fmt::format("{} {} - {}", kind_word(words, invoice, document_kind), invoice.number,
                             invoice.seller.name);
  mail.text = fmt::format("{}\n\n", words.greeting);
  if (!submission.distribution.email_message.empty()) {
    mail.text += submission.distribution.email_message + "\n\n";
  }
  mail.text += fmt::format("{} {}\n", kind_word(words, invoice, document_kind), invoice.number);
  add_payment(mail.text, words, invoice);
  add_line(mail.text, words.page, link);
  mail.text += fmt::format("\n{}\n{}\n", words.closing, invoice.seller.name);
  return mail;
}

}  // namespace airut::gateway
