#include <algorithm>

#include <fmt/format.h>

#include "channels/file_name.hpp"
#include "channels/inbox/places.hpp"
#include "formats/json/object_reader.hpp"
#include "formats/model/percent.hpp"

namespace airut::channels {
namespace {

constexpr std::size_t list_most = 8u << 20, files_most = 20'000, name_most = 500,
                      entries_most = 1u << 20;

HttpOptions options_of(config::HttpSettings const& settings, std::size_t reply_bytes) {
  HttpOptions options;
  options.ca_file = settings.ca_file;
  options.certificate = settings.certificate;
  options.private_key = settings.private_key;
  options.timeout = settings.timeout;
  options.reply_bytes = reply_bytes;
  return options;
}

bool is_good(HttpReply const& reply) { return reply.status >= 200 && reply.status < 300; }

bool is_gone(HttpReply const& reply) { return reply.status == 404 || reply.status == 410; }

Trace trace_with(HttpReply const& reply, std::string code, std::string words) {
  Trace trace;
  trace.endpoint = reply.endpoint;
  trace.code = std::move(code);
  trace.native_code = reply.status > 0 ? fmt::format("HTTP {}", reply.status) : reply.fault;
  trace.excerpt = excerpt(words);
  return trace;
}

// Of an answer that is none or not good: the place itself, unless it is about one file.
Trace trace_of_reply(HttpReply const& reply, bool of_file) {
  auto const told = [&](char const* code) { return trace_with(reply, code, reply.body); };
  if (reply.status == 0 && !reply.trusted) return told("transport.tls_failed");
  if (reply.status == 401 || reply.status == 403) return told("transport.not_authorised");
  if (of_file && is_gone(reply)) return told(file_gone);
  bool const later = reply.status == 408 || reply.status == 425 || reply.status == 429;
  bool const refused = reply.status >= 400 && reply.status < 500 && !later;
  return told(of_file && refused ? "inbox.file_refused" : "transport.unreachable");
}

// Of an entry that does not say what file it is.
InboxFile unclear(std::string const& name, std::size_t place) {
  InboxFile file;
  file.name = name.empty() ? fmt::format("files[{}]", place) : excerpt(name);
  file.fault = "The list names it without a plain name, its size or its time.";
  return file;
}

// nullopt: no list of files. Members beyond those that are agreed on are no harm; of a list that is
// too long the first files are taken, the others when these are gone. An entry that is wrong keeps
// none of the others back.
std::optional<std::vector<InboxFile>> read_list(std::string const& body) {
  auto const tree = json::Tree::parse(body);
  if (!tree || tree->root().kind != json::Kind::object) return std::nullopt;
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  if (!in.has("files")) return std::nullopt;
  std::vector<InboxFile> files;
  std::size_t index = 0;
  for (auto const* node : in.objects("files", entries_most)) {
    if (index == files_most) break;
    json::ObjectReader one{in, *node, "files", index++};
    auto name = one.text("name", name_most);
    auto const size = one.whole_number("size");
    auto const modified = one.instant("modified");
    if (is_on_its_way(name)) continue;
    if (!is_plain_name(name) || !size || *size < 0 || !modified) {
      files.push_back(unclear(name, index - 1));
      continue;
    }
    files.push_back({std::move(name),
                     static_cast<std::uint64_t>(*size),
                     std::chrono::floor<std::chrono::seconds>(*modified),
                     {}});
  }
  if (files.empty() && !findings.empty()) return std::nullopt;
  std::sort(files.begin(), files.end(),
            [](auto const& one, auto const& other) { return one.name < other.name; });
  return files;
}

}  // namespace

HttpInbox::HttpInbox(config::HttpSettings settings)
    : settings_(std::move(settings)),
      short_answers_(options_of(settings_, list_most + 1)),
      files_(options_of(settings_, inbox_file_most + 1)) {}

HttpReply HttpInbox::ask(HttpClient& client, std::string const& method, std::string url) const {
  HttpRequest request;
  request.method = method;
  request.url = std::move(url);
  request.repeatable = true;  // all three questions may be asked twice
  if (settings_.bearer_token)
    request.headers.emplace_back("Authorization", "Bearer " + settings_.bearer_token->value);
  return client.perform(request);
}

// The file's URL is the list's with one step more, before a query.
std::string HttpInbox::url_of(std::string_view name) const {
  auto const query = settings_.url.find('?');
  auto url = settings_.url.substr(0, query);
  if (!url.ends_with('/')) url += '/';
  url += model::percent_encoded(name);
  return query == std::string::npos ? url : url + settings_.url.substr(query);
}

Inbox::Answer<std::vector<InboxFile>> HttpInbox::list() {
  auto const reply = ask(short_answers_, "GET", settings_.url);
  if (reply.status == 204) return std::vector<InboxFile>{};
  if (reply.status != 200) return tl::unexpected{trace_of_reply(reply, false)};
  auto files = read_list(reply.body);
  if (!files) {
    return tl::unexpected{
        trace_with(reply, "transport.unreachable", "no list of files: " + reply.body)};
  }
  return *std::move(files);
}

Inbox::Answer<std::string> HttpInbox::fetch(std::string const& name) {
  if (!is_plain_name(name)) return tl::unexpected{Trace{settings_.url, file_gone, {}, name}};
  auto reply = ask(files_, "GET", url_of(name));
  if (reply.status != 200) return tl::unexpected{trace_of_reply(reply, true)};
  if (reply.body.size() > inbox_file_most)
    return tl::unexpected{trace_with(reply, "inbox.file_refused", "The file is too large.")};
  return std::move(reply.body);
}

Inbox::Answer<bool> HttpInbox::put_away(std::string const& name, std::string const&) {
  if (!is_plain_name(name)) return tl::unexpected{Trace{settings_.url, file_gone, {}, name}};
  auto const reply = ask(short_answers_, "DELETE", url_of(name));
  if (is_good(reply) || is_gone(reply)) return true;
  return tl::unexpected{trace_of_reply(reply, true)};
}

}  // namespace airut::channels
