#include <cstdio>
#include <cstdlib>
#include <exception>

#include <fmt/format.h>

#include "gateway/cli/words.hpp"
#include "ledger/store/store.hpp"

namespace {

using namespace airut::gateway::cli;

void add_house_commands(CLI::App& app, Words& words) {
  with_config(command(app, words, "serve", "Run the gateway", [&] { return serve(words.options); }),
              words);
  auto* config = group(app, "config", "The configuration file");
  auto* check = command(*config, words, "check", "Check it; exit code 78 when it is not good",
                        [&] { return config_check(words.options, words.against_store); });
  with_config(check, words);
  check->add_flag("--against-store", words.against_store,
                  "Look into the store, too, for open claims of clients that the file lacks: 1");
  with_config(command(*config, words, "show", "Print it with secrets hidden",
                      [&] { return config_show(words.options); }),
              words);
  auto* key = group(app, "key", "API keys");
  command(*key, words, "make", "Make a key and its digest for airut.toml",
          [&] { return key_make(words.options); });
}

void add_explain(CLI::App& app, Words& words) {
  auto* explain_one = command(app, words, "explain", "Say what a code means and what to do",
                              [&] { return explain(words.options, words.explained); });
  auto* all = explain_one->add_flag("--all", words.explained.all, "Every code there is");
  explain_one
      ->add_option("CODE", words.explained.code, "Of a finding, problem, deviation or reason")
      ->excludes(all);
  explain_one->add_option("--language", words.explained.language, "Of the answer")
      ->check(CLI::IsMember({"fi", "sv", "nb", "en"}));
  explain_one->add_option("--overlay", words.explained.overlay,
                          "The operator's own rows of the tables");
}

void add_line_checks(CLI::App* check, Words& words) {
  auto* lines = check->add_flag("--jsonl", words.lines, "Print one line of JSON for each file");
  check->add_option("--rules", words.checks.rules, "Folder of .sch files or of a profile.toml")
      ->check(CLI::ExistingDirectory)
      ->needs(lines);
  check->add_option("--data", words.options.data, "Data directory whose installed rules count")
      ->needs(lines);
  check->add_option("--on", words.checks.day, "The day whose rules count; today if absent")
      ->needs(lines);
  check->add_option("--schema", words.checks.schema, "Folder of W3C schemas")
      ->check(CLI::ExistingDirectory)
      ->needs(lines);
  check->add_flag("--no-schema", words.checks.no_schema, "Check no schema, for fragments")
      ->needs(lines);
}

void add_rules_commands(CLI::App& app, Words& words) {
  auto* rules = group(app, "rules", "Sets of official rules");
  auto const in_data = [&](CLI::App* one) {
    return one->add_option("--data", words.options.data, "The data directory");
  };
  in_data(command(*rules, words, "list", "List the installed sets", [&] {
    return rules_list(words.options);
  }))->required();
  auto* install = command(*rules, words, "install", "Install the rule files of a folder", [&] {
    return rules_install(words.options, words.file, words.id, words.as_of);
  });
  install->add_option("FOLDER", words.file, "Rule files")
      ->required()
      ->check(CLI::ExistingDirectory);
  install->add_option("--name", words.id, "Name of the set")->required();
  install->add_option("--valid-from", words.as_of, "First day in force, YYYY-MM-DD");
  in_data(install)->required();
  auto* diff = command(*rules, words, "diff", "Say which rules two sets do not share",
                       [&] { return rules_diff(words.options, words.file, words.id); });
  diff->add_option("BEFORE", words.file, "A set")->required();
  diff->add_option("AFTER", words.id, "Another")->required();
  in_data(diff)->required();
  auto* preview =
      command(*rules, words, "preview", "Run recent traffic against a set and say what would fail",
              [&] { return rules_preview(words.options, words.preview); });
  preview->add_option("SET", words.preview.set, "The coming set")->required();
  preview->add_option("FILE", words.preview.files, "Documents; the store's invoices if absent");
  preview->add_option("--limit", words.preview.limit, "Invoices of each tenant at most")
      ->check(CLI::Range(1, 1'000'000));
  in_data(preview);
  with_config(preview, words);
}

// The profile of CSV files, the billing client whose settings fill in the rest, and where both are.
void with_csv(CLI::App* app, CsvChoice& csv, Words& words) {
  app->add_option("--profile", csv.profile,
                  "CSV: a [[csv_profile]] of the configuration, or a .toml file with one");
  app->add_option("--client", csv.client,
                  "Ref of the billing client whose settings fill in the rest [the only one]");
  with_config(app, words);
}

void add_document_commands(CLI::App& app, Words& words) {
  auto* check = command(app, words, "validate", "Check invoices; needs no daemon", [&] {
    return words.lines ? validate_lines(words.options, words.checks, words.validation)
                       : validate(words.options, words.validation);
  });
  add_line_checks(check, words);
  check
      ->add_option("FILE", words.validation.files,
                   "JSON, Finvoice, UBL, CII, a hybrid PDF or CSV; - for standard input")
      ->required();
  check->add_option("--language", words.validation.language, "Of the sentences [en]")
      ->check(CLI::IsMember({"fi", "sv", "nb", "en"}));
  with_csv(check, words.validation.csv, words);
  auto* change = command(app, words, "convert", "Convert invoices; needs no daemon",
                         [&] { return convert(words.options, words.conversion); });
  change
      ->add_option("FILE", words.conversion.file,
                   "JSON, Finvoice, UBL, CII, a hybrid PDF or CSV; it may hold several documents")
      ->required();
  change->add_option("--to", words.conversion.to, "The format")
      ->required()
      ->check(CLI::IsMember({"json", "finvoice", "finvoice-utf8", "finvoice-2.01",
                             "finvoice-2.01-utf8", "ubl", "ehf-reminder", "ehf-forward-billing",
                             "ehf-payment-request", "cii", "pdf"}));
  change->add_option("-o,--out", words.conversion.out, "File to write; standard output if absent");
  change->add_option("--template", words.conversion.template_name,
                     "PDF: a shipped template, or a .toml file [invoice, credit_note]");
  change->add_option("--language", words.conversion.language,
                     "PDF: fi, sv, nb or en [the buyer's]");
  with_csv(change, words.conversion.csv, words);
  auto* send = asking(app, words, "submit", "Submit invoices",
                      [&] { return submit(words.options, words.files, words.sending); });
  send->add_option("FILE", words.files,
                   "JSON, Finvoice, UBL or CII; many in one as ZIP, NDJSON, XML or CSV")
      ->required();
  send->add_option("--profile", words.sending.profile, "CSV: a profile that the daemon knows");
  send->add_flag("--again", words.sending.again,
                 "Anew, although the file was sent before: its invoice was cancelled");
}

void add_delivery_commands(CLI::App& app, Words& words) {
  auto* invoices = group(app, "invoices", "Invoices");
  listing(*invoices, words, "list", "List them", "/v1/invoices",
          {"number", "status", "ledger_status", "currency", "total_due", "due_date",
           "current_delivery.channel", "current_delivery.state", "id"});
  about(*invoices, words, "show", "One invoice", {},
        [&] { return show(words.options, "/v1/invoices/" + words.id); });
  about(*invoices, words, "timeline", "Everything that happened to it", {},
        [&] { return show(words.options, "/v1/invoices/" + words.id + "/timeline"); });
  auto* deliveries = group(app, "deliveries", "Deliveries");
  listing(*deliveries, words, "list", "List them", "/v1/deliveries",
          {"document_kind", "channel", "state", "evidence", "attempt_count", "last_code",
           "route_reason", "skipped", "id"});
  auto* again = about(*deliveries, words, "retry", "Try again now", {}, [&] {
    return act(words.options, "/v1/deliveries/" + words.id + "/retry",
               object_of({{"note", words.note}}));
  });
  again->add_option("--note", words.note, "Why");
  auto* known = about(*deliveries, words, "resolve-unknown", "Say whether it arrived", {}, [&] {
    return act(words.options, "/v1/deliveries/" + words.id + "/resolve-unknown",
               object_of({{"outcome", words.outcome}, {"evidence", words.note}}));
  });
  with_outcome(known, words);
}

void add_deviation_commands(CLI::App& app, Words& words) {
  auto* suppressions = group(app, "suppressions", "Addresses to which nothing more is sent");
  listing(*suppressions, words, "list", "List them", "/v1/suppressions",
          {"address", "channel", "code", "client_ref", "since", "released_at", "id"});
  auto* release = about(*suppressions, words, "release", "Send to the address again", {}, [&] {
    return act(words.options, "/v1/suppressions/" + words.id + "/release",
               object_of({{"reason", words.note}}));
  });
  release->add_option("--reason", words.note, "Why");
  auto* deviations = group(app, "deviations", "Deviations that wait for a person");
  listing(*deviations, words, "list", "List them", "/v1/deviations",
          {"class", "code", "title", "handler", "suggested_action", "amount", "id"});
  about(*deviations, words, "show", "One deviation with what can be done", {},
        [&] { return show(words.options, "/v1/deviations/" + words.id); });
  auto* resolve = about(*deviations, words, "resolve", "Act on it", {}, [&] {
    return act(
        words.options, "/v1/deviations/" + words.id + "/resolve",
        object_of({{"action", words.action}, {"channel", words.channel}, {"note", words.note}}));
  });
  resolve->add_option("--action", words.action, "What to do")
      ->required()
      ->check(CLI::IsMember(
          {"retry", "reroute", "close_as_delivered", "close_no_action", "return_to_client"}));
  resolve->add_option("--channel", words.channel, "reroute: the channel to take");
  resolve->add_option("--note", words.note, "Why");
  auto* all = asking(*deviations, words, "resolve-all", "Act on all that a filter finds", [&] {
    return resolve_all(words.options,
                       {words.action, words.channel, words.note, words.filters, words.dry_run});
  });
  all->add_option("--action", words.action, "What to do")->required();
  all->add_option("--where", words.filters,
                  "Filters, name=value: class, channel, code, group_id, client_ref")
      ->required();
  all->add_option("--channel", words.channel, "reroute: the channel to take");
  all->add_option("--note", words.note, "Why");
  all->add_flag("--dry-run", words.dry_run, "Only count");
}

void add_watch_commands(CLI::App& app, Words& words) {
  auto* batches = group(app, "batches", "Batches of documents");
  listing(*batches, words, "list", "List them", "/v1/batches",
          {"status", "format", "items", "done", "accepted", "rejected", "duplicates", "id"});
  about(*batches, words, "show", "One batch with control totals", {},
        [&] { return show(words.options, "/v1/batches/" + words.id); });
  about(*batches, words, "items", "What became of each document", {},
        [&] { return show(words.options, "/v1/batches/" + words.id + "/items?limit=200"); });
  auto* channels = group(app, "channels", "Channels");
  listing(*channels, words, "list", "List them", "/v1/channels",
          {"name", "kind", "format", "states"});
  auto* webhooks = group(app, "webhooks", "Webhook endpoints");
  listing(*webhooks, words, "list", "List them", "/v1/webhook-endpoints",
          {"url", "enabled", "failures", "last_error", "id"});
  auto* replay = about(*webhooks, words, "replay", "Send again from after an event", {}, [&] {
    return act(words.options, "/v1/webhook-endpoints/" + words.id + "/replay",
               object_of({{"after", words.after}}));
  });
  replay->add_option("--after", words.after, "Event to go on after; all when absent");
}

// What the command line left out: the environment's word, else the usual one.
template <class Text>
void fill(Text& option, char const* variable, char const* usual) {
  if (!option.empty()) return;
  auto const* value = std::getenv(variable);
  option = value != nullptr && *value != '\0' ? value : usual;
}

// A command whose words went nowhere did not end well.
int flushed(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  fmt::print(stderr, "airut: standard output: {}\n", std::strerror(errno));
  return code == ok ? unavailable : code;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Airut, a multichannel invoice gateway", "airut"};
  app.require_subcommand(1);
  Words words;
  add_house_commands(app, words);
  add_explain(app, words);
  add_document_commands(app, words);
  add_delivery_commands(app, words);
  add_deviation_commands(app, words);
  add_watch_commands(app, words);
  add_claim_commands(app, words);
  add_bank_commands(app, words);
  add_network_commands(app, words);
  add_clearing_commands(app, words);
  add_case_commands(app, words);
  add_journal_commands(app, words);
  add_rules_commands(app, words);
  add_ledger_commands(app, words);
  add_store_commands(app, words);
  add_book_commands(app, words);
  add_tree_commands(app, words);
  command(app, words, "version", "Print the version", [&] {
    words.options.json ? fmt::print("{{\"version\":\"{}\"}}\n", AIRUT_VERSION)
                       : fmt::print("airut {}\n", AIRUT_VERSION);
    return static_cast<int>(ok);
  });
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& fault) {
    return app.exit(fault) == 0 ? ok : usage;
  }
  fill(words.options.url, "AIRUT_URL", "http://127.0.0.1:8420");
  fill(words.options.key, "AIRUT_KEY", "");
  fill(words.options.ca_file, "AIRUT_CA_FILE", "");
  words.options.config_named = !words.options.config.empty();
  fill(words.options.config, "AIRUT_CONFIG", "airut.toml");
  try {
    return flushed(words.run());
  } catch (airut::ledger::StoreLost const& fault) {
    fmt::print(stderr, "airut: {}\n", fault.what());
    return unavailable;
  } catch (airut::ledger::StoreDamaged const& fault) {
    fmt::print(stderr, "airut: the store is damaged: {}\n", fault.what());
    return airut::gateway::cli::findings;
  } catch (std::exception const& fault) {
    fmt::print(stderr, "airut: {}\n", fault.what());
    return internal;
  }
}
