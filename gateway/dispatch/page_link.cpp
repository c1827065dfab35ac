#include "gateway/dispatch/page_link.hpp"

#include <chrono>

#include "formats/model/ids.hpp"
#include "gateway/portal/token.hpp"

namespace airut::gateway {
namespace {

// Before the id of a delivery in a link that only says "another way".
constexpr std::string_view other_way_mark = "other-way:";

// How long a channel shows the document itself; nullopt where it does not.
std::optional<int> presentation_days(config::Channel const& channel) {
  if (auto const* own = std::get_if<config::EfakturaSettings>(&channel.transport)) {
    return own->presentation_days;
  }
  if (auto const* own = std::get_if<config::VippsSettings>(&channel.transport)) {
    return own->presentation_days;
  }
  return std::nullopt;
}

}  // namespace

std::optional<PageLink> new_page_link(Billers const& billers, std::string const& invoice_id,
                                      config::Channel const& channel, model::Instant now) {
  auto const* portal = billers.portal();
  if (portal == nullptr) return std::nullopt;
  auto const shown = presentation_days(channel);
  auto const expires = now + std::chrono::hours{24} * shown.value_or(portal->link_days);
  PageLink link;
  link.issued = {invoice_id, model::new_id("lnk", now),
                 model::Instant{std::chrono::floor<std::chrono::seconds>(expires)}};
  LinkClaim claim{link.issued.link_id, link.issued.expires};
  if (shown) claim.link_id = presented_in(claim.link_id, channel.name);
  link.url =
      portal->base_url + (shown ? "/p/" : "/h/") + sign_link(claim, portal->signing_key.value);
  return link;
}

std::string other_way_link(Billers const& billers, std::string_view delivery_id,
                           model::Instant sent) {
  auto const* portal = billers.portal();
  if (portal == nullptr) return {};
  LinkClaim claim;
  claim.link_id = std::string{other_way_mark} + std::string{delivery_id};
  claim.expires = sent + std::chrono::hours{24} * portal->link_days;
  return portal->base_url + "/u/" + sign_link(claim, portal->signing_key.value);
}

std::optional<std::string> other_way_of(std::string_view claimed_id) {
  if (!claimed_id.starts_with(other_way_mark)) return std::nullopt;
  return std::string{claimed_id.substr(other_way_mark.size())};
}

}  // namespace airut::gateway
