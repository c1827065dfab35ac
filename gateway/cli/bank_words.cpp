#include <cstdio>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "gateway/cli/files.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/cli/words.hpp"

namespace airut::gateway::cli {
namespace {

namespace bj = boost::json;

std::string round_text(bj::object const& object, std::string_view name) {
  auto const* value = object.if_contains(name);
  if (value == nullptr) return {};
  return value->is_string() ? std::string{value->as_string()} : bj::serialize(*value);
}

// Findings when a bank was not reached: whoever runs this by a timer sees it by the exit code.
int bank_fetch(Options const& options, std::string const& channel) {
  auto const reply = ask(options, {"POST", "/v1/bank/fetch", object_of({{"channel", channel}}),
                                   "application/json", ""});
  if (!reply) return unavailable;
  if (reply->status >= 300) return print_refusal(options, *reply);
  auto const parsed = bj::parse(reply->body);
  if (options.json) fmt::print("{}\n", reply->body);
  int worst = ok;
  for (auto const& one : parsed.at("data").as_array()) {
    auto const& round = one.as_object();
    bool const well = round.at("went_well").as_bool();
    if (!well) worst = findings;
    if (options.json) continue;
    fmt::print("{}: {} new, {} fetched, {} imported, {} kept, {} refused{}{}\n",
               round_text(round, "channel"), round_text(round, "listed"),
               round_text(round, "fetched"), round_text(round, "imported"),
               round_text(round, "kept"), round_text(round, "refused"),
               well ? "" : "; not all went well: ",
               well ? ""
                    : fmt::format("{} {} {}", round_text(round, "code"),
                                  round_text(round, "native_code"), round_text(round, "text")));
  }
  return worst;
}

int bank_renew(Options const& options, std::string const& channel, std::string const& code_file,
               std::string const& company) {
  std::string code;
  if (!code_file.empty()) {
    auto const read = read_file(code_file);
    if (!read) return unavailable;
    code = read->substr(0, read->find_last_not_of(" \t\r\n") + 1);
  }
  return act(options, "/v1/bank/certificates/" + encoded(channel) + "/renew",
             object_of({{"transfer_key", code}, {"company", company}}));
}

void add_file_commands(CLI::App& bank, Words& words) {
  listing(bank, words, "files", "Files that banks have or had", "/v1/bank/files",
          {"channel", "meaning", "file_type", "file_reference", "state", "size", "detail", "id"});
  Place const file{"ID", "bkf_..."};
  about(bank, words, "show", "One file", file,
        [&] { return show(words.options, "/v1/bank/files/" + words.id); });
  about(bank, words, "take", "Take a refused file in again", file,
        [&] { return act(words.options, "/v1/bank/files/" + words.id + "/take", "{}"); });
  about(bank, words, "delete", "Delete a file at the bank; here it stays", file,
        [&] { return act(words.options, "/v1/bank/files/" + words.id + "/delete", "{}"); });
}

}  // namespace

void add_bank_commands(CLI::App& app, Words& words) {
  auto* bank = group(app, "bank", "Agreements with banks");
  auto* fetch = asking(*bank, words, "fetch", "Ask the banks now what waits, and take it in",
                       [&] { return bank_fetch(words.options, words.channel); });
  fetch->add_option("--channel", words.channel, "One channel; all when absent");
  add_file_commands(*bank, words);
  auto* types = asking(*bank, words, "types", "What the agreement lets us send and fetch", [&] {
    return list(words.options, {"/v1/bank/channels/" + encoded(words.channel) + "/file-types",
                                {"file_type", "direction", "target_id", "name"},
                                {},
                                words.limit});
  });
  types->add_option("CHANNEL", words.channel, "The channel")->required();
  asking(*bank, words, "certificates", "Our certificates with their ends", [&] {
    return list(words.options, {"/v1/bank/certificates",
                                {"channel", "bank", "not_after", "days_left", "serial", "problem"},
                                {},
                                words.limit});
  });
  auto* renew = asking(*bank, words, "renew", "Get a new certificate for a new key", [&] {
    return bank_renew(words.options, words.channel, words.file == "-" ? "" : words.file, words.id);
  });
  renew->add_option("CHANNEL", words.channel, "The channel")->required();
  auto* code = renew->add_option("--code-file", words.file,
                                 "The first certificate: file with the bank's one-time code");
  renew->add_option("--company", words.id, "The first certificate: the company's name")
      ->needs(code);
}

}  // namespace airut::gateway::cli
