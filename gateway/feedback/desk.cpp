#include "gateway/feedback/desk.hpp"

#include "channels/blocking.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/upload.hpp"
#include "gateway/feedback/bring_in.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

http::Response told(TakenFile const& taken, NetworkFile const& file) {
  json::Writer out;
  out.begin_object();
  out.member("object", "network_file");
  out.member("channel", file.channel);
  out.member("parts", taken.parts);
  out.member("seen_before", taken.seen_before);
  out.member("heard", taken.heard);
  out.member("unmatched", taken.unmatched);
  out.member("unreadable", taken.unreadable);
  out.end_object();
  return api::reply(std::move(out), taken.seen_before == taken.parts ? 200 : 201);
}

asio::awaitable<http::Response> bring_file(api::House& house, config::FeedbackTables const& tables,
                                           http::Request request) {
  api::need_whole_tenant(request);
  auto const* channel = house.billers.channel(request.path_parameters.at(0));
  if (channel == nullptr) co_return api::not_found("channel");
  api::take_file_out(request);
  std::string const profile{request.parameter("profile")};
  if (!profile.empty() && !tables.layout(profile)) {
    co_return http::problem(400, "parameter-invalid", "No table knows this profile.");
  }
  auto const read = [&] {
    return NetworkFile{channel->name, "upload", request.principal->tenant,
                       read_file(request.body, profile, tables)};
  };
  auto const file = co_await channels::on_pool(house.workers, read);
  auto const taken = co_await bring_in(house, tables, file, request.principal->key_id);
  co_return told(taken, file);
}

}  // namespace

void add_feedback_routes(api::House& house, config::FeedbackTables const& tables,
                         http::Routes& routes) {
  http::Route route;
  route.method = http::Method::post;
  route.pattern = "/v1/channels/{name}/files";
  route.scope = "feedback:write";
  route.body = http::Body::document;
  route.tag = "Deliveries";
  route.summary = "Bring a file of a bank or operator: acknowledgements, notices, statuses";
  route.parameters = {"profile"};
  route.says.gives = "NetworkFile";
  route.says.status = 201;
  route.says.takes_media = {"application/xml", "text/csv", "application/octet-stream"};
  route.handle = [&house, &tables](http::Request request) {
    return bring_file(house, tables, std::move(request));
  };
  routes.push_back(std::move(route));
}

}  // namespace airut::gateway
