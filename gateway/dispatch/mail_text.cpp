#include "gateway/dispatch/mail_text.hpp"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/model/reference.hpp"
#include "formats/model/transfer.hpp"
#include "formats/paper/letter_words.hpp"
#include "gateway/html/text.hpp"

namespace airut::gateway {
namespace {

struct Words {
  std::string_view language, invoice, credit_note, reminder, greeting, sum, due, account, reference,
      page, closing, other_way;
};

constexpr std::array<Words, 4> all_words{{
    {"fi", "Lasku", "Hyvityslasku", "Maksumuistutus", "Hei,", "Maksettavaa", "Eräpäivä", "Tili",
     "Viite", "Lasku verkossa", "Ystävällisin terveisin",
     "Haluan laskut muulla tavalla kuin sähköpostilla"},
    {"sv", "Faktura", "Kreditfaktura", "Betalningspåminnelse", "Hej,", "Att betala", "Förfallodag",
     "Konto", "Referens", "Fakturan på nätet", "Med vänlig hälsning",
     "Jag vill ha fakturorna på annat sätt än per e-post"},
    {"nb", "Faktura", "Kreditnota", "Betalingspåminnelse", "Hei,", "Å betale", "Forfallsdato",
     "Konto", "KID", "Faktura på nett", "Vennlig hilsen",
     "Jeg vil ha fakturaene på en annen måte enn e-post"},
    {"en", "Invoice", "Credit note", "Payment reminder", "Hello,", "To be paid", "Due date",
     "Account", "Reference", "Invoice online", "Kind regards",
     "I want invoices another way than by e-mail"},
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
                           std::string_view document_kind,
                           std::optional<model::Letter> const& letter) {
  if (letter) {
    auto const title = paper::special_title(*letter, paper::letter_words_of(words.language));
    if (!title.empty()) return title;
  }
  if (document_kind == "reminder") return words.reminder;
  return invoice.type == model::InvoiceType::credit_note ? words.credit_note : words.invoice;
}

// What both forms of the letter say, in order.
struct Said {
  std::string message;  // the client's own
  std::string title;
  std::vector<std::pair<std::string, std::string>> rows;
};

void add_row(Said& said, std::string_view label, std::string value) {
  if (!value.empty()) said.rows.emplace_back(label, std::move(value));
}

std::string printed_reference(std::optional<model::ReferenceKind> kind, std::string const& text) {
  auto const reference = kind ? model::Reference::parse(*kind, text) : std::nullopt;
  return reference ? reference->printed() : text;
}

void add_account(Said& said, Words const& words,
                 std::vector<model::PaymentAccount> const& accounts) {
  if (!accounts.empty()) add_row(said, words.account, model::iban_printed(accounts.front().iban));
}

void add_sum(Said& said, Words const& words, model::Invoice const& invoice,
             std::optional<model::Letter> const& letter) {
  if (letter) {
    add_row(said, words.sum, sum_text(letter->asked(), words.language));
    add_row(said, words.due, day_text(letter->deadline, words.language));
    return;
  }
  if (invoice.totals.due) {
    add_row(said, words.sum, sum_text(*invoice.totals.due, words.language));
  }
  if (invoice.due_date) add_row(said, words.due, day_text(*invoice.due_date, words.language));
}

void add_payment(Said& said, Words const& words, model::Invoice const& invoice,
                 std::optional<model::Letter> const& letter) {
  if (invoice.type == model::InvoiceType::credit_note) return;
  add_sum(said, words, invoice, letter);
  if (letter) {  // on a sheet of several each has its own reference, which stands in the document
    add_account(said, words, letter->accounts);
    add_row(said, words.reference, printed_reference(letter->reference_kind, letter->reference));
  } else if (invoice.payment && model::waits_for_transfer(invoice)) {
    auto const& payment = *invoice.payment;
    add_account(said, words, payment.accounts);
    add_row(said, words.reference, printed_reference(payment.reference_kind, payment.reference));
  }
}

std::string as_text(Said const& said, Words const& words, MailLinks const& links,
                    std::string const& seller) {
  auto text = fmt::format("{}\n\n", words.greeting);
  if (!said.message.empty()) text += said.message + "\n\n";
  text += said.title + "\n";
  for (auto const& [label, value] : said.rows) text += fmt::format("{}: {}\n", label, value);
  if (!links.page.empty()) text += fmt::format("{}: {}\n", words.page, links.page);
  text += fmt::format("\n{}\n{}\n", words.closing, seller);
  if (!links.other_way.empty()) text += fmt::format("\n{}: {}\n", words.other_way, links.other_way);
  return text;
}

std::string as_html(Said const& said, Words const& words, MailLinks const& links,
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
                   MailLinks const& links, std::optional<model::Letter> const& letter) {
  auto const& invoice = submission.invoice;
  auto const& words = words_of(invoice.buyer.language);
  Said said;
  said.title =
      fmt::format("{} {}", kind_word(words, invoice, document_kind, letter), invoice.number);
  said.message = submission.distribution.email_message;
  add_payment(said, words, invoice, letter);
  MailText mail;
  mail.subject = fmt::format("{} - {}", said.title, invoice.seller.name);
  mail.text = as_text(said, words, links, invoice.seller.name);
  mail.html = as_html(said, words, links, invoice.seller.name);
  return mail;
}

}  // namespace airut::gateway
