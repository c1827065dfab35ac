#include <algorithm>
#include <cstdio>
#include <ctime>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "formats/model/sha256.hpp"
#include "gateway/cli/batch.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/cli/terminal.hpp"

namespace airut::gateway::cli {
namespace {

namespace bj = boost::json;

constexpr int usual_limit = 50;  // that the API has where none is asked for

// Channels that were passed over: "finvoice: no-address, email: no-consent".
std::string skipped_text(bj::array const& skipped) {
  std::string text;
  for (auto const& one : skipped) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{}: {}", for_terminal(one.at("channel").as_string()),
                        for_terminal(one.at("reason").as_string()));
  }
  return text.empty() ? "-" : text;
}

std::string cell(bj::object const& object, std::string const& name) {
  // "current_delivery.channel" looks into the member object.
  auto const dot = name.find('.');
  auto const* value = object.if_contains(name.substr(0, dot));
  if (!value) return "-";
  if (dot != std::string::npos) {
    return value->is_object() ? cell(value->as_object(), name.substr(dot + 1)) : "-";
  }
  if (name == "skipped" && value->is_array()) return skipped_text(value->as_array());
  return for_terminal(value->is_string() ? std::string{value->as_string()} : bj::serialize(*value));
}

void print_table(bj::array const& rows, std::vector<std::string> const& columns) {
  std::vector<std::vector<std::string>> lines{columns};
  for (auto const& row : rows) {
    std::vector<std::string> line;
    for (auto const& column : columns) line.push_back(cell(row.as_object(), column));
    lines.push_back(std::move(line));
  }
  std::vector<std::size_t> widths(columns.size());
  for (auto const& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  for (auto const& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += fmt::format("{:<{}}  ", line[i], widths[i]);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    fmt::print("{}\n", text);
  }
}

// A list that goes on is not taken for the whole.
void tell_of_more(bj::object const& list) {
  auto const* more = list.if_contains("has_more");
  if (more == nullptr || !more->is_bool() || !more->as_bool()) return;
  fmt::print(stderr, "airut: there are more: --where cursor={} goes on from here\n",
             cell(list, "next_cursor"));
}

int bad_filter(std::string const& filter) {
  fmt::print(stderr, "airut: a filter is name=value, not \"{}\"\n", filter);
  return usage;
}

bool is_json(std::string const& bytes) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  auto const first = bytes.find_first_not_of(" \t\r\n", bytes.starts_with(mark) ? mark.size() : 0);
  return first != std::string::npos && bytes[first] == '{';
}

void print_submitted(std::string const& file, Reply const& reply) {
  auto const parsed = bj::parse(reply.body);
  auto const& object = parsed.as_object();
  fmt::print("{}: {} {} {} {}\n", file, cell(object, "number"), cell(object, "status"),
             cell(object, "current_delivery.channel"), cell(object, "id"));
}

// One call is one wish: a second call of the same words is another one.
std::string key_of_call(std::string const& words) {
  return "cli-" +
         model::sha256_hex(words + std::to_string(::getpid()) + std::to_string(::time(nullptr)));
}

// again: a key that never was.
std::string key_of(std::string const& bytes, bool again) {
  auto key = "file-" + model::sha256_hex(bytes);
  if (again) key += fmt::format("-{}-{}", ::getpid(), ::time(nullptr));
  return key;
}

// The answer is the one of the first time: what became of the invoice since is looked up.
int tell_replayed(Options const& options, std::string const& file, Reply const& first) {
  auto const id = cell(bj::parse(first.body).as_object(), "id");
  auto const now = ask(options, {"GET", "/v1/invoices/" + id, "", "", ""});
  if (!now) return unavailable;
  auto const& shown = now->status == 200 ? *now : first;
  auto const parsed = bj::parse(shown.body);
  auto const status = cell(parsed.as_object(), "status");
  bool const cancelled = status == "cancelled";
  if (options.json) {
    fmt::print("{}\n", shown.body);
  } else {
    fmt::print("{}: {} was sent before, now {} {}\n", file, cell(parsed.as_object(), "number"),
               status, id);
  }
  if (cancelled)
    fmt::print(stderr, "airut: {} goes to nobody; --again sends the file anew\n", file);
  return cancelled ? findings : ok;
}

