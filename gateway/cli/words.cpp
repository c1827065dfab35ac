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
  app->add_option("--ca-file", words.options.ca_file,
                  "Authorities of the daemon's certificate, PEM [AIRUT_CA_FILE, the system's]");
}

CLI::App* asking(CLI::App& above, Words& words, std::string const& name, std::string const& text,
                 std::function<int()> run) {
  auto* app = command(above, words, name, text, std::move(run));
  with_daemon(app, words);
  return app;
}

CLI::App* about(CLI::App& above, Words& words, std::string const& name, std::string const& text,
                Place const& place, std::function<int()> run) {
  auto* app = asking(above, words, name, text, std::move(run));
  app->add_option(place.word, words.id, place.looks)->required();
  return app;
}

CLI::App* listing(CLI::App& above, Words& words, std::string const& name, std::string const& text,
                  std::string const& path, std::vector<std::string> columns) {
  auto* app = asking(above, words, name, text, [&words, path, columns = std::move(columns)] {
    return list(words.options, {path, columns, words.filters, words.limit});
  });
  app->add_option("--where", words.filters, "Filters, name=value");
  app->add_option("--limit", words.limit, "Rows at most")->check(CLI::Range(1, 200));
  return app;
}

void with_outcome(CLI::App* app, Words& words) {
  app->add_option("--outcome", words.outcome, "delivered or not_delivered")
      ->required()
      ->check(CLI::IsMember({"delivered", "not_delivered"}));
  app->add_option("--evidence", words.note, "How you know");
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
