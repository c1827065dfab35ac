#include "gateway/cli/batch.hpp"

#include <chrono>
#include <cstdio>
#include <thread>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <tl/expected.hpp>

#include "formats/archive/archive.hpp"
#include "formats/documents/documents.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/cli/terminal.hpp"

namespace airut::gateway::cli {
namespace {

namespace bj = boost::json;

constexpr std::chrono::milliseconds look_again{200};

std::int64_t number(bj::value const& batch, std::string_view name) {
  return batch.at(name).as_int64();
}

std::string text(bj::value const& object, std::string_view name) {
  auto const* value = object.as_object().if_contains(name);
  return value && value->is_string() ? for_terminal(value->as_string()) : std::string{};
}

// The batch at its end; the exit code, with a sentence on stderr, when it cannot be followed: it is
// refused, or the daemon goes away or says for a minute that it cannot tell.
tl::expected<bj::value, int> followed(Options const& options, bj::value batch) {
  auto patience = std::chrono::seconds{60};
  auto const path = "/v1/batches/" + text(batch, "id");
  Counter counter{static_cast<std::size_t>(number(batch, "items"))};
  while (text(batch, "status") == "processing") {
    counter.show(static_cast<std::size_t>(number(batch, "done")));
    std::this_thread::sleep_for(look_again);
    auto const reply = ask(options, {"GET", path, "", "", ""});
    if (!reply) return tl::unexpected{static_cast<int>(unavailable)};
    if (reply->status == 200) {
      batch = bj::parse(reply->body);
      continue;
    }
    auto const wait = wait_of(*reply);
    if (reply->status < 500 || wait > patience) {
      fmt::print(stderr, "airut: {} was taken, and cannot be followed: ", text(batch, "id"));
      return tl::unexpected{print_refusal(options, *reply)};
    }
    patience -= wait;
    std::this_thread::sleep_for(wait);
  }
  return batch;
}

void print_findings(bj::value const* list) {
  if (!list) return;
  for (auto const& one : list->as_array())
    fmt::print(stderr, "  {} {}\n", text(one, "pointer"), text(one, "detail"));
}

void print_item(std::string const& file, bj::value const& item) {
  auto const name = text(item, "name");
  auto const invoice = text(item, "number");
  auto const shown = invoice == name ? std::string{} : invoice;  // rows of a CSV are named so
  fmt::print(stderr, "{} {}{}{}{}{}: {}", file, number(item, "position"), name.empty() ? "" : " ",
             name, shown.empty() ? "" : " ", shown, text(item, "outcome"));
  if (auto const id = text(item, "invoice_id"); !id.empty())
    fmt::print(stderr, " {} {}", text(item, "outcome") == "accepted" ? "as" : "of", id);
  fmt::print(stderr, "\n");
  auto const* problem = item.as_object().if_contains("problem");
  print_findings(problem ? problem->as_object().if_contains("errors") : nullptr);
  print_findings(item.as_object().if_contains("warnings"));
}

// which: a condition as in the query of the list.
int print_odd_items(Options const& options, std::string const& file, std::string const& id,
                    std::string_view which) {
  std::string cursor;
  for (;;) {
    auto const path = fmt::format("/v1/batches/{}/items?limit=200&{}{}{}", id, which,
                                  cursor.empty() ? "" : "&cursor=", cursor);
    auto const reply = ask(options, {"GET", path, "", "", ""});
    if (!reply) return unavailable;
    if (reply->status != 200) return print_refusal(options, *reply);
    auto const list = bj::parse(reply->body);
    for (auto const& item : list.at("data").as_array()) print_item(file, item);
    cursor = text(list, "next_cursor");
    if (cursor.empty()) return ok;
  }
}

}  // namespace

bool holds_many(std::string const& bytes) {
  if (archive::is_zip(bytes)) return true;
  auto const first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return false;
  if (bytes[first] == '<') return documents::split(bytes).size() > 1;
  auto const end = bytes.find('\n', first);
  if (end == std::string::npos || bytes.find_first_not_of(" \t\r\n", end) == std::string::npos)
    return false;
  boost::system::error_code fault;
  auto const line = bj::parse(bytes.substr(first, end - first), fault);
  return !fault && line.is_object();
}

int submit_batch(Options const& options, std::string const& file, std::string const& bytes,
                 BatchSending const& how) {
  bool const csv = !how.profile.empty();
  auto const reply =
      ask(options,
          {"POST", csv ? "/v1/batches?profile=" + encoded(how.profile) : std::string{"/v1/batches"},
           bytes, csv ? "text/csv" : "application/octet-stream", how.key});
  if (!reply) return unavailable;
  if (reply->status >= 300) {
    if (!options.json) fmt::print(stderr, "{}: ", file);
    return print_refusal(options, *reply);
  }
  auto const batch = followed(options, bj::parse(reply->body));
  if (!batch) return batch.error();
  if (options.json) fmt::print("{}\n", bj::serialize(*batch));
  if (!options.json)
    fmt::print("{}: {} {}: {} accepted, {} rejected, {} duplicates\n", file, text(*batch, "id"),
               text(*batch, "status"), number(*batch, "accepted"), number(*batch, "rejected"),
               number(*batch, "duplicates"));
  for (std::string_view const which :
       {"outcome=rejected", "outcome=duplicate", "outcome=accepted&warned=true"}) {
    auto const code = print_odd_items(options, file, text(*batch, "id"), which);
    if (code != ok) return code;
  }
  return number(*batch, "rejected") + number(*batch, "duplicates") == 0 ? ok : findings;
}

}  // namespace airut::gateway::cli
