#include "gateway/portal/pages.hpp"

#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/model/transfer.hpp"
#include "formats/paper/instalment_text.hpp"
#include "formats/paper/settlement.hpp"
#include "formats/paper/words.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/html/text.hpp"
#include "gateway/portal/case_forms.hpp"
#include "gateway/portal/portal_words.hpp"
#include "gateway/portal/visit.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

void add_row(std::string& html, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  html += fmt::format("<dt>{}</dt><dd>{}</dd>", html::text(name), html::text(value));
}

std::string reference_of(model::Payment const& payment) {
  if (!payment.reference_kind) return payment.reference;
  auto const known = model::Reference::parse(*payment.reference_kind, payment.reference);
  return known ? known->printed() : payment.reference;
}

// What is still open, by the ledger: a page that is looked at later tells the truth of that day.
model::Money open_sum(Visit const& visit) {
  if (!visit.claim) return visit.invoice.due;
  auto const& claim = *visit.claim;
  return claim.open();
}

std::string sum_with_code(model::Money const& sum, paper::Words const& words) {
  return fmt::format("{} {}", paper::sum_text(sum, words), sum.currency().code());
}

bool is_in_collection(Visit const& visit) {
  return visit.claim && visit.claim->stage == "in_collection";
}

// Whether the debtor is to send money by himself: not what is debited, paid by card or paid before,
// unless a letter has asked for it since; and not what the agency collects.
bool asks_for_transfer(Visit const& visit) {
  if (is_in_collection(visit)) return false;
  bool const reminded = visit.claim && visit.claim->letters > 0;
  return reminded || model::waits_for_transfer(visit.submission.invoice);
}

// Where something was added to the invoice: what, before the sum of all.
void add_parts(std::string& html, ledger::ReceivableRow const& claim, paper::Words const& words) {
  if (claim.charges().is_zero()) return;
  auto const add = [&](std::string_view label, model::Money const& sum) {
    if (!sum.is_zero()) add_row(html, label, sum_with_code(sum, words));
  };
  add(words.open_principal, claim.principal);
  add(words.interest, claim.interest);
  add(words.fee, claim.fee);
  add(words.cost, claim.cost);
}

void add_payment_rows(std::string& html, Visit const& visit, paper::Words const& words) {
  auto const& invoice = visit.submission.invoice;
  auto const open = open_sum(visit);
  // A plan has sums and days of its own, which are told with it.
  if (!visit.has_plan) {
    if (visit.claim) add_parts(html, *visit.claim, words);
    add_row(html, words.to_pay, sum_with_code(open, words));
    // The biller may have moved it since; what is overdue says so by its letters.
    if (visit.claim) {
      add_row(html, words.due_date, paper::day_text(visit.claim->due_date, words));
    } else if (invoice.due_date) {
      add_row(html, words.due_date, paper::day_text(*invoice.due_date, words));
    }
  }
  if (!invoice.payment || open.is_zero() || !asks_for_transfer(visit)) return;
  for (auto const& account : invoice.payment->accounts) {
    auto const national = model::account_no_of_iban(account.iban);
    add_row(html, words.account, model::iban_printed(national.empty() ? account.iban : national));
  }
  bool const kid = invoice.payment->reference_kind == model::ReferenceKind::no_kid;
  add_row(html, kid ? words.kid : words.payment_reference, reference_of(*invoice.payment));
}

// The instalments that the invoice names, while neither a plan nor an agency has others.
void add_instalment_rows(std::string& html, Visit const& visit, paper::Words const& words) {
  if (visit.has_plan || is_in_collection(visit)) return;
  auto const references =
      asks_for_transfer(visit) ? paper::References::shown : paper::References::left_out;
  auto const& invoice = visit.submission.invoice;
  if (!invoice.nordic) return;
  for (auto const& one : paper::instalment_texts(invoice, invoice.nordic->instalments,
                                                 visit.instalments, references, words))
    add_row(html, one.label, one.text);
}

// What a credit note gives back, and of which invoices.
void add_credit_rows(std::string& html, model::Invoice const& invoice, paper::Words const& words) {
  if (invoice.totals.due) {
    add_row(html, words.to_refund, sum_with_code(*invoice.totals.due, words));
  }
  for (auto const& one : invoice.preceding) add_row(html, words.preceding, one.number);
}

