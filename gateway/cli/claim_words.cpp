#include "formats/json/writer.hpp"
#include "gateway/cli/place.hpp"
#include "gateway/cli/words.hpp"

namespace airut::gateway::cli {
namespace {

std::string allocation_of(Words const& words) {
  json::Writer out;
  out.begin_object();
  out.member_if("note", words.note);
  out.key("allocations");
  out.begin_array();
  out.raw(object_of({{"receivable_id", words.receivable}, {"amount", words.amount}}));
  out.end_array();
  out.end_object();
  return out.text();
}

std::string remittance_of(Words const& words) {
  json::Writer out;
  out.begin_object();
  out.member_if("note", words.note);
  out.key("remittance");
  out.begin_object();
  out.member_if("settlement_id", words.remittance.settlement_id);
  out.member_if("partner", words.remittance.partner);
  if (words.remittance.take_back) out.member("take_back", true);
  out.end_object();
  out.end_object();
  return out.text();
}

std::string move_of(Words const& words) {
  json::Writer out;
  out.begin_object();
  out.member_if("note", words.note);
  out.key("allocations");
  out.begin_array();
  out.raw(object_of({{"receivable_id", words.from}, {"amount", "-" + words.amount}}));
  out.raw(object_of({{"receivable_id", words.receivable}, {"amount", words.amount}}));
  out.end_array();
  out.end_object();
  return out.text();
}

void add_release(CLI::App& payments, Words& words) {
  auto* release = about(
      payments, words, "release", "Part a payment from the reversal that was taken for its own",
      {"PAYMENT", "pay_..."}, [&] {
        json::Writer out;
        out.begin_object();
        out.member_if("note", words.note);
        out.end_object();
        return act(words.options, "/v1/payments/" + words.id + "/release", out.text());
      });
  release->add_option("--note", words.note, "Why");
}

void add_corrections(CLI::App& payments, Words& words) {
  auto* move = about(
      payments, words, "move", "Take a sum from one item and lay it on another",
      {"PAYMENT", "pay_..."},
      [&] { return act(words.options, "/v1/payments/" + words.id + "/allocate", move_of(words)); });
  move->add_option("FROM", words.from, "rcv_...")->required();
  move->add_option("TO", words.receivable, "rcv_...")->required();
  move->add_option("AMOUNT", words.amount, "1.00")->required();
  move->add_option("--note", words.note, "Why");
  auto* credit = about(payments, words, "lay-credit",
                       "Lay an item's credit balance on another item of the customer",
                       {"FROM", "rcv_... with the credit balance"}, [&] {
                         return act(words.options, "/v1/receivables/" + words.id + "/lay-credit",
                                    allocation_of(words));
                       });
  credit->add_option("TO", words.receivable, "rcv_...")->required();
  credit->add_option("AMOUNT", words.amount, "1.00")->required();
  credit->add_option("--note", words.note, "Why");
}

void add_receivable_commands(CLI::App& app, Words& words) {
  auto* items = group(app, "receivables", "Open and closed items");
  listing(*items, words, "list", "List them", "/v1/receivables",
          {"id", "invoice_number", "status", "stage", "due_date", "open"});
  about(*items, words, "show", "One item by component", {"RECEIVABLE", "rcv_..."},
        [&] { return show(words.options, "/v1/receivables/" + words.id); });
  about(*items, words, "claim-interest",
        "Charge the late interest that ran since the last letter, until the principal was paid",
        {"RECEIVABLE", "rcv_..."}, [&] {
          return act(words.options, "/v1/receivables/" + words.id + "/claim-interest", "{}");
        });
}

}  // namespace

void add_claim_commands(CLI::App& app, Words& words) {
  add_receivable_commands(app, words);
  auto* payments = group(app, "payments", "Payments");
  auto* import =
      asking(*payments, words, "import", "Import bank files, each whole or not at all",
             [&] { return payments_import(words.options, words.files, words.csv.profile); });
  import->add_option("FILE", words.files, "camt.053, camt.054, KTL, TITO, OCR giro or CSV")
      ->required();
  import->add_option("--profile", words.csv.profile,
                     "CSV: a bank_csv_profile that the daemon knows");
  auto* waiting = asking(*payments, words, "waiting", "Payments that wait for a person", [&] {
    return list(words.options, {"/v1/payments",
                                {"id", "booked", "amount", "unallocated", "unallocated_reason",
                                 "reference_key", "more_references", "payer_name"},
                                {"allocated=false"},
                                words.limit});
  });
  waiting->add_option("--limit", words.limit, "How many");
  about(*payments, words, "proposals", "What a payment that waits may be meant for, and why",
        {"PAYMENT", "pay_..."}, [&] {
          return list(words.options, {"/v1/payments/" + words.id + "/proposals",
                                      {"rule", "certain", "rivals", "explanation"},
                                      {},
                                      words.limit});
        });
  auto* allocate = about(
      *payments, words, "allocate", "Lay a payment on an item; a negative amount takes it back",
      {"PAYMENT", "pay_..."}, [&] {
        return act(words.options, "/v1/payments/" + words.id + "/allocate", allocation_of(words));
      });
  allocate->add_option("RECEIVABLE", words.receivable, "rcv_...")->required();
  allocate->add_option("AMOUNT", words.amount, "1.00")->required();
  allocate->add_option("--note", words.note, "Why");
  auto* remitted = about(
      *payments, words, "remitted", "The payment is what an agency remits of what it reported",
      {"PAYMENT", "pay_..."}, [&] {
        return act(words.options, "/v1/payments/" + words.id + "/allocate", remittance_of(words));
      });
  remitted->add_option("--settlement", words.remittance.settlement_id, "The agency's id of it");
  remitted->add_option("--partner", words.remittance.partner, "The channel of the agency");
  remitted->add_flag("--back", words.remittance.take_back, "It is none after all");
  remitted->add_option("--note", words.note, "Why");
  add_corrections(*payments, words);
  add_release(*payments, words);
  add_return_commands(*payments, words);
  auto* day = group(app, "day", "The day's decisions");
  auto* run = asking(*day, words, "run", "Decide reminders and collection for a day",
                     [&] { return day_run(words.options, words.as_of, words.dry_run); });
  run->add_option("--as-of", words.as_of, "The day, YYYY-MM-DD")->required();
  run->add_flag("--dry-run", words.dry_run, "Only say what would happen and why");
}

void add_journal_commands(CLI::App& app, Words& words) {
  auto* journal = group(app, "journal", "The hash-chained journal");
  auto const* data = place_words;
  auto* verify = command(*journal, words, "verify", "Check an export alone; needs no daemon",
                         [&] { return journal_verify(words.options, words.file); });
  verify->add_option("FILE", words.file, "An export; - for standard input");
  verify->add_option("--data", words.options.data, data);
  auto* give = asking(*journal, words, "export", "Write the journal as lines of JSON",
                      [&] { return journal_export(words.options, words.out, words.personal); });
  give->add_option("-o,--out", words.out, "File to write; standard output if absent");
  give->add_flag("--personal", words.personal, "With the parts that may be erased");
  give->add_option("--data", words.options.data, data);
  auto* replay = command(*journal, words, "replay", "Build the projections again",
                         [&] { return journal_replay(words.options); });
  replay->add_option("--data", words.options.data, data)->required();
}

void add_ledger_commands(CLI::App& app, Words& words) {
  auto* ledger = group(app, "ledger", "The claims in the journal");
  auto* check = command(*ledger, words, "check",
                        "Check that the money adds up, the chain holds and letters are lawful",
                        [&] { return ledger_check(words.options, words.out); });
  check->add_option("--data", words.options.data, place_words)->required();
  check->add_option("--overlay", words.out, "The operator's own rows of the tables");
  auto* book = command(*ledger, words, "book", "Write every line of the double entry book",
                       [&] { return ledger_book(words.options, words.book); });
  book->add_option("--data", words.options.data, place_words)->required();
  book->add_option("--tenant", words.book.tenant, "Whose; the only one when absent");
  book->add_option("--format", words.book.format, "ledger (also hledger), beancount or csv")
      ->check(CLI::IsMember({"ledger", "beancount", "csv"}));
  book->add_option("-o,--out", words.book.out, "File to write; standard output if absent");
  auto* audit =
      command(*ledger, words, "audit", "Check every letter ever decided against the law again",
              [&] { return ledger_audit(words.options, words.file, words.out); });
  audit->add_option("FILE", words.file, "An export of the journal; - for standard input");
  audit->add_option("--data", words.options.data, place_words);
  audit->add_option("--overlay", words.out, "The operator's own rows of the tables");
}

void add_store_commands(CLI::App& app, Words& words) {
  auto* store = group(app, "store", "Where the journal and the documents are kept");
  auto* check =
      command(*store, words, "check", "Check the chain, the documents and the money of a store",
              [&] { return store_check(words.options); });
  check->add_option("--data", words.options.data, place_words)->required();
  auto* backup = command(*store, words, "backup", "Copy an SQLite store beside its running daemon",
                         [&] { return store_backup(words.options, words.out); });
  backup->add_option("--data", words.options.data, "The data directory")->required();
  backup->add_option("--to", words.out, "A directory that holds no store yet")->required();
  auto* restore =
      command(*store, words, "restore",
              "Put a copy in the place of a lost store, and go on with numbers behind it",
              [&] { return store_restore(words.options, words.restore); });
  with_config(restore, words);
  restore->add_option("FROM", words.restore.from,
                      "A directory that store backup made; absent: the copy is in its place");
  restore
      ->add_option("--skip-numbers", words.restore.skip_numbers,
                   "Numbers of each series that may have been given since the copy [100000]")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{100'000'000'000}));
  auto* migrate =
      command(*store, words, "migrate", "Copy a store to another place, and compare both",
              [&] { return store_migrate(words.options, words.move); });
  constexpr auto place = "sqlite:DIRECTORY or postgresql:CONNECTION";
  migrate->add_option("--from", words.move.from, place)->required();
  migrate->add_option("--to", words.move.to, place)->required();
  migrate->add_flag("--while-running", words.move.while_running,
                    "Copy while a daemon uses the source; a last run without it ends the move");
}

}  // namespace airut::gateway::cli
