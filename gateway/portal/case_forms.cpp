#include "gateway/portal/case_forms.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "formats/paper/words.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/claim/make_plan.hpp"
#include "gateway/claim/write_message.hpp"
#include "gateway/commit.hpp"
#include "gateway/html/text.hpp"
#include "gateway/http/target.hpp"
#include "gateway/portal/portal_words.hpp"
#include "gateway/portal/token.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::size_t text_max = 4000;
constexpr std::ptrdiff_t unanswered_max = 20;  // of one invoice's debtor
constexpr int count_max = 12;

std::string language_of(Visit const& visit) { return visit.submission.invoice.buyer.language; }

paper::Words const& paper_words_of(Visit const& visit) {
  return paper::words_of(language_of(visit), visit.submission.invoice.seller.address.country);
}

DayContext context_of(api::House& house, Visit const& visit) {
  auto const* home = house.billers.tenant(visit.link.tenant);
  auto const now = house.clock.now();
  return {house.billers,
          house.codes,
          house.law,
          visit.link.tenant,
          "debtor",
          civil_day(home != nullptr ? home->country : std::string{}, now),
          now};
}

ClaimContext claim_context(DayContext const& context) {
  return {context.billers, context.law, context.tenant, context.actor, context.now};
}

std::string_view party_word(std::string_view party, PortalWords const& words) {
  if (party == "debtor") return words.you;
  if (party == "biller") return words.biller;
  return party == "agency" ? words.agency : words.service;
}

// What concerns the debtor: what he wrote and what was written to him.
std::string talk(std::vector<ledger::MessageRow> const& messages, PortalWords const& words,
                 paper::Words const& paper_words) {
  std::string html;
  for (auto const& one : messages) {
    if (one.author != "debtor" && one.recipient != "debtor") continue;
    html += fmt::format("<div class=\"said\"><p class=\"who\">{} · {}</p><p>{}</p></div>",
                        party_word(one.author, words),
                        paper::day_text(model::day_of(one.written), paper_words),
                        html::lines(one.text));
  }
  return html;
}

std::string hidden(std::string_view token, config::PortalSettings const& portal) {
  return fmt::format("<input type=\"hidden\" name=\"form\" value=\"{}\">",
                     form_token(token, portal.signing_key.value));
}

std::string message_form(PortalWords const& words, std::string const& field) {
  return fmt::format(
      "<form method=\"post\" action=\"/h/messages\">{}<label>{}<select name=\"about\">"
      "<option value=\"content\">{}</option><option value=\"payment\">{}</option>"
      "<option value=\"delivery\">{}</option><option value=\"dispute\">{}</option></select></label>"
      "<label>{}<textarea name=\"text\" rows=\"4\" maxlength=\"{}\" required></textarea></label>"
      "<button>{}</button></form>",
      field, words.matter, words.content, words.payment, words.delivery, words.dispute,
      words.your_message, text_max, words.send);
}

std::string plan_table(ledger::PlanRow const& plan, PortalWords const& words,
                       paper::Words const& paper_words) {
  auto html = fmt::format("<p>{}</p><dl>", words.in_force);
  auto rest = plan.paid;
  for (auto const& one : plan.instalments) {
    auto const filled = std::max(rest - rest, std::min(rest, one.amount));
    rest -= filled;
    html += fmt::format("<dt>{}</dt><dd>{} {} · {} {}</dd>", paper::day_text(one.due, paper_words),
                        paper::sum_text(one.amount, paper_words), one.amount.currency().code(),
                        words.unpaid, paper::sum_text(one.amount - filled, paper_words));
  }
  return html + "</dl>";
}

// A form only where a plan of two could be made now.
bool may_plan(ledger::Snapshot& view, DayContext const& context, PlanRows const& rows) {
  ledger::plan::Wish wish;
  wish.made_by = "debtor";
  wish.count = 2;
  return offer_plan(view, context, rows, wish).has_value();
}

// Which claims the debtor means: that of the page alone, or all of his that are due.
bool means_all(std::string_view scope) { return scope == "all"; }