// One file; the same bytes always carry the same key, so sending them twice bills once.
int submit_one(Options const& options, std::string const& file, SubmitWords const& words) {
  auto const bytes = read_file(file);
  if (!bytes) return unavailable;
  if (!words.profile.empty() || holds_many(*bytes))
    return submit_batch(options, file, *bytes,
                        {words.profile, key_of(words.profile + *bytes, words.again)});
  bool const json = is_json(*bytes);
  auto const reply =
      ask(options, {"POST", json ? "/v1/invoices" : "/v1/documents", *bytes,
                    json ? "application/json" : "application/xml", key_of(*bytes, words.again)});
  if (!reply) return unavailable;
  if (reply->status >= 300) {
    if (!options.json) fmt::print(stderr, "{}: ", file);
    return print_refusal(options, *reply);
  }
  if (reply->header("idempotent-replayed") == "true") return tell_replayed(options, file, *reply);
  options.json ? fmt::print("{}\n", reply->body) : print_submitted(file, *reply);
  return ok;
}

}  // namespace

int submit(Options const& options, std::vector<std::string> const& files,
           SubmitWords const& words) {
  int worst = ok;
  Progress progress{files.size()};
  for (auto const& file : files) {
    progress.step(file);
    int const code = submit_one(options, file, words);
    if (code == unavailable) return code;
    worst = std::max(worst, code);
  }
  return worst;
}

int list(Options const& options, Question const& question) {
  // Lists that are always whole take no limit.
  auto query =
      question.limit == usual_limit ? std::string{} : fmt::format("&limit={}", question.limit);
  for (auto const& filter : question.filters) {
    auto const equals = filter.find('=');
    if (equals == std::string::npos) return bad_filter(filter);
    query += "&" + encoded(filter.substr(0, equals)) + "=" + encoded(filter.substr(equals + 1));
  }
  if (!query.empty()) query.front() = '?';
  auto const path = question.path + query;
  auto const reply = ask(options, {"GET", path, "", "", ""});
  if (!reply) return unavailable;
  if (reply->status != 200) return print_refusal(options, *reply);
  if (options.json) {
    fmt::print("{}\n", reply->body);
    return ok;
  }
  auto const parsed = bj::parse(reply->body);
  print_table(parsed.at("data").as_array(), question.columns);
  tell_of_more(parsed.as_object());
  return ok;
}

int show(Options const& options, std::string const& path) {
  auto const reply = ask(options, {"GET", path, "", "", ""});
  if (!reply) return unavailable;
  if (reply->status != 200) return print_refusal(options, *reply);
  if (options.json) {
    fmt::print("{}\n", reply->body);
    return ok;
  }
  auto const parsed = bj::parse(reply->body);
  if (auto const* data = parsed.as_object().if_contains("data")) {
    for (auto const& row : data->as_array()) fmt::print("{}\n", for_terminal(bj::serialize(row)));
    tell_of_more(parsed.as_object());
    return ok;
  }
  for (auto const& [name, value] : parsed.as_object()) {
    auto const text = value.is_string() ? std::string{value.as_string()} : bj::serialize(value);
    fmt::print("{:<20} {}\n", std::string_view{name}, for_terminal(text));
  }
  return ok;
}

namespace {

int act_by(std::string const& method, Options const& options, std::string const& path,
           std::string const& body) {
  auto const key = key_of_call(path + body);
  auto const reply = ask(options, {method, path, body, "application/json", key});
  if (!reply) return unavailable;
  if (reply->status >= 300) return print_refusal(options, *reply);
  fmt::print("{}\n", reply->body);
  return ok;
}

}  // namespace

int act(Options const& options, std::string const& path, std::string const& body) {
  return act_by("POST", options, path, body);
}

int take_away(Options const& options, std::string const& path, std::string const& body) {
  return act_by("DELETE", options, path, body);
}

