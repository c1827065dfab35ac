#include "gateway/dispatch/mail_text.hpp"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/model/reference.hpp"
#include "formats/model/transfer.hpp"
#include "formats/paper/instalment_text.hpp"
#include "formats/paper/letter_text.hpp"
#include "formats/paper/settlement.hpp"
#include "gateway/html/text.hpp"

namespace airut::gateway {
namespace {

// What a mail says that no page does.
struct MailWords {
  std::string_view language, greeting, page, closing, other_way;
};

constexpr std::array<MailWords, 4> all_words{{
    {"fi", "Hei,", "Lasku verkossa", "Ystävällisin terveisin",
     "Haluan laskut muulla tavalla kuin sähköpostilla"},
    {"sv", "Hej,", "Fakturan på nätet", "Med vänlig hälsning",
     "Jag vill ha fakturorna på annat sätt än per e-post"},
    {"nb", "Hei,", "Faktura på nett", "Vennlig hilsen",
     "Jeg vil ha fakturaene på en annen måte enn e-post"},
    {"en", "Hello,", "Invoice online", "Kind regards",
     "I want invoices another way than by e-mail"},
}};

MailWords const& mail_words_of(std::string_view language) {
  for (auto const& words : all_words) {
    if (words.language == language) return words;
  }
  return all_words.back();
}

std::string sum_with_code(model::Money const& money, paper::Words const& words) {
  return fmt::format("{} {}", paper::sum_text(money, words), money.currency().code());
}

std::string_view kind_word(paper::Words const& words, model::Invoice const& invoice,
                           std::string_view document_kind,
                           std::optional<model::Letter> const& letter) {
  if (letter) return paper::letter_title(*letter, words);
  if (document_kind == "reminder") return words.first_reminder;
  return invoice.type == model::InvoiceType::credit_note ? words.credit_note : words.invoice;
}

// The invoices that the document is about: a sheet names all of its own, in a subject line as many
// as have room.
std::string numbers_of(model::Invoice const& invoice, std::optional<model::Letter> const& letter) {
  constexpr std::size_t longest = 120;
  if (!letter || letter->rows.empty()) return invoice.number;
  std::string numbers;
  for (auto const& row : letter->rows) {
    if (numbers.size() + row.invoice_number.size() > longest) return numbers + ", …";
    numbers += (numbers.empty() ? "" : ", ") + row.invoice_number;
  }
  return numbers;
}

// What both forms of the letter say, in order.
struct Said {
  std::string message;  // the client's own
  std::string title;
  std::vector<std::pair<std::string, std::string>> rows;
  std::vector<std::string> sentences;
};

void add_row(Said& said, std::string_view label, std::string value) {
  if (!value.empty()) said.rows.emplace_back(label, std::move(value));
}

std::string printed_reference(std::optional<model::ReferenceKind> kind, std::string const& text) {
  auto const reference = kind ? model::Reference::parse(*kind, text) : std::nullopt;
  return reference ? reference->printed() : text;
}

// Norwegians know their account by its eleven digits.
void add_account(Said& said, paper::Words const& words,
                 std::vector<model::PaymentAccount> const& accounts) {
  if (accounts.empty()) return;
  auto const national = model::account_no_of_iban(accounts.front().iban);
  add_row(said, words.account,
          model::iban_printed(national.empty() ? accounts.front().iban : national));
}

void add_reference(Said& said, paper::Words const& words, std::optional<model::ReferenceKind> kind,
                   std::string const& text) {
  bool const kid = kind == model::ReferenceKind::no_kid;
  add_row(said, kid ? words.kid : words.payment_reference, printed_reference(kind, text));
}

// On a sheet of several each has its own reference.
void add_letter_rows(Said& said, paper::Words const& words, model::Letter const& letter) {
  add_row(said, words.to_pay, sum_with_code(letter.asked(), words));
  add_row(said, words.pay_by, paper::day_text(letter.deadline, words));
  add_account(said, words, letter.accounts);
  add_reference(said, words, letter.reference_kind, letter.reference);
  if (paper::is_paid_row_by_row(letter)) {
    for (auto const& row : letter.rows) {
      add_row(said, row.invoice_number, paper::row_payment_text(letter, row, words));
    }
  }
  said.sentences = paper::letter_sentences(letter, words.language);
}

void add_instalments(Said& said, paper::Words const& words, model::Invoice const& invoice,
                     MailInstalments const& instalments) {
  auto const references =
      model::waits_for_transfer(invoice) ? paper::References::shown : paper::References::left_out;
  for (auto& one : paper::instalment_texts(invoice, instalments.parts, instalments.standings,
                                           references, words))
    add_row(said, one.label, std::move(one.text));
}

void add_payment(Said& said, paper::Words const& words, model::Invoice const& invoice) {
  if (invoice.totals.due) add_row(said, words.to_pay, sum_with_code(*invoice.totals.due, words));
  if (invoice.due_date) add_row(said, words.due_date, paper::day_text(*invoice.due_date, words));
  if (auto const sentence = paper::settlement_sentence(invoice, words); !sentence.empty()) {
    said.sentences.emplace_back(sentence);
  }
  if (!invoice.payment || !model::waits_for_transfer(invoice)) return;
  add_account(said, words, invoice.payment->accounts);
  add_reference(said, words, invoice.payment->reference_kind, invoice.payment->reference);
}

std::string as_text(Said const& said, MailWords const& words, MailLinks const& links,
                    std::string const& seller) {
  auto text = fmt::format("{}\n\n", words.greeting);
  if (!said.message.empty()) text += said.message + "\n\n";
  text += said.title + "\n";
  for (auto const& [label, value] : said.rows) text += fmt::format("{}: {}\n", label, value);
  for (auto const& sentence : said.sentences) text += fmt::format("\n{}\n", sentence);
  if (!said.sentences.empty() && !links.page.empty()) text += '\n';
  if (!links.page.empty()) text += fmt::format("{}: {}\n", words.page, links.page);
  text += fmt::format("\n{}\n{}\n", words.closing, seller);
  if (!links.other_way.empty()) text += fmt::format("\n{}: {}\n", words.other_way, links.other_way);
  return text;
}

std::string as_html(Said const& said, MailWords const& words, MailLinks const& links,
                    std::string const& seller) {
  auto html = fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\n"
      "<body style=\"font:15px/1.5 sans-serif;color:#1c252c\">\n<p>{}</p>\n",
      words.language, html::text(said.title), html::text(words.greeting));
  if (!said.message.empty()) html += fmt::format("<p>{}</p>\n", html::lines(said.message));
  html += fmt::format("<p><strong>{}</strong></p>\n<table role=\"presentation\">\n",
                      html::text(said.title));
  for (auto const& [label, value] : said.rows) {
    html += fmt::format(
        "<tr><td style=\"padding-right:1.5em\">{}</td><td><strong>{}</strong></td>"
        "</tr>\n",
        html::text(label), html::text(value));
  }
  html += "</table>\n";
  for (auto const& sentence : said.sentences) {
    html += fmt::format("<p>{}</p>\n", html::text(sentence));
  }
  auto const add_link = [&](std::string_view address, std::string_view text) {
    if (address.empty()) return;
    html += fmt::format("<p><a href=\"{}\">{}</a></p>\n", html::text(address), html::text(text));
  };
  add_link(links.page, words.page);
  html += fmt::format("<p>{}<br>\n{}</p>\n", html::text(words.closing), html::text(seller));
  add_link(links.other_way, words.other_way);
  return html + "</body></html>\n";
}

}  // namespace

MailText mail_text(model::Submission const& submission, std::string_view document_kind,
                   MailLinks const& links, std::optional<model::Letter> const& letter,
                   MailInstalments const& instalments) {
  auto const& invoice = submission.invoice;
  auto const& words = paper::words_of(invoice.buyer.language, invoice.seller.address.country);
  auto const& own = mail_words_of(words.language);
  Said said;
  said.title = fmt::format("{} {}", kind_word(words, invoice, document_kind, letter),
                           numbers_of(invoice, letter));
  said.message = submission.distribution.email_message;
  if (letter) {
    add_letter_rows(said, words, *letter);
  } else if (invoice.type != model::InvoiceType::credit_note) {
    add_payment(said, words, invoice);
    add_instalments(said, words, invoice, instalments);
  }
  MailText mail;
  mail.subject = fmt::format("{} - {}", said.title, invoice.seller.name);
  mail.text = as_text(said, own, links, invoice.seller.name);
  mail.html = as_html(said, own, links, invoice.seller.name);
  return mail;
}

}  // namespace airut::gateway