PlanRows meant(ledger::Snapshot& view, DayContext const& context,
               ledger::ReceivableRow const& claim, std::string_view scope) {
  return means_all(scope) ? claims_for_plan(view, context, claim) : PlanRows{claim};
}

std::string scope_choice(PortalWords const& words) {
  return fmt::format(
      "<label>{}<select name=\"scope\"><option value=\"one\">{}</option>"
      "<option value=\"all\">{}</option></select></label>",
      words.which, words.this_invoice, words.all_invoices);
}

// The page of one invoice tells of the others only what a plan over them needs: their numbers.
std::string rows_html(PlanRows const& rows, PortalWords const& words) {
  if (rows.size() < 2) return {};
  std::string numbers;
  for (auto const& row : rows) {
    numbers += (numbers.empty() ? "" : ", ") + html::text(row.invoice_number);
  }
  return fmt::format("<p>{}: {}</p>", words.invoices, numbers);
}

std::string plan_form(PortalWords const& words, bool has_others) {
  std::string options;
  for (int count = 2; count <= count_max; ++count) {
    options += fmt::format("<option>{}</option>", count);
  }
  return fmt::format(
      "<p>{}</p><form method=\"get\" action=\"/h/plan\"><label>{}<select name=\"count\">{}"
      "</select></label>{}<button>{}</button></form>",
      words.plan_text, words.count, options, has_others ? scope_choice(words) : std::string{},
      words.show_plan);
}

http::Response html_page(Visit const& visit, std::string_view title, std::string const& body,
                         int status = 200) {
  auto const& words = portal_words_of(language_of(visit));
  http::Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
      "<title>{}</title><style>{}</style></head><body><main><h1>{}</h1>{}<p><a href=\"/h\">{}</a>"
      "</p></main></body></html>",
      words.language, title, style_sheet, title, body, words.back);
  add_headers(response);
  return response;
}

http::Response back_to_invoice() {
  http::Response response;
  response.status = 303;
  response.content_type = "text/plain";
  add_headers(response);
  response.headers.emplace_back("Location", "/h");
  return response;
}

struct Form {
  std::vector<std::pair<std::string, std::string>> fields;
  std::string const& operator[](std::string_view name) const {
    static std::string const none;
    auto const found = std::find_if(fields.begin(), fields.end(),
                                    [&](auto const& one) { return one.first == name; });
    return found == fields.end() ? none : found->second;
  }
};

// The fields, when the form came from a page of this token.
std::optional<Form> form_of(api::House& house, http::Request const& request,
                            std::string_view token) {
  auto fields = http::parse_form(request.body);
  if (!fields) return std::nullopt;
  Form form{*std::move(fields)};
  auto const* portal = house.billers.portal();
  bool const ours =
      portal != nullptr && is_form_token(form["form"], token, portal->signing_key.value);
  return ours ? std::optional{std::move(form)} : std::nullopt;
}

http::Response refused(Visit const& visit, int status) {
  auto const& words = portal_words_of(language_of(visit));
  return html_page(visit, words.failed, "", status);
}

// The debtor's words become a message, and a dispute when he says so.
bool write_debtor_note(ledger::Transaction& tx, DayContext const& context, Visit const& visit,
                       Form const& form) {
  auto const messages = ledger::messages_of(tx, context.tenant, visit.invoice.id);
  auto const waiting = std::count_if(messages.begin(), messages.end(), [](auto const& one) {
    return one.author == "debtor" && one.needs_answer && !one.is_answered;
  });
  if (waiting >= unanswered_max) return false;
  auto const& about = form["about"];
  Note note;
  note.author = "debtor";
  note.about = about == "payment" || about == "delivery" ? about : "content";
  note.text = form["text"].substr(0, text_max);
  note.needs_answer = true;
  write_note(tx, claim_context(context), visit.invoice.id, visit.invoice.client, note);
  if (about != "dispute" || !visit.claim) return true;
  auto const item = ledger::find_receivable(tx, context.tenant, visit.claim->id);
  if (item) dispute(tx, claim_context(context), *item, note.text);
  return true;
}

