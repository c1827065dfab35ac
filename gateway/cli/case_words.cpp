#include <cstdio>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "gateway/cli/place.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/cli/words.hpp"

namespace airut::gateway::cli {
namespace {

namespace bj = boost::json;

void put(bj::object& object, char const* name, std::string const& text) {
  if (!text.empty()) object[name] = text;
}

void add_plan_commands(CLI::App& app, Words& words) {
  auto* plans = group(app, "plans", "Payment plans");
  auto* make =
      about(*plans, words, "make", "Make a payment plan of an item", {"RECEIVABLE", "rcv_..."},
            [&] { return make_plan(words.options, words.id, words.plan); });
  auto* count = make->add_option("--count", words.plan.count, "Equal instalments, a month apart")
                    ->check(CLI::Range(1, 60));
  make->add_option("--first", words.plan.day, "Day of the first, YYYY-MM-DD")->needs(count);
  make->add_option("--instalment", words.plan.instalments,
                   "DAY=AMOUNT, one by one; the last may be DAY alone and is the rest")
      ->excludes(count);
  make->add_option("--also", words.plan.also, "Further claims of the customer, rcv_...");
  make->add_flag("--dry-run", words.plan.dry_run, "Only say what it would be, to the last cent");
  about(*plans, words, "show", "One plan and how it stands", {"PLAN", "pln_..."},
        [&] { return show(words.options, "/v1/payment-plans/" + words.id); });
  auto* cancel = asking(*plans, words, "cancel", "End a plan", [&] {
    return act(words.options, "/v1/payment-plans/" + words.id + "/cancel", "{}");
  });
  cancel->add_option("PLAN", words.id, "pln_...")->required();
}

void add_promise_commands(CLI::App& app, Words& words) {
  auto* promises = group(app, "promises", "Promises to pay");
  auto* make = about(*promises, words, "make", "The debtor promised to pay by a day",
                     {"RECEIVABLE", "rcv_..."}, [&] {
                       return act(words.options, "/v1/receivables/" + words.id + "/promises",
                                  object_of({{"day", words.plan.day},
                                             {"amount", words.plan.amount},
                                             {"note", words.note}}));
                     });
  make->add_option("DAY", words.plan.day, "YYYY-MM-DD")->required();
  make->add_option("--amount", words.plan.amount, "1.00 [all that is open]");
  make->add_option("--note", words.note, "Why");
  auto* back = asking(*promises, words, "withdraw", "Take a promise back", [&] {
    return act(words.options, "/v1/promises/" + words.id + "/withdraw", "{}");
  });
  back->add_option("PROMISE", words.id, "prm_...")->required();
}

void add_collection_commands(CLI::App& app, Words& words) {
  auto* cases = group(app, "collection", "Collection cases");
  listing(*cases, words, "list", "List them", "/v1/collection-cases",
          {"state", "since", "partner", "agency_reference", "reason", "id"});
  about(*cases, words, "show", "One case", {"CASE", "col_..."},
        [&] { return show(words.options, "/v1/collection-cases/" + words.id); });
  about(*cases, words, "statement", "What was claimed and what became of it", {"CASE", "col_..."},
        [&] { return show(words.options, "/v1/collection-cases/" + words.id + "/statement"); });
  auto* tell = about(
      *cases, words, "tell", "Take a step or note what happened", {"CASE", "col_..."},
      [&] { return tell_case(words.options, words.id, words.action, words.note, words.plan); });
  tell->add_option("EVENT", words.action,
                   "approve, recall, ban, lift_ban, credit_loss; with --agency accept, reject, "
                   "start, threaten, publish, go_legal, enforce, surveil, settle, "
                   "payment_reported, question, note")
      ->required();
  tell->add_flag("--agency", words.plan.agency, "The agency says it");
  tell->add_option("--note", words.note, "Words");
  tell->add_option("--report", words.plan.report_id, "The agency's own id of it");
  tell->add_option("--settlement", words.plan.settlement_id,
                   "payment_reported: the agency's id of what it remits together");
  tell->add_option("--reference", words.plan.reference, "The agency's reference of the case");
  tell->add_option("--day", words.plan.day, "On which it holds, YYYY-MM-DD [today]");
  tell->add_option("--until", words.plan.until, "Last day of a ban");
  tell->add_option("--principal", words.plan.principal, "payment_reported: of the principal");
  tell->add_option("--interest", words.plan.interest, "of the interest");
  tell->add_option("--fee", words.plan.fee, "of the fees");
  tell->add_option("--cost", words.plan.cost, "of the costs");
  auto* import = asking(*cases, words, "import", "Take in a file of an agency's reports", [&] {
    return send(words.options,
                fmt::format("/v1/collection-files?partner={}&name={}", encoded(words.action),
                            encoded(words.file)),
                words.file);
  });
  import->add_option("PARTNER", words.action, "The channel that carries its orders")->required();
  import->add_option("FILE", words.file, "JSON or CSV")->required();
  auto* files = asking(*cases, words, "files", "Files of agencies that were taken in", [&] {
    return list(words.options, {"/v1/collection-files",
                                {"taken_at", "partner", "name", "reports", "taken", "repeated",
                                 "refused", "problem"},
                                {},
                                words.limit});
  });
  files->add_option("--limit", words.limit, "Rows at most")->check(CLI::Range(1, 200));
  auto* now = asking(*cases, words, "transfer", "Hand an item over now", [&] {
    return act(words.options, "/v1/receivables/" + words.id + "/transfer-to-collection", "{}");
  });
  now->add_option("RECEIVABLE", words.id, "rcv_...")->required();
}

void add_message_commands(CLI::App& app, Words& words) {
  auto* messages = group(app, "messages", "What the parties write about invoices");
  auto* waiting = asking(*messages, words, "waiting", "Messages that need an answer", [&] {
    return list(words.options,
                {"/v1/messages",
                 {"written_at", "invoice_number", "author", "recipient", "about", "text", "id"},
                 {"waiting=true"},
                 words.limit});
  });
  waiting->add_option("--limit", words.limit, "Rows at most")->check(CLI::Range(1, 200));
  about(*messages, words, "list", "The talk about an invoice", {"INVOICE", "inv_..."}, [&] {
    return list(words.options, {"/v1/invoices/" + words.id + "/messages",
                                {"written_at", "author", "recipient", "about", "text", "id"},
                                {},
                                words.limit});
  });
  auto* write =
      about(*messages, words, "write", "Write to another party", {"INVOICE", "inv_..."}, [&] {
        bj::object body{{"text", words.note}, {"recipient", words.plan.to}};
        put(body, "about", words.plan.about);
        put(body, "answers", words.after);
        if (words.plan.needs_answer) body["needs_answer"] = true;
        return act(words.options, "/v1/invoices/" + words.id + "/messages", bj::serialize(body));
      });
  write->add_option("TO", words.plan.to, "Who")
      ->required()
      ->check(CLI::IsMember({"biller", "service", "debtor", "agency"}));
  write->add_option("TEXT", words.note, "What")->required();
  write->add_option("--about", words.plan.about, "The matter")
      ->check(CLI::IsMember({"content", "payment", "delivery", "other"}));
  write->add_option("--answers", words.after, "msg_... that this answers");
  write->add_flag("--needs-answer", words.plan.needs_answer, "It waits for an answer");
}

void add_customer_commands(CLI::App& app, Words& words) {
  auto* customers = group(app, "customers", "What was agreed with customers");
  listing(*customers, words, "list", "List them", "/v1/customers",
          {"client_ref", "customer_number", "policy", "credit_limit", "open", "risk_class",
           "payment_terms_days", "blocked", "hold_reason", "hold_until", "stopped"});
  listing(*customers, words, "alerts", "Who passed his limit or pays later", "/v1/credit-alerts",
          {"day", "client_ref", "customer_number", "kind", "text"});
  auto* set = about(*customers, words, "set", "Set all that was agreed with a customer",
                    {"NUMBER", "The client's customer number"}, [&] {
                      return set_customer(words.options, words.id, words.action, words.plan);
                    });
  set->add_option("--client", words.plan.client, "ref of the billing client");
  set->add_option("--policy", words.plan.policy, "Dunning policy");
  set->add_option("--limit", words.plan.limit, "Credit limit, 1000.00");
  set->add_option("--class", words.plan.risk_class, "Risk class");
  set->add_option("--terms", words.plan.terms, "Payment terms, days")->check(CLI::Range(0, 365));
  set->add_flag("--blocked", words.plan.blocked, "Hold new invoices");
  set->add_option("--hold", words.action, "Why no reminders are sent");
  set->add_option("--until", words.plan.until, "Last day of that");
  set->add_option("--stopped", words.plan.stopped,
                  "Nothing is demanded of the customer; left out, it stays as it was")
      ->check(CLI::IsMember({"none", "bankrupt", "deceased", "minor"}));
}

void add_policy_commands(CLI::App& app, Words& words) {
  auto* policy = group(app, "policy", "Dunning policies");
  auto* test = command(*policy, words, "back-test",
                       "Say what a policy would have done over a past journal; changes nothing",
                       [&] { return policy_back_test(words.options, words.back_test); });
  test->add_option("POLICY", words.back_test.policy, "Its name in the configuration")->required();
  test->add_option("--data", words.options.data, place_words)->required();
  test->add_option("--tenant", words.back_test.tenant, "The tenant [the only one]");
  test->add_option("--from", words.back_test.from, "First day, YYYY-MM-DD")->required();
  test->add_option("--until", words.back_test.until, "Last day, YYYY-MM-DD")->required();
  test->add_flag("--all", words.back_test.all, "Every claim, not only those of this policy");
  with_config(test, words);
}

}  // namespace

int make_plan(Options const& options, std::string const& receivable, CaseWords const& words) {
  bj::object body;
  if (words.count > 0) body["count"] = words.count;
  put(body, "first_due", words.day);
  bj::array list;
  for (auto const& one : words.instalments) {
    auto const equals = one.find('=');
    bj::object instalment{{"due", one.substr(0, equals)}};
    if (equals != std::string::npos) instalment["amount"] = one.substr(equals + 1);
    list.push_back(std::move(instalment));
  }
  if (!list.empty()) body["instalments"] = std::move(list);
  if (!words.also.empty()) body["also"] = bj::array(words.also.begin(), words.also.end());
  if (words.dry_run) body["dry_run"] = true;
  return act(options, "/v1/receivables/" + receivable + "/payment-plans", bj::serialize(body));
}

int tell_case(Options const& options, std::string const& id, std::string const& event,
              std::string const& note, CaseWords const& words) {
  bj::object body{{"event", event}};
  put(body, "note", note);
  put(body, "report_id", words.report_id);
  put(body, "settlement_id", words.settlement_id);
  put(body, "agency_reference", words.reference);
  put(body, "day", words.day);
  put(body, "until", words.until);
  bj::object paid;
  put(paid, "principal", words.principal);
  put(paid, "interest", words.interest);
  put(paid, "fee", words.fee);
  put(paid, "cost", words.cost);
  if (!paid.empty()) body["paid"] = std::move(paid);
  return act(options,
             fmt::format("/v1/collection-cases/{}/{}", id, words.agency ? "events" : "actions"),
             bj::serialize(body));
}

int set_customer(Options const& options, std::string const& number, std::string const& hold,
                 CaseWords const& words) {
  bj::object body;
  put(body, "policy", words.policy);
  put(body, "credit_limit", words.limit);
  put(body, "risk_class", words.risk_class);
  put(body, "hold_reason", hold);
  put(body, "hold_until", words.until);
  put(body, "stopped", words.stopped);
  if (words.terms > 0) body["payment_terms_days"] = words.terms;
  if (words.blocked) body["blocked"] = true;
  auto path = "/v1/customers/" + encoded(number);
  if (!words.client.empty()) path += "?client_ref=" + encoded(words.client);
  auto const reply = ask(options, {"PUT", path, bj::serialize(body), "application/json", ""});
  if (!reply) return unavailable;
  if (reply->status >= 300) return print_refusal(options, *reply);
  fmt::print("{}\n", reply->body);
  return ok;
}

void add_case_commands(CLI::App& app, Words& words) {
  add_plan_commands(app, words);
  add_promise_commands(app, words);
  add_collection_commands(app, words);
  add_message_commands(app, words);
  add_customer_commands(app, words);
  add_policy_commands(app, words);
}

}  // namespace airut::gateway::cli