// How the claim stands that day, in a sentence; "" where there is nothing to tell.
std::string state_of(Visit const& visit, paper::Words const& words, model::Date today) {
  auto const& invoice = visit.submission.invoice;
  auto const& own = portal_words_of(words.language);
  if (invoice.type == model::InvoiceType::credit_note) return {};
  if (is_in_collection(visit)) return std::string{own.in_collection};
  if (visit.claim && open_sum(visit).is_zero()) {
    bool const paid = visit.claim->status == "paid" && visit.claim->credited.is_zero();
    return std::string{paid ? own.paid : words.nothing_to_pay};
  }
  if (!asks_for_transfer(visit)) {
    return std::string{paper::settlement_sentence(invoice, words)};
  }
  bool const overdue = visit.claim && !visit.has_plan && visit.claim->due_date < today;
  return overdue ? std::string{own.overdue} : std::string{};
}

std::string invoice_page(Visit const& visit, std::string const& sections, model::Date today) {
  auto const& invoice = visit.submission.invoice;
  auto const& words = paper::words_of(invoice.buyer.language, invoice.seller.address.country);
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto const title =
      fmt::format("{} {}", credit ? words.credit_note : words.invoice, invoice.number);
  std::string html = fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
      "<title>{}</title><style>{}</style></head><body><main><h1>{}</h1><p "
      "class=\"state\">{}</p>",
      words.language, html::text(title), style_sheet, html::text(title),
      html::text(invoice.seller.name));
  if (auto const state = state_of(visit, words, today); !state.empty()) {
    html += fmt::format("<p><strong>{}</strong></p>", html::text(state));
  }
  html += "<dl>";
  add_row(html, words.date, paper::day_text(invoice.issue_date, words));
  if (credit) {
    add_credit_rows(html, invoice, words);
  } else {
    add_payment_rows(html, visit, words);
    add_instalment_rows(html, visit, words);
  }
  html += "</dl><a class=\"file\" href=\"/h/file/invoice.pdf\">PDF</a>";
  html += sections;
  return html + "</main></body></html>";
}

asio::awaitable<http::Response> exchange(api::House& house, http::Request request) {
  auto const& token = request.path_parameters.at(0);
  auto const opened = open(house, token);
  if (!opened.visit) co_return gone(opened, request);
  http::Response response;
  response.status = 303;
  response.content_type = "text/plain";
  add_headers(response);
  response.headers.emplace_back("Location", "/h");
  response.headers.emplace_back("Set-Cookie", cookie_of(*house.billers.portal(), token));
  co_return response;
}

asio::awaitable<http::Response> show_pdf(api::House& house, http::Request request) {
  auto const opened = open(house, token_of(house, request));
  co_return co_await pdf_of(house, opened, request);
}

asio::awaitable<http::Response> show_page(api::House& house, http::Request request) {
  auto const token = token_of(house, request);
  auto const opened = open(house, token);
  if (!opened.visit) co_return gone(opened, request);
  co_await note_view(house, *opened.visit, std::string_view());
  co_await note_messages_seen(house, *opened.visit);
  http::Response response;
  response.content_type = "text/html; charset=utf-8";
  auto const* home = house.billers.tenant(opened.visit->link.tenant);
  auto const today = civil_day(home ? home->country : std::string{}, house.clock.now());
  response.body = invoice_page(*opened.visit, case_sections(house, *opened.visit, token), today);
  add_headers(response);
  co_return response;
}

http::Route page_route(std::string_view pattern, std::string_view summary,
                       std::function<asio::awaitable<http::Response>(http::Request)> handle,
                       http::Says says) {
  http::Route route;
  route.pattern = pattern;
  route.tag = "Debtor pages";
  route.summary = summary;
  route.handle = std::move(handle);
  route.says = std::move(says);
  return route;
}

}  // namespace

void add_portal_routes(api::House& house, http::Routes& routes) {
  add_case_forms(house, routes);  // before the pattern that takes any word for a token
  routes.push_back(
      page_route("/h", "An invoice's page, by the cookie that its link was exchanged for",
                 [&house](http::Request request) { return show_page(house, std::move(request)); },
                 {.gives = "", .media = "text/html"}));
  routes.push_back(
      page_route("/h/{token}", "Exchanges a signed link for a cookie",
                 [&house](http::Request request) { return exchange(house, std::move(request)); },
                 {.gives = "", .status = 303, .media = "text/html"}));
  routes.push_back(
      page_route("/h/file/invoice.pdf", "The invoice as PDF",
                 [&house](http::Request request) { return show_pdf(house, std::move(request)); },
                 {.gives = "", .media = "application/pdf"}));
}

}  // namespace airut::gateway
