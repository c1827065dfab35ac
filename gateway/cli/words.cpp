#include "gateway/cli/words.hpp"

#include "formats/json/writer.hpp"

namespace airut::gateway::cli {

CLI::App* command(CLI::App& above, Words& words, std::string const& name, std::string const& text,
                  std::function<int()> run) {
  auto* app = above.add_subcommand(name, text);
  app->add_flag("--json", words.options.json, "Print JSON");
  app->callback([&words, run = std::move(run)] { words.run = run; });
  return app;
}

CLI::App* group(CLI::App& above, std::string const& name, std::string const& text) {
  auto* app = above.add_subcommand(name, text);
  app->require_subcommand(1);
  return app;
}

void with_daemon(CLI::App* app, Words& words) {
  app->add_option("--url", words.options.url,
                  "Address of the daemon's API [AIRUT_URL, http://127.0.0.1:8420]");
  app->add_option("--key", words.options.key, "API key [AIRUT_KEY]");
}

void with_config(CLI::App* app, Words& words) {
  app->add_option("-c,--config", words.options.config,
                  "Configuration file [AIRUT_CONFIG, airut.toml]");
}

std::string object_of(std::vector<std::pair<std::string, std::string>> const& members) {
  json::Writer out;
  out.begin_object();
  for (auto const& [name, value] : members) out.member_if(name, value);
  out.end_object();
  return out.text();
}

}  // namespace airut::gateway::cli
