#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gateway/cli/exit_code.hpp"

// The commands of `airut`, one function each; they print and return the exit code.
namespace airut::gateway::cli {

struct Options {
  bool json = false;  // print JSON instead of text
  std::filesystem::path config;
  bool config_named = false;  // on the command line
  std::string url, key;       // of the daemon's API
  std::string ca_file;        // whose certificates its TLS counts with; empty: the system's
  // A data directory read without the daemon; where the store is asked for, also
  // "postgresql:CONNECTION".
  std::filesystem::path data;
};

int serve(Options const& options);
// against_store: reads the store, too; findings when it has open claims of clients that the
// configuration lacks.
int config_check(Options const& options, bool against_store);
int config_show(Options const& options);
int key_make(Options const& options);

// What a code of a finding, problem, deviation or reason means, and what is to be done.
struct ExplainWords {
  std::string code, language = "en";
  std::filesystem::path overlay;  // the operator's own rows of deviation codes
  bool all = false;
};
int explain(Options const& options, ExplainWords const& words);

// By what CSV files are read, and whose settings fill in what documents leave out.
struct CsvChoice {
  std::string profile;  // name in airut.toml, or a .toml file; empty: the files are no CSV
  std::string client;   // ref of the billing client that the documents do not name
};
struct Validation {
  std::vector<std::string> files;
  CsvChoice csv;
  std::string language;  // of the sentences: fi, sv, nb, en; empty: en
};
int validate(Options const& options, Validation const& asked);
// One line of JSON a file, with the official rules where some are given.
struct LineChecks {
  std::filesystem::path rules;   // folder with .sch files, or a profile
  std::filesystem::path schema;  // folder with .xsd files
  bool no_schema = false;
  std::string day;  // whose rules count, YYYY-MM-DD; today if empty
};
int validate_lines(Options const& options, LineChecks const& checks, Validation const& asked);

// Sets of official rules in data/rules.
int rules_list(Options const& options);
int rules_install(Options const& options, std::string const& folder, std::string const& name,
                  std::string const& valid_from);
int rules_diff(Options const& options, std::string const& before, std::string const& after);
struct RulesPreview {
  std::string set;
  std::vector<std::string> files;  // none: the invoices of the store
  int limit = 1000;                // of them, for each tenant
};
int rules_preview(Options const& options, RulesPreview const& asked);

struct Conversion {
  std::string file, to, out;
  std::string template_name, language;  // pdf
  CsvChoice csv;
};
int convert(Options const& options, Conversion const& conversion);

int journal_verify(Options const& options, std::string const& file);
int journal_export(Options const& options, std::string const& out, bool personal);
int journal_replay(Options const& options);
// Copies all of a store to another place, backs one up, and checks one: chain, documents, money.
struct StoreMove {
  std::string from, to;  // as --data
  bool while_running = false;
};
int store_migrate(Options const& options, StoreMove const& asked);
int store_check(Options const& options);
int store_backup(Options const& options, std::string const& to);
// Puts a copy in the place of a store that was lost, or, without one, marks the store that stands
// there: numbers go on behind those that may have been given since the copy was made.
struct StoreRestore {
  std::string from;  // a directory that `store backup` made; empty: it is in its place already
  std::int64_t skip_numbers = 100'000;
};
int store_restore(Options const& options, StoreRestore const& asked);

// That the money of a data directory adds up, its chain holds and its letters are lawful.
int ledger_check(Options const& options, std::string const& overlay);
// Every line of a tenant's book: format ledger (hledger and ledger), beancount or csv.
struct BookWords {
  std::string tenant, format = "ledger", out;
};
int ledger_book(Options const& options, BookWords const& words);
// Every letter of an export (or a data directory) against the law, by the tables shipped
// and the operator's own rows over them ("" for none).
int ledger_audit(Options const& options, std::string const& file, std::string const& overlay);

struct SubmitWords {
  std::string profile;  // name of a CSV profile that the daemon knows; empty: the files are no CSV
  bool again = false;   // send anew what was sent before
};
int submit(Options const& options, std::vector<std::string> const& files, SubmitWords const& words);
// GET of a list or an object of the API, shown as a table or as its members.
struct Question {
  std::string path;                  // "/v1/invoices"
  std::vector<std::string> columns;  // members shown, in order
  std::vector<std::string> filters;  // "name=value"
  int limit = 50;
};
int list(Options const& options, Question const& question);
int show(Options const& options, std::string const& path);
// POST of a small object.
int act(Options const& options, std::string const& path, std::string const& body);
int take_away(Options const& options, std::string const& path, std::string const& body);
// GET of what goes into a file as it comes; "" is standard output.
int fetch(Options const& options, std::string const& path, std::string const& out);
// POST of a file's bytes, each content once.
int send(Options const& options, std::string const& path, std::string const& file);
// POST whose answer has a file in a member, which is written.
int act_for_file(Options const& options, std::string const& path, std::string const& body,
                 std::string const& member, std::string const& out);
struct BulkWords {
  std::string action, channel, note;
  std::vector<std::string> filters;  // "name=value"
  bool dry_run = false;
};
int resolve_all(Options const& options, BulkWords const& words);
// profile: of CSV files, one that the daemon knows; empty: other bank files.
int payments_import(Options const& options, std::vector<std::string> const& files,
                    std::string const& profile);
int day_run(Options const& options, std::string const& as_of, bool dry_run);

// What is asked of a claim beside a note.
struct CaseWords {
  int count = 0;
  std::vector<std::string> instalments;  // "2026-05-01=50.00", the last "2026-06-01"
  std::vector<std::string> also;         // further claims of a plan
  std::string amount, day, about = "other", to, limit, policy, risk_class, client;
  std::string principal, interest, fee, cost, report_id, reference, until, stopped;
  std::string settlement_id;
  int terms = 0;
  bool dry_run = false, blocked = false, needs_answer = false, agency = false;
};
int make_plan(Options const& options, std::string const& receivable, CaseWords const& words);
int tell_case(Options const& options, std::string const& id, std::string const& event,
              std::string const& note, CaseWords const& words);
int set_customer(Options const& options, std::string const& number, std::string const& hold,
                 CaseWords const& words);
// What a policy of the configuration would have done over the journal of a data directory.
struct BackTestWords {
  std::string policy, tenant, from, until;
  bool all = false;
};
int policy_back_test(Options const& options, BackTestWords const& words);

}  // namespace airut::gateway::cli
