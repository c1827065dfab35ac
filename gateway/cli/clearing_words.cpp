#include <algorithm>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/cli/words.hpp"

namespace airut::gateway::cli {
namespace {

std::string file_text(boost::json::object const& object, std::string_view name) {
  auto const* value = object.if_contains(name);
  if (value == nullptr) return "-";
  if (value->is_string()) return std::string{value->as_string()};
  return value->is_int64() ? std::to_string(value->as_int64()) : "-";
}

// Each file as it is; the same bytes are taken once whatever the call.
int import_clearing_files(Options const& options, std::vector<std::string> const& files,
                          std::string const& channel, bool confirmed) {
  int worst = ok;
  for (auto const& file : files) {
    auto const bytes = read_file(file);
    if (!bytes) return unavailable;
    auto const name = std::filesystem::path{file}.filename().string();
    auto path = fmt::format("/v1/clearing-files?name={}", encoded(name));
    if (!channel.empty()) path += "&channel=" + encoded(channel);
    if (confirmed) path += "&confirm=true";
    auto const reply = ask(options, {"POST", path, *bytes, "application/octet-stream",
                                     "clearing-" + model::sha256_hex(path + *bytes)});
    if (!reply) return unavailable;
    if (reply->status >= 300) {
      worst = std::max(worst, print_refusal(options, *reply));
      continue;
    }
    auto const parsed = boost::json::parse(reply->body);
    auto const& object = parsed.as_object();
    if (file_text(object, "outcome") != "taken") worst = std::max<int>(worst, findings);
    if (options.json) {
      fmt::print("{}\n", reply->body);
    } else {
      fmt::print("{}: {} {}, {} items {}\n", file, file_text(object, "kind"),
                 file_text(object, "outcome"), file_text(object, "items"),
                 file_text(object, "detail"));
    }
  }
  return worst;
}

void add_transmissions(CLI::App& above, Words& words) {
  auto* transmissions = group(above, "transmissions", "Files for the clearing house");
  listing(*transmissions, words, "list", "List them", "/v1/transmissions",
          {"number", "state", "claims", "sum", "sent_at", "code", "id"});
  auto* one = command(*transmissions, words, "show", "One of them",
                      [&words] { return show(words.options, "/v1/transmissions/" + words.id); });
  auto* claims = command(*transmissions, words, "claims", "Its claims", [&words] {
    return list(words.options, {"/v1/transmissions/" + words.id + "/claims",
                                {"assignment", "place", "kid", "amount", "due_date", "state"},
                                {},
                                words.limit});
  });
  auto* resolve = command(
      *transmissions, words, "resolve", "Say whether it arrived, when nobody knows", [&words] {
        return act(words.options, "/v1/transmissions/" + words.id + "/resolve",
                   object_of({{"outcome", words.outcome}, {"evidence", words.note}}));
      });
  with_outcome(resolve, words);
  for (auto* app : {one, claims, resolve}) {
    app->add_option("ID", words.id, "trm_...")->required();
    with_daemon(app, words);
  }
}

void add_import(CLI::App& above, Words& words, std::string const& text) {
  auto* import = asking(above, words, "import", text, [&words] {
    return import_clearing_files(words.options, words.files, words.channel, words.confirmed);
  });
  import->add_option("FILE", words.files, "As the clearing house sent it")->required();
  import->add_option("--channel", words.channel, "When the tenant has several");
  import->add_flag("--confirm", words.confirmed,
                   "A full list of mandates is right although it lacks much");
}

}  // namespace

void add_clearing_commands(CLI::App& app, Words& words) {
  auto* avtalegiro = group(app, "avtalegiro", "Claims that payers' banks pay by mandate");
  add_transmissions(*avtalegiro, words);
  auto* mandates = group(*avtalegiro, "mandates", "Payers who let their banks pay");
  listing(*mandates, words, "list", "List them", "/v1/mandates",
          {"payer", "kid", "state", "wants_notice", "limit", "client_ref", "id"});
  add_import(*mandates, words, "Take in lists and changes of mandates");
  auto* files = group(*avtalegiro, "files", "Files from the clearing house");
  listing(*files, words, "list", "List them", "/v1/clearing-files",
          {"name", "kind", "outcome", "items", "detail", "id"});
  add_import(*files, words, "Take in receipts, mandates and OCR giro");
}

}  // namespace airut::gateway::cli
