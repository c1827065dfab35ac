#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "gateway/cli/commands.hpp"

namespace airut::gateway::cli {

// The words of the command line, kept as long as the run.
struct Words {
  Options options;
  std::vector<std::string> files, filters;
  Conversion conversion;
  Validation validation;
  LineChecks checks;
  RulesPreview preview;
  StoreMove move;
  StoreRestore restore;
  bool against_store = false;
  CsvChoice csv;
  SubmitWords sending;
  BookWords book;
  bool lines = false;
  std::string client, period, format;
  std::string id, after, file = "-", out, outcome, note, action, channel, as_of;
  std::string receivable, from, amount, currency;  // a payment is laid, moved or given back
  bool dry_run = false, personal = false, confirmed = false;
  struct {
    std::string settlement_id, partner;
    bool take_back = false;
  } remittance;
  CaseWords plan;
  BackTestWords back_test;
  ExplainWords explained;
  int limit = 50;
  std::function<int()> run;
};

// A command with --json, and what it runs.
CLI::App* command(CLI::App& above, Words& words, std::string const& name, std::string const& text,
                  std::function<int()> run);
// A word before others.
CLI::App* group(CLI::App& above, std::string const& name, std::string const& text);
void with_daemon(CLI::App* app, Words& words);  // --url, --key, --ca-file
void with_config(CLI::App* app, Words& words);  // --config
// A command that asks the daemon.
CLI::App* asking(CLI::App& above, Words& words, std::string const& name, std::string const& text,
                 std::function<int()> run);
// One that is about an object: PLACE is its word, and what its id looks like.
struct Place {
  std::string word = "ID", looks = "Its id";
};
CLI::App* about(CLI::App& above, Words& words, std::string const& name, std::string const& text,
                Place const& place, std::function<int()> run);
// A list of the API as a table, with --where and --limit.
CLI::App* listing(CLI::App& above, Words& words, std::string const& name, std::string const& text,
                  std::string const& path, std::vector<std::string> columns);
// --outcome and --evidence of what nobody knows.
void with_outcome(CLI::App* app, Words& words);
// A JSON object of texts; empty ones are left out.
std::string object_of(std::vector<std::pair<std::string, std::string>> const& members);

// Payments and the day's decisions; the journal; the ledger (claim_words.cpp).
void add_claim_commands(CLI::App& app, Words& words);
void add_bank_commands(CLI::App& app, Words& words);  // bank_words.cpp
void add_journal_commands(CLI::App& app, Words& words);
// Direct debits (clearing_words.cpp).
void add_clearing_commands(CLI::App& app, Words& words);
void add_ledger_commands(CLI::App& app, Words& words);
// What banks and operators left (network_words.cpp).
void add_network_commands(CLI::App& app, Words& words);
void add_store_commands(CLI::App& app, Words& words);
// Months, settlements, returns, a billing client's own ledger, reports (book_words.cpp).
void add_book_commands(CLI::App& app, Words& words);
void add_return_commands(CLI::App& payments, Words& words);
// Plans, promises, collection, messages, customers, policies (case_words.cpp).
void add_case_commands(CLI::App& app, Words& words);
// What the command line itself says of itself: completion and manual (tree_words.cpp).
void add_tree_commands(CLI::App& app, Words& words);

}  // namespace airut::gateway::cli
