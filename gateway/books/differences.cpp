#include "gateway/books/differences.hpp"

#include <set>

#include <boost/json/parse.hpp>

#include "formats/json/writer.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace {

namespace bj = boost::json;

std::string list_text(std::vector<ledger::TrueItem> const& theirs) {
  json::Writer out;
  out.begin_array();
  for (auto const& one : theirs) {
    out.begin_object();
    out.member("invoice_number", one.invoice_number);
    out.member("currency", one.open.currency().code());
    out.member("open", one.open.text());
    if (one.due_date) out.member("due_date", model::date_text(*one.due_date));
    out.end_object();
  }
  out.end_array();
  return std::move(out).text();
}

std::string text_at(bj::object const& object, char const* name) {
  auto const* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::vector<ledger::TrueItem> read_list(std::string const& text) {
  std::vector<ledger::TrueItem> items;
  auto const list = bj::parse(text);
  for (auto const& one : list.as_array()) {
    auto const& object = one.as_object();
    auto const currency = model::Currency::parse(text_at(object, "currency"));
    ledger::TrueItem item;
    item.invoice_number = text_at(object, "invoice_number");
    auto const open = model::Money::parse(text_at(object, "open"), currency.value());
    item.open = open.value();
    item.due_date = model::parse_date(text_at(object, "due_date"));
    items.push_back(std::move(item));
  }
  return items;
}

void write_difference(json::Writer& out, ledger::Difference const& one) {
  out.begin_object();
  out.member("invoice_number", one.invoice_number);
  out.member_if("receivable_id", one.receivable_id);
  out.member("cause", ledger::cause_text(one.cause));
  if (one.there) out.member("there", one.there->text());
  if (one.here) out.member("here", one.here->text());
  if (one.due_there) out.member("due_there", model::date_text(*one.due_there));
  if (one.due_here) out.member("due_here", model::date_text(*one.due_here));
  out.member("proposal", one.proposal);
  out.end_object();
}

std::string report_text(ledger::LedgersCompared const& fact,
                        std::vector<ledger::Difference> const& found, bool hold) {
  json::Writer out;
  out.begin_object();
  out.member("object", "difference_report");
  out.member("id", fact.comparison_id);
  out.member("client_ref", fact.client);
  out.member("day", model::date_text(fact.day));
  out.member("hold", hold);
  out.member("compared", fact.compared);
  out.member("differences", fact.differences);
  out.member("held", fact.held);
  out.member("released", fact.released);
  out.key("data");
  out.begin_array();
  for (auto const& one : found) write_difference(out, one);
  out.end_array();
  out.end_object();
  return std::move(out).text();
}

std::string kept(ledger::Transaction& tx, std::string const& text) {
  ledger::keep_document(tx, "application/json", text);
  return model::sha256_hex(text);
}

std::string document_text(ledger::Snapshot& view, std::string const& digest) {
  auto const document = ledger::find_document(view, digest);
  return document ? document->bytes : std::string{};
}

// What the day's comparison goes on from: the last list that named every open invoice, with what
// shorter ones said since.
struct Earlier {
  std::vector<ledger::TrueItem> theirs;
  std::set<std::string> differing;  // invoice numbers
  bool whole = false, hold = true;
};

void read_report(std::string const& report, std::set<std::string> const& spoken_of_later,
                 Earlier& earlier) {
  auto const value = bj::parse(report);
  auto const& object = value.as_object();
  for (auto const& one : object.at("data").as_array()) {
    auto number = text_at(one.as_object(), "invoice_number");
    if (!spoken_of_later.contains(number)) earlier.differing.insert(std::move(number));
  }
  // Older reports do not say: those that did not hold were not told apart.
  auto const* hold = object.if_contains("hold");
  if (hold != nullptr && !hold->as_bool()) earlier.hold = false;
}

Earlier earlier_lists(ledger::Snapshot& view, std::string const& tenant,
                      std::string const& client) {
  Earlier earlier;
  std::set<std::string> spoken_of;
  for (auto const& row : ledger::list_comparisons(view, tenant, client)) {
    auto const list = document_text(view, row.list_digest), report = stored_report(view, row);
    if (list.empty() || report.empty()) break;
    read_report(report, spoken_of, earlier);
    for (auto& item : read_list(list)) {
      if (spoken_of.insert(item.invoice_number).second) earlier.theirs.push_back(std::move(item));
    }
    earlier.whole = row.whole;
    if (earlier.whole) break;
  }
  return earlier;
}

}  // namespace

ledger::LedgersCompared keep_comparison(ledger::Transaction& tx, ClaimContext const& context,
                                        Comparing const& comparing,
                                        std::vector<ledger::Difference> const& found) {
  ledger::LedgersCompared fact;
  fact.comparison_id = model::new_id("cmp", context.now);
  fact.client = comparing.client.ref;
  fact.day = comparing.day;
  fact.whole = comparing.whole;
  fact.compared = static_cast<std::int64_t>(comparing.theirs.size());
  fact.differences = static_cast<std::int64_t>(found.size());
  auto const done =
      hold_differences(tx, context, comparing.client,
                       {comparing.day, comparing.theirs, comparing.whole, comparing.hold, found});
  fact.held = done.held;
  fact.released = done.released;
  fact.list_digest = kept(tx, list_text(comparing.theirs));
  fact.report_digest = kept(tx, report_text(fact, found, comparing.hold));
  tx.append(context.tenant, context.actor, context.now, fact);
  return fact;
}

std::string stored_report(ledger::Snapshot& view, ledger::ComparisonRow const& row) {
  return document_text(view, row.report_digest);
}

std::optional<ledger::LedgersCompared> compare_again(ledger::Transaction& tx,
                                                     ClaimContext const& context,
                                                     config::Client const& client,
                                                     model::Date day) {
  auto const last = ledger::last_comparison(tx, context.tenant, client.ref);
  if (!last || last->day >= day) return std::nullopt;
  auto const earlier = earlier_lists(tx, context.tenant, client.ref);
  if (earlier.differing.empty()) return std::nullopt;
  // What changed since on invoices that agreed is no difference: the list is older than it.
  auto found = compare_ledgers(tx, context.tenant, client, earlier.theirs, earlier.whole);
  std::erase_if(found,
                [&](auto const& one) { return !earlier.differing.contains(one.invoice_number); });
  return keep_comparison(tx, context, {client, day, earlier.theirs, earlier.whole, earlier.hold},
                         found);
}

}  // namespace airut::gateway