asio::awaitable<http::Response> post_message(api::House& house, http::Request request) {
  auto const token = token_of(house, request);
  auto const opened = open(house, token);
  if (!opened.visit) co_return gone(opened, request);
  auto const form = form_of(house, request, token);
  if (!form) co_return refused(*opened.visit, 403);
  if ((*form)["text"].find_first_not_of(" \r\n\t") == std::string::npos) {
    co_return back_to_invoice();
  }
  auto const context = context_of(house, *opened.visit);
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    return write_debtor_note(tx, context, *opened.visit, *form);
  };
  bool const written = co_await commit<bool>(house.store, work);
  co_return written ? back_to_invoice() : refused(*opened.visit, 429);
}

std::optional<ledger::plan::Wish> wish_of(std::string_view count) {
  ledger::plan::Wish wish;
  wish.made_by = "debtor";
  auto const [end, fault] = std::from_chars(count.data(), count.data() + count.size(), wish.count);
  bool const good = fault == std::errc{} && end == count.data() + count.size() && wish.count > 0 &&
                    wish.count <= count_max;
  return good ? std::optional{wish} : std::nullopt;
}

std::string offer_html(ledger::plan::Offer const& offer, PortalWords const& words,
                       paper::Words const& paper_words) {
  std::string html = "<dl>";
  for (auto const& share : offer.shares) {
    html += fmt::format("<dt>{} {}</dt><dd>{}</dd>", words.due,
                        paper::day_text(share.instalment.due, paper_words),
                        paper::sum_text(share.instalment.amount, paper_words));
  }
  html += fmt::format("<dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{} {}</dd></dl>",
                      words.fee, paper::sum_text(offer.fee, paper_words), words.interest,
                      paper::sum_text(offer.interest, paper_words), words.total,
                      paper::sum_text(offer.total, paper_words), offer.total.currency().code());
  return html;
}

asio::awaitable<http::Response> show_plan(api::House& house, http::Request request) {
  auto const token = token_of(house, request);
  auto const opened = open(house, token);
  if (!opened.visit) co_return gone(opened, request);
  auto const& visit = *opened.visit;
  auto const wish = wish_of(request.parameter("count"));
  if (!wish || !visit.claim) co_return refused(visit, 400);
  auto const context = context_of(house, visit);
  auto const scope = means_all(request.parameter("scope")) ? "all" : "one";
  PlanRows rows;
  auto const offer = house.store.read([&](ledger::Snapshot& view) {
    rows = meant(view, context, *visit.claim, scope);
    return offer_plan(view, context, rows, *wish);
  });
  if (!offer) co_return refused(visit, 409);
  auto const& words = portal_words_of(language_of(visit));
  auto body = rows_html(rows, words);
  body += offer_html(*offer, words, paper_words_of(visit));
  body += fmt::format(
      "<form method=\"post\" action=\"/h/payment-plan\">{}<input type=\"hidden\" name=\"count\" "
      "value=\"{}\"><input type=\"hidden\" name=\"scope\" value=\"{}\">"
      "<input type=\"hidden\" name=\"total\" value=\"{}\"><button>{}</button></form>",
      hidden(token, *house.billers.portal()), wish->count, scope, offer->total.text(),
      words.make_plan);
  co_return html_page(visit, words.plan, body);
}

// What the debtor saw is what he gets: when the sum is another by now, nothing is made.
struct Outcome {
  bool is_made = false, queued = false;
};
Outcome make_debtors_plan(ledger::Transaction& tx, DayContext const& context, Visit const& visit,
                          ledger::plan::Wish const& wish, Form const& form) {
  auto const item = ledger::find_receivable(tx, context.tenant, visit.claim->id);
  if (!item) return {};
  auto const rows = meant(tx, context, *item, form["scope"]);
  auto const offer = offer_plan(tx, context, rows, wish);
  if (!offer || offer->total.text() != form["total"]) return {};
  auto const made = make_plan(tx, context, rows, wish);
  return made ? Outcome{true, made->queued} : Outcome{};
}

