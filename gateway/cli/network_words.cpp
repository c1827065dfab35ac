#include <algorithm>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/cli/words.hpp"

namespace airut::gateway::cli {
namespace {

// Files whose taking is the same however often they are sent.
int bring(Options const& options, std::string const& path, std::string const& media_type,
          std::vector<std::string> const& files) {
  int worst = ok;
  for (auto const& file : files) {
    auto const bytes = read_file(file);
    if (!bytes) return unavailable;
    auto const key = "file-" + model::sha256_hex(path + *bytes);
    auto const reply = ask(options, {"POST", path, *bytes, media_type, key});
    if (!reply) return unavailable;
    if (reply->status >= 300) {
      worst = std::max(worst, print_refusal(options, *reply));
    } else {
      fmt::print("{}\n", reply->body);
    }
  }
  return worst;
}

void add_recipients(CLI::App& app, Words& words) {
  auto* recipients = group(app, "recipients", "The register of debtors");
  auto* listing = command(*recipients, words, "list", "List them", [&] {
    return list(words.options, {"/v1/recipients",
                                {"external_ref", "client_ref", "entry.name", "version", "id"},
                                words.filters,
                                words.limit});
  });
  listing->add_option("--where", words.filters, "Filters, name=value: client_ref");
  listing->add_option("--limit", words.limit, "Rows at most")->check(CLI::Range(1, 200));
  auto* one = command(*recipients, words, "show", "One with all its addresses",
                      [&] { return show(words.options, "/v1/recipients/" + words.id); });
  one->add_option("ID", words.id, "rcp_...")->required();
  auto* import = command(*recipients, words, "import", "Take lists of e-invoice addresses", [&] {
    auto path = std::string{"/v1/recipients/import"};
    if (!words.client.empty()) path += "?client_ref=" + encoded(words.client);
    return bring(words.options, path, "text/csv", words.files);
  });
  import
      ->add_option("FILE", words.files,
                   "CSV: customer_number, address, intermediary, name, valid_from, valid_to")
      ->required();
  import->add_option("--client", words.client, "Ref of the billing client");
  auto* erase = command(*recipients, words, "erase", "Erase what no law asks to keep of one", [&] {
    return take_away(words.options, "/v1/recipients/" + words.id + "/personal-data",
                     object_of({{"reason", words.note}}));
  });
  erase->add_option("ID", words.id, "rcp_...")->required();
  erase->add_option("--reason", words.note, "Why; it stays in the journal and must name nobody")
      ->required();
  for (auto* app_of : {listing, one, import, erase}) with_daemon(app_of, words);
}

void add_sender_notices(CLI::App& app, Words& words) {
  auto* notices = group(app, "sender-notices", "What banks are told of a billing client");
  auto* listing = command(*notices, words, "list", "List them", [&] {
    return list(words.options, {"/v1/sender-notices",
                                {"client_ref", "action", "bank", "state", "code", "id"},
                                words.filters,
                                words.limit});
  });
  listing->add_option("--where", words.filters, "Filters, name=value: client_ref");
  listing->add_option("--limit", words.limit, "Rows at most")->check(CLI::Range(1, 200));
  auto* sending = command(*notices, words, "send", "Tell banks what may be ordered", [&] {
    boost::json::object wish{{"action", words.action}};
    if (!words.filters.empty())
      wish["banks"] = boost::json::array(words.filters.begin(), words.filters.end());
    return act(words.options, "/v1/clients/" + encoded(words.client) + "/sender-notices",
               boost::json::serialize(wish));
  });
  sending->add_option("CLIENT", words.client, "Ref of the billing client")->required();
  sending->add_option("--action", words.action, "ADD, CHANGE or DELETE")
      ->required()
      ->check(CLI::IsMember({"ADD", "CHANGE", "DELETE"}));
  sending->add_option("--bank", words.filters, "BIC; all of the settings when absent");
  auto* resolve = command(*notices, words, "resolve", "Say whether it arrived", [&] {
    return act(words.options, "/v1/sender-notices/" + words.id + "/resolve",
               object_of({{"outcome", words.outcome}, {"evidence", words.note}}));
  });
  resolve->add_option("ID", words.id, "sni_...")->required();
  resolve->add_option("--outcome", words.outcome, "delivered or not_delivered")
      ->required()
      ->check(CLI::IsMember({"delivered", "not_delivered"}));
  resolve->add_option("--evidence", words.note, "How you know");
  for (auto* app_of : {listing, sending, resolve}) with_daemon(app_of, words);
}

void add_inbox_commands(CLI::App& above, Words& words) {
  auto* inbox = group(above, "inbox", "Files that the other side of a channel leaves for us");
  auto* fetch = command(*inbox, words, "fetch", "Look into it now", [&words] {
    return act(words.options, "/v1/channels/" + encoded(words.channel) + "/fetch", "{}");
  });
  auto* files = command(*inbox, words, "files", "What lay there, the newest first", [&words] {
    return list(words.options, {"/v1/channels/" + encoded(words.channel) + "/files",
                                {"name", "meaning", "state", "size", "detail", "found_at", "id"},
                                {},
                                words.limit});
  });
  files->add_option("--limit", words.limit, "Rows at most")->check(CLI::Range(1, 200));
  auto* take = command(*inbox, words, "take", "Take a refused file in again", [&words] {
    return act(words.options,
               fmt::format("/v1/channels/{}/files/{}/take", encoded(words.channel), words.id),
               "{}");
  });
  for (auto* app : {fetch, files, take}) {
    app->add_option("CHANNEL", words.channel, "Whose inbox it is")->required();
    with_daemon(app, words);
  }
  take->add_option("ID", words.id, "bkf_...")->required();
}

}  // namespace

void add_network_commands(CLI::App& app, Words& words) {
  add_recipients(app, words);
  add_sender_notices(app, words);
  auto* feedback = asking(app, words, "feedback", "Bring files of a bank or operator", [&] {
    auto path = "/v1/channels/" + encoded(words.channel) + "/files";
    if (!words.csv.profile.empty()) path += "?profile=" + encoded(words.csv.profile);
    return bring(words.options, path, "application/octet-stream", words.files);
  });
  feedback->add_option("CHANNEL", words.channel, "That the documents went through")->required();
  feedback->add_option("FILE", words.files, "Acknowledgements, notices, statuses")->required();
  feedback->add_option("--profile", words.csv.profile,
                       "Layout and words of an operator's own status file");
  add_inbox_commands(app, words);
}

}  // namespace airut::gateway::cli
