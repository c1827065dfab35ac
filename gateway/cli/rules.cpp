#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "formats/documents/documents.hpp"
#include "formats/json/submission.hpp"
#include "formats/json/writer.hpp"
#include "formats/ubl/write.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/settings_file.hpp"
#include "gateway/cli/today.hpp"
#include "gateway/official/official_rules.hpp"
#include "gateway/store_at.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway::cli {
namespace {

int refuse(model::Problem const& problem) {
  fmt::print(stderr, "airut: {}\n", problem.text);
  return configuration;
}

// The rules of a set by id, which can stand for several assertions.
struct KnownRule {
  std::multiset<std::string> logic;
  std::set<std::string> flags, texts;
};

std::map<std::string, KnownRule> rules_by_id(RuleSet const& set) {
  std::map<std::string, KnownRule> ids;
  for (auto const& one : set.program().assertions()) {
    auto& rule = ids[one.id];
    rule.flags.insert(one.flag);
    rule.texts.insert(one.text);
    rule.logic.insert(one.logic);
  }
  return ids;
}

// "3 before, now 4" of a rule that both have; empty when it is the same.
std::string change(KnownRule const& before, KnownRule const& now) {
  std::vector<std::string> all;
  if (before.flags != now.flags)
    all.push_back(fmt::format("{} before, now {}", fmt::join(before.flags, ", "),
                              fmt::join(now.flags, ", ")));
  if (before.logic != now.logic) all.emplace_back("asks otherwise");
  if (before.texts != now.texts) all.emplace_back("other words");
  return fmt::format("{}", fmt::join(all, "; "));
}

// A document of recent traffic: what a receiver would be given.
struct Sample {
  std::string client, name, bytes;
};

std::optional<Sample> sample_of(ledger::Snapshot& view, ledger::InvoiceRow const& row) {
  bool const xml = row.syntax != "json";
  auto const stored = ledger::find_document(view, xml ? row.original_digest : row.canonical_digest);
  if (!stored) return std::nullopt;
  if (xml) return Sample{row.client, row.number, stored->bytes};
  auto const read = json::read_submission(stored->bytes, json::Source::stored);
  if (!read) return std::nullopt;
  auto written = ubl::write(read->invoice);
  if (!written) return std::nullopt;
  return Sample{row.client, row.number, std::move(written->bytes)};
}

class Preview {
 public:
  Preview(OfficialRules const& rules, std::shared_ptr<RuleSet const> coming)
      : rules_(rules), coming_(std::move(coming)), day_(today()) {}

  // What fails in the coming set and not in the set of today.
  std::optional<model::Problem> look(Sample const& sample) {
    auto const bare = documents::bare_xml(sample.bytes);
    if (!bare) return std::nullopt;
    auto const tree = xml::Tree::parse(bare->bytes);
    if (!tree) return std::nullopt;
    auto const traits = traits_of(*tree);
    if (!matches(coming_->profile().match, traits)) return std::nullopt;
    auto const now = rules_.in_force(traits, day_);
    if (!now) return now.error();
    std::set<std::pair<std::string, bool>> failing;  // a warning that is to reject is new
    if (*now && *now != coming_) {
      for (auto const& one : (*now)->check(bare->bytes, *tree, sample.client).findings) {
        failing.emplace(one.id, one.rejecting);
      }
    }
    auto& client = clients_[sample.client];
    ++client.documents;
    auto const verdict = coming_->check(bare->bytes, *tree, sample.client);
    client.rejected += !verdict.valid;
    for (auto const& one : verdict.findings) {
      bool const milder = !one.rejecting && failing.contains({one.id, true});
      if (!milder && !failing.contains({one.id, one.rejecting}))
        client.fresh[one.id].insert(sample.name);
    }
    return std::nullopt;
  }

  void print(bool as_json) const {
    json::Writer out;
    out.begin_array();
    for (auto const& [name, client] : clients_) {
      if (as_json) {
        write(out, name, client);
        continue;
      }
      fmt::print("{}: {} documents, {} would be rejected\n", name.empty() ? "(no client)" : name,
                 client.documents, client.rejected);
      for (auto const& [id, documents] : client.fresh) {
        fmt::print("  {}: {} documents, for example {}\n", id, documents.size(),
                   *documents.begin());
      }
    }
    out.end_array();
    if (as_json) fmt::print("{}\n", out.text());
  }

 private:
  struct Client {
    int documents = 0, rejected = 0;
    std::map<std::string, std::set<std::string>> fresh;  // documents by rule id
  };