asio::awaitable<http::Response> post_plan(api::House& house, http::Request request) {
  auto const token = token_of(house, request);
  auto const opened = open(house, token);
  if (!opened.visit) co_return gone(opened, request);
  auto const& visit = *opened.visit;
  auto const form = form_of(house, request, token);
  if (!form) co_return refused(visit, 403);
  auto const wish = wish_of((*form)["count"]);
  if (!wish || !visit.claim) co_return refused(visit, 400);
  auto const context = context_of(house, visit);
  std::function<Outcome(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    return make_debtors_plan(tx, context, visit, *wish, *form);
  };
  auto const outcome = co_await commit<Outcome>(house.store, work);
  if (outcome.queued) house.dispatcher.wake();
  co_return outcome.is_made ? back_to_invoice() : refused(visit, 409);
}

http::Route form_route(std::string_view pattern, std::string_view summary, http::Body body,
                       std::function<asio::awaitable<http::Response>(http::Request)> handle) {
  http::Route route;
  route.method = body == http::Body::form ? http::Method::post : http::Method::get;
  route.pattern = pattern;
  route.body = body;
  route.tag = "Debtor pages";
  route.summary = summary;
  route.handle = std::move(handle);
  route.says = {.gives = "", .status = body == http::Body::form ? 303 : 200, .media = "text/html"};
  if (body == http::Body::form) {
    route.says.takes_media = {"application/x-www-form-urlencoded"};
  } else {
    route.parameters = {"count", "scope"};
  }
  return route;
}

}  // namespace

std::string case_sections(api::House& house, Visit const& visit, std::string_view token) {
  auto const* portal = house.billers.portal();
  if (portal == nullptr) return {};
  auto const& words = portal_words_of(language_of(visit));
  auto const context = context_of(house, visit);
  return house.store.read([&](ledger::Snapshot& view) {
    auto html = fmt::format("<section><h2>{}</h2>", words.messages);
    if (visit.claim && visit.claim->disputed) html += fmt::format("<p>{}</p>", words.disputed);
    html += talk(ledger::messages_of(view, visit.link.tenant, visit.invoice.id), words,
                 paper_words_of(visit));
    html += message_form(words, hidden(token, *portal)) + "</section>";
    if (!visit.claim) return html;
    auto plan = ledger::plan_in_force(view, visit.link.tenant, visit.claim->id);
    if (!plan && !may_plan(view, context, {*visit.claim})) return html;
    html += fmt::format("<section><h2>{}</h2>", words.plan);
    auto const others = plan ? PlanRows{} : claims_for_plan(view, context, *visit.claim);
    bool const has_others = others.size() > 1 && may_plan(view, context, others);
    auto const& country = visit.submission.invoice.seller.address.country;
    if (plan) {
      plan = with_moved_days(view, context.law, *std::move(plan), context.tenant, country,
                             context.as_of);
    }
    html += plan ? plan_table(*plan, words, paper_words_of(visit)) : plan_form(words, has_others);
    return html + "</section>";
  });
}

asio::awaitable<void> note_messages_seen(api::House& house, Visit const& visit) {
  auto const unseen = house.store.read([&](ledger::Snapshot& view) {
    auto const messages = ledger::messages_of(view, visit.link.tenant, visit.invoice.id);
    return std::any_of(messages.begin(), messages.end(), [](auto const& one) {
      auto const& readers = one.read_by;
      return one.recipient == "debtor" &&
             std::find(readers.begin(), readers.end(), "debtor") == readers.end();
    });
  });
  if (!unseen) co_return;
  auto const context = context_of(house, visit);
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    mark_read(tx, claim_context(context), visit.invoice.id, "debtor");
    return true;
  };
  co_await commit<bool>(house.store, work);
}

void add_case_forms(api::House& house, http::Routes& routes) {
  routes.push_back(form_route(
      "/h/messages", "The debtor writes about the invoice, or disputes it", http::Body::form,
      [&house](http::Request request) { return post_message(house, std::move(request)); }));
  routes.push_back(
      form_route("/h/plan", "What a payment plan of so many instalments would be", http::Body::none,
                 [&house](http::Request request) { return show_plan(house, std::move(request)); }));
  routes.push_back(
      form_route("/h/payment-plan", "The debtor makes the plan that he was shown", http::Body::form,
                 [&house](http::Request request) { return post_plan(house, std::move(request)); }));
}

}  // namespace airut::gateway
