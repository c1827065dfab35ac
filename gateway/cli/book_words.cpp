#include "gateway/cli/remote.hpp"
#include "gateway/cli/words.hpp"

namespace airut::gateway::cli {
namespace {

CLI::App* of_client(CLI::App* app, Words& words) {
  app->add_option("CLIENT", words.client, "ref of the billing client")->required();
  with_daemon(app, words);
  return app;
}

std::string client_query(Words const& words) { return "?client_ref=" + encoded(words.client); }

// CSV is for people's tables; --json asks for what programs read.
std::string text_format(Words const& words) { return words.options.json ? "json" : "csv"; }

std::string client_object(Words const& words) { return object_of({{"client_ref", words.client}}); }

void add_months(CLI::App& app, Words& words) {
  auto* books = group(app, "books", "A billing client's months");
  auto* basis = of_client(
      command(*books, words, "basis", "What its accounting takes of a month",
              [&] {
                auto const path =
                    "/v1/reports/bookkeeping-basis" + client_query(words) +
                    "&period=" + encoded(words.period) +
                    (words.format.empty() ? "" : "&format=" + words.format) +
                    (words.currency.empty() ? "" : "&currency=" + encoded(words.currency));
                return fetch(words.options, path, words.out);
              }),
      words);
  basis->add_option("PERIOD", words.period, "YYYY-MM")->required();
  basis->add_option("--format", words.format, "json, csv, fi_csv, gbat10 or saft [json]")
      ->check(CLI::IsMember({"json", "csv", "fi_csv", "gbat10", "saft"}));
  basis->add_option("--currency", words.currency, "Of a file, when the month has several");
  basis->add_option("-o,--out", words.out, "File to write; standard output if absent");
  auto* close = of_client(
      command(*books, words, "close", "Close a month: what is known later stands in the next",
              [&] {
                return act(words.options, "/v1/books/close",
                           object_of({{"client_ref", words.client}, {"period", words.period}}));
              }),
      words);
  close->add_option("PERIOD", words.period, "YYYY-MM")->required();
}

void add_settlements(CLI::App& app, Words& words) {
  auto* settlements = group(app, "settlements", "Money collected on the service's own account");
  of_client(command(*settlements, words, "list", "What was paid out",
                    [&] {
                      return list(words.options, {"/v1/settlements",
                                                  {"day", "amount", "currency", "items", "id"},
                                                  {"client_ref=" + words.client},
                                                  words.limit});
                    }),
            words);
  of_client(command(*settlements, words, "preview", "What the next one would hold",
                    [&] {
                      return fetch(words.options, "/v1/settlements/preview" + client_query(words),
                                   "");
                    }),
            words);
  of_client(command(*settlements, words, "make", "Pay out what has come in",
                    [&] { return act(words.options, "/v1/settlements", client_object(words)); }),
            words);
}

void add_feed(CLI::App& app, Words& words) {
  auto* feed = group(app, "feed", "A billing client's own ledger");
  auto* take = of_client(
      command(
          *feed, words, "send", "Tell what it says: JSON, or CSV by the file's name",
          [&] { return send(words.options, "/v1/ledger-feed" + client_query(words), words.file); }),
      words);
  take->add_option("FILE", words.file, "FILE.json or FILE.csv")->required();
  auto* give = of_client(
      command(*feed, words, "read", "What it has not told itself",
              [&] {
                auto const path = "/v1/ledger-feed" + client_query(words) +
                                  "&format=" + text_format(words) +
                                  (words.after.empty() ? "" : "&after=" + encoded(words.after));
                return fetch(words.options, path, words.out);
              }),
      words);
  give->add_option("--after", words.after, "Number of the event to go on after");
  give->add_option("-o,--out", words.out, "File to write; standard output if absent");
  auto* compare =
      asking(*feed, words, "compare", "Compare a list of its open invoices with the ledger here",
             [&] { return send(words.options, "/v1/reports/differences", words.file); });
  compare->add_option("FILE", words.file, "JSON as of POST /v1/reports/differences")->required();
}

}  // namespace

void add_return_commands(CLI::App& payments, Words& words) {
  of_client(command(payments, words, "to-return", "Money that debtors have to get back",
                    [&] {
                      return list(words.options, {"/v1/return-proposals",
                                                  {"payment_id", "receivable_id", "amount",
                                                   "reason", "since", "due", "payee"},
                                                  {"client_ref=" + words.client},
                                                  words.limit});
                    }),
            words);
  auto* back = about(payments, words, "return", "Keep that waiting money of a payment went back",
                     {"PAYMENT", "pay_..."}, [&] {
                       return act(words.options, "/v1/returns",
                                  object_of({{"payment_id", words.id},
                                             {"amount", words.amount},
                                             {"currency", words.currency},
                                             {"reason", words.note}}));
                     });
  back->add_option("AMOUNT", words.amount, "1.00")->required();
  back->add_option("CURRENCY", words.currency, "EUR")->required();
  back->add_option("--reason", words.note, "Why");
  auto* order = of_client(
      command(payments, words, "return-order", "A pain.001 with all that is due to go back",
              [&] {
                return act_for_file(words.options, "/v1/return-orders", client_object(words),
                                    "pain_001", words.out);
              }),
      words);
  order->add_option("-o,--out", words.out, "File to write; standard output if absent");
}

void add_book_commands(CLI::App& app, Words& words) {
  add_months(app, words);
  add_settlements(app, words);
  add_feed(app, words);
  auto* report = asking(app, words, "report", "A report as CSV, JSON or PDF", [&] {
    auto path = "/v1/reports/" + encoded(words.id) +
                "?format=" + (words.format.empty() ? text_format(words) : words.format);
    if (!words.as_of.empty()) path += "&as_of=" + encoded(words.as_of);
    if (!words.period.empty()) path += "&period=" + encoded(words.period);
    if (!words.client.empty()) path += "&client_ref=" + encoded(words.client);
    return fetch(words.options, path, words.out);
  });
  report->add_option("NAME", words.id, "Which")
      ->required()
      ->check(CLI::IsMember({"ageing", "open-items", "dso", "slowest-payers", "cash-forecast",
                             "collected", "deliveries-by-channel", "bank-reconciliation",
                             "ledger-reconciliation"}));
  report->add_option("--as-of", words.as_of, "A past day, as it was known then");
  report->add_option("--period", words.period, "A month's book, YYYY-MM; of ledger-reconciliation");
  report->add_option("--client", words.client, "ref of a billing client");
  report->add_option("--format", words.format, "csv, json or pdf [csv]")
      ->check(CLI::IsMember({"csv", "json", "pdf"}));
  report->add_option("-o,--out", words.out, "File to write; standard output if absent");
}

}  // namespace airut::gateway::cli