  static void write(json::Writer& out, std::string const& name, Client const& client) {
    out.begin_object();
    out.member("client", name);
    out.member("documents", client.documents);
    out.member("rejected", client.rejected);
    out.key("new_findings");
    out.begin_array();
    for (auto const& [id, documents] : client.fresh) {
      out.begin_object();
      out.member("id", id);
      out.member("documents", static_cast<std::int64_t>(documents.size()));
      out.member("example", *documents.begin());
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }

  OfficialRules const& rules_;
  std::shared_ptr<RuleSet const> coming_;
  std::string day_;
  std::map<std::string, Client> clients_;
};

// The invoices of all tenants in the data directory, the newest first; none while a daemon runs.
std::optional<model::Problem> look_at_store(Options const& options, Preview& preview, int limit) {
  auto const settings = read_settings(options);
  if (!settings) return model::Problem{model::Fault::missing, "the configuration is not good"};
  auto const place = store_at(*settings);
  if (!place) return model::Problem{model::Fault::malformed, place.error()};
  auto const store = ledger::Store::open(*place, {});
  std::optional<model::Problem> fault;
  for (auto const& tenant : settings->tenants) {
    ledger::Page page;
    for (int left = limit; left > 0 && !fault; left -= page.limit) {
      page.limit = std::min(left, 200);
      store->read([&](ledger::Snapshot& view) {
        auto const listed = ledger::list_invoices(view, tenant.id, {}, page);
        for (auto const& row : listed.rows) {
          if (auto const sample = sample_of(view, row); sample && !fault) {
            fault = preview.look(*sample);
          }
        }
        page.cursor = listed.next_cursor;
        if (!listed.has_more) left = 0;
      });
    }
  }
  return fault;
}

}  // namespace

int rules_list(Options const& options) {
  auto const rules = OfficialRules::open(options.data / "rules");
  if (!rules) return refuse(rules.error());
  json::Writer out;
  out.begin_array();
  for (auto const& one : rules->profiles()) {
    bool const now = one.in_force_on(today());
    if (!options.json) {
      fmt::print("{:24} {:10} .. {:10} {:9} {} files\n", one.name, one.valid_from, one.valid_to,
                 now ? "in force" : "", one.rules.size());
      continue;
    }
    out.begin_object();
    out.member("name", one.name);
    out.member("valid_from", one.valid_from);
    out.member("valid_to", one.valid_to);
    out.member("in_force", now);
    out.end_object();
  }
  out.end_array();
  if (options.json) fmt::print("{}\n", out.text());
  return ok;
}

int rules_install(Options const& options, std::string const& folder, std::string const& name,
                  std::string const& valid_from) {
  auto const installed = install({folder, options.data / "rules", name, valid_from});
  if (!installed) return refuse(installed.error());
  fmt::print("{} is installed, valid from {}\n", installed->name,
             installed->valid_from.empty() ? "now" : installed->valid_from);
  return ok;
}

int rules_diff(Options const& options, std::string const& before, std::string const& after) {
  auto const rules = OfficialRules::open(options.data / "rules");
  if (!rules) return refuse(rules.error());
  auto const a = rules->by_name(before), b = rules->by_name(after);
  if (!a) return refuse(a.error());
  if (!b) return refuse(b.error());
  auto const old = rules_by_id(**a), coming = rules_by_id(**b);
  for (auto const& [id, rule] : old) {
    if (!coming.contains(id)) fmt::print("- {} ({})\n", id, fmt::join(rule.flags, ", "));
  }
  for (auto const& [id, rule] : coming) {
    auto const known = old.find(id);
    if (known == old.end()) {
      fmt::print("+ {} ({})\n", id, fmt::join(rule.flags, ", "));
    } else if (auto const what = change(known->second, rule); !what.empty()) {
      bool const words_alone =
          known->second.flags == rule.flags && known->second.logic == rule.logic;
      fmt::print("{} {} ({})\n", words_alone ? '~' : '!', id, what);
    }
  }
  return ok;
}

int rules_preview(Options const& options, RulesPreview const& asked) {
  auto const settings = options.data.empty() ? read_settings(options) : std::nullopt;
  if (options.data.empty() && !settings) return configuration;
  auto const data = options.data.empty() ? settings->data_directory : options.data;
  auto const rules = OfficialRules::open(data / "rules");
  if (!rules) return refuse(rules.error());
  auto const coming = rules->by_name(asked.set);
  if (!coming) return refuse(coming.error());
  Preview preview{*rules, *coming};
  std::optional<model::Problem> fault;
  for (auto const& file : asked.files) {
    auto bytes = read_file(file);
    if (!bytes) return unavailable;
    if (!fault) fault = preview.look({"", file, std::move(*bytes)});
  }
  if (asked.files.empty()) fault = look_at_store(options, preview, asked.limit);
  if (fault) return refuse(*fault);
  preview.print(options.json);
  return ok;
}

}  // namespace airut::gateway::cli