int fetch(Options const& options, std::string const& path, std::string const& out) {
  auto const reply = ask(options, {"GET", path, "", "", ""});
  if (!reply) return unavailable;
  if (reply->status >= 300) return print_refusal(options, *reply);
  return write_file(out, reply->body) ? ok : unavailable;
}

int send(Options const& options, std::string const& path, std::string const& file) {
  auto const bytes = read_file(file);
  if (!bytes) return unavailable;
  auto const* media = file.ends_with(".csv") ? "text/csv" : "application/json";
  auto const reply =
      ask(options, {"POST", path, *bytes, media, "file-" + model::sha256_hex(path + *bytes)});
  if (!reply) return unavailable;
  if (reply->status >= 300) return print_refusal(options, *reply);
  fmt::print("{}\n", reply->body);
  return ok;
}

int act_for_file(Options const& options, std::string const& path, std::string const& body,
                 std::string const& member, std::string const& out) {
  auto const key = key_of_call(path + body);
  auto const reply = ask(options, {"POST", path, body, "application/json", key});
  if (!reply) return unavailable;
  if (reply->status >= 300) return print_refusal(options, *reply);
  auto const parsed = bj::parse(reply->body);
  auto const* file = parsed.as_object().if_contains(member);
  if (file == nullptr) {
    fmt::print("{}\n", reply->body);
    return ok;
  }
  return write_file(out, std::string{file->as_string()}) ? ok : unavailable;
}

int resolve_all(Options const& options, BulkWords const& words) {
  bj::object filter;
  for (auto const& one : words.filters) {
    auto const equals = one.find('=');
    if (equals == std::string::npos) return bad_filter(one);
    filter[one.substr(0, equals)] = one.substr(equals + 1);
  }
  bj::object wish{{"action", words.action}, {"filter", filter}, {"dry_run", words.dry_run}};
  if (!words.channel.empty()) wish["channel"] = words.channel;
  if (!words.note.empty()) wish["note"] = words.note;
  return act(options, "/v1/deviations/bulk", bj::serialize(wish));
}

int payments_import(Options const& options, std::vector<std::string> const& files,
                    std::string const& profile) {
  auto const path =
      "/v1/payment-files" + (profile.empty() ? std::string{} : "?profile=" + encoded(profile));
  int worst = ok;
  Progress progress{files.size()};
  for (auto const& file : files) {
    progress.step(file);
    auto const bytes = read_file(file);
    if (!bytes) return unavailable;
    auto const reply = ask(options, {"POST", path, *bytes, "application/octet-stream",
                                     "file-" + model::sha256_hex(*bytes)});
    if (!reply) return unavailable;
    if (reply->status >= 300) {
      worst = std::max(worst, print_refusal(options, *reply));
      continue;
    }
    if (options.json) {
      fmt::print("{}\n", reply->body);
      continue;
    }
    auto const parsed = bj::parse(reply->body);
    auto const& object = parsed.as_object();
    fmt::print("{}: {} {} entries, {} new, {} seen before\n", file, cell(object, "format"),
               cell(object, "entries"), cell(object, "new"), cell(object, "duplicates"));
    print_table(object.at("payments").as_array(),
                {"amount", "currency", "rule", "unallocated", "explanation"});
  }
  return worst;
}

int day_run(Options const& options, std::string const& as_of, bool dry_run) {
  auto const body = fmt::format("{{\"as_of\":\"{}\",\"dry_run\":{}}}", as_of, dry_run);
  auto const reply = ask(options, {"POST", "/v1/day-runs", body, "application/json",
                                   dry_run ? std::string{} : key_of_call("day-run-" + as_of)});
  if (!reply) return unavailable;
  if (reply->status >= 300) return print_refusal(options, *reply);
  if (options.json) {
    fmt::print("{}\n", reply->body);
    return ok;
  }
  auto const parsed = bj::parse(reply->body);
  auto const& object = parsed.as_object();
  print_table(object.at("decisions").as_array(),
              {"invoice_number", "action", "fee", "interest", "deadline", "reason"});
  fmt::print("{} items considered, {} letters, {} collection orders\n", cell(object, "considered"),
             cell(object, "letters"), cell(object, "collection_orders"));
  return ok;
}

}  // namespace airut::gateway::cli
