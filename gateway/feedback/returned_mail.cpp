#include "gateway/feedback/returned_mail.hpp"

#include <algorithm>

#include "formats/json/object_reader.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/feedback/bring_in.hpp"
#include "gateway/feedback/spoken_of.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr auto profile = "returned-csv";

struct Wish {
  std::string channel, letter, reason, text;
};

Wish read_wish(http::Request const& request, config::FeedbackTables const& tables) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  Wish wish;
  wish.channel = in.text("channel", 64);
  wish.letter = in.needed_text("letter", 64);
  wish.reason = in.needed_text("reason", 64);
  wish.text = in.text("text", 400);
  std::transform(wish.reason.begin(), wish.reason.end(), wish.reason.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  bool const known = wish.reason != "*" && tables.has_word(profile, wish.reason);
  if (!wish.reason.empty() && !known) {
    in.wrong("reason", "wrong-value", "No row of feedback_codes.tsv has this reason.");
  }
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

// The channel of paper that is named, or the only one.
config::Channel const* paper_channel(Billers const& billers, std::string_view name) {
  config::Channel const* found = nullptr;
  for (auto const& channel : billers.channels()) {
    if (!std::holds_alternative<config::PrintSettings>(channel.transport)) continue;
    if (!name.empty() && channel.name != name) continue;
    if (found != nullptr) return nullptr;
    found = &channel;
  }
  return found;
}

asio::awaitable<http::Response> bring_letter(api::House& house,
                                             config::FeedbackTables const& tables,
                                             http::Request request) {
  api::need_whole_tenant(request);
  auto const wish = read_wish(request, tables);
  auto const* channel = paper_channel(house.billers, wish.channel);
  if (channel == nullptr) {
    co_return http::problem(422, "channel-unknown", "Name a channel of letters in channel.");
  }
  auto const& tenant = request.principal->tenant;
  auto const letter = house.store.read([&](ledger::Snapshot& view) {
    return spoken_of(view, house.billers, {channel->name, tenant, wish.letter});
  });
  if (!letter) co_return api::not_found("letter");
  ReadPart part;
  part.kind = "feedback";
  part.document_type = profile;
  part.bytes = request.body;
  part.words = {{letter->id, profile, wish.reason, wish.text}};
  NetworkFile file{channel->name, letter->id, tenant, {std::move(part)}};
  auto const taken = co_await bring_in(house, tables, std::move(file), request.principal->key_id);
  json::Writer out;
  out.begin_object();
  out.member("object", "returned_letter");
  out.member("channel", channel->name);
  out.member("delivery_id", letter->id);
  out.member("invoice_id", letter->invoice_id);
  out.member("heard", taken.heard > 0);
  out.end_object();
  co_return api::reply(std::move(out), taken.heard > 0 ? 201 : 200);
}

}  // namespace

void add_returned_mail_routes(api::House& house, config::FeedbackTables const& tables,
                              http::Routes& routes) {
  http::Route route;
  route.method = http::Method::post;
  route.pattern = "/v1/returned-mail";
  route.scope = "feedback:write";
  route.body = http::Body::json;
  route.tag = "Deliveries";
  route.summary = "Tell of a letter that the post brought back";
  route.says.gives = "ReturnedLetter";
  route.says.status = 201;
  route.says.takes = "ReturnedMailWish";
  route.handle = [&house, &tables](http::Request request) {
    return bring_letter(house, tables, std::move(request));
  };
  routes.push_back(std::move(route));
}

}  // namespace airut::gateway
