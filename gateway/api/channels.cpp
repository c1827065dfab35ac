#include <map>

#include "gateway/api/reply.hpp"
#include "ledger/store/deliveries.hpp"

namespace airut::gateway::api {
namespace {

std::string_view kind_of(config::Channel const& channel) {
  struct Kind {
    std::string_view operator()(config::EmailSettings const&) const { return "email"; }
    std::string_view operator()(config::SftpSettings const&) const { return "sftp"; }
    std::string_view operator()(config::HttpSettings const&) const { return "http"; }
    std::string_view operator()(config::DirectorySettings const&) const { return "directory"; }
    std::string_view operator()(config::PrintSettings const&) const { return "print"; }
    std::string_view operator()(config::PortalSettings const&) const { return "portal"; }
    std::string_view operator()(config::PeppolSettings const&) const { return "peppol"; }
    std::string_view operator()(config::EfakturaSettings const&) const { return "efaktura"; }
    std::string_view operator()(config::VippsSettings const&) const { return "vipps"; }
    std::string_view operator()(config::BankWsSettings const&) const { return "bank_ws"; }
    std::string_view operator()(config::AvtaleGiroSettings const&) const { return "avtalegiro"; }
  };
  return std::visit(Kind{}, channel.transport);
}

using Counts = std::map<std::string, std::map<std::string, std::int64_t>, std::less<>>;

Counts counts_of(ledger::Snapshot& view, std::string_view tenant) {
  Counts counts;
  for (auto const& one : ledger::count_deliveries(view, tenant))
    counts[one.channel][one.state] = one.count;
  return counts;
}

// Channels belong to the house; their counts are those of the caller's tenant.
http::Response list_channels(House& house, http::Request const& request, ledger::Snapshot& view) {
  need_whole_tenant(request);
  auto counts = counts_of(view, request.principal->tenant);
  ledger::Listed<config::Channel const*> listed;
  for (auto const& channel : house.settings.channels) listed.rows.push_back(&channel);
  return list_reply(listed, [&](json::Writer& out, config::Channel const* channel) {
    out.begin_object();
    out.member("object", "channel");
    out.member("name", channel->name);
    out.member("kind", kind_of(*channel));
    out.member("format", channel->format);
    out.member("parallel", channel->parallel);
    out.key("states");
    out.begin_object();
    for (auto const& [state, count] : counts[channel->name]) out.member(state, count);
    out.end_object();
    out.end_object();
  });
}

}  // namespace

void add_channel_routes(House& house, http::Routes& routes) {
  routes.push_back({http::Method::get,
                    "/v1/channels",
                    "channels:read",
                    http::Body::none,
                    false,
                    "Deliveries",
                    "The channels with their deliveries by state",
                    {},
                    reading(house, list_channels),
                    {.gives = "Channel", .is_list = true}});
}

}  // namespace airut::gateway::api
