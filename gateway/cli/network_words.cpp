#include <algorithm>

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
      worst = std::max(worst, print_refusal(*reply));
    } else {
      fmt::print("{}\n", reply->body);
    }
  }
  return worst;
}

}  // namespace

void add_network_commands(CLI::App& app, Words& words) {
  auto* feedback = command(app, words, "feedback", "Bring files of a bank or operator", [&] {
    auto path = "/v1/channels/" + encoded(words.channel) + "/files";
    if (!words.csv.profile.empty()) path += "?profile=" + encoded(words.csv.profile);
    return bring(words.options, path, "application/octet-stream", words.files);
  });
  feedback->add_option("CHANNEL", words.channel, "That the documents went through")->required();
  feedback->add_option("FILE", words.files, "Acknowledgements, notices, statuses")->required();
  feedback->add_option("--profile", words.csv.profile,
                       "Layout and words of an operator's own status file");
  with_daemon(feedback, words);
}

}  // namespace airut::gateway::cli
