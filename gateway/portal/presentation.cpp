#include "gateway/portal/presentation.hpp"

#include <map>
#include <memory>

#include "channels/blocking.hpp"
#include "gateway/portal/guard.hpp"
#include "gateway/portal/visit.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

// By channel; those that want no token have none.
using Guards = std::map<std::string, std::shared_ptr<TokenGuard>, std::less<>>;

struct MakeGuard {
  std::shared_ptr<TokenGuard> operator()(config::VippsSettings const& own) const {
    return std::make_shared<TokenGuard>(own.jwk_url, own.ca_file);
  }
  std::shared_ptr<TokenGuard> operator()(config::EfakturaSettings const& own) const {
    if (own.jwk_url.empty()) return nullptr;
    return std::make_shared<TokenGuard>(own.jwk_url, own.ca_file);
  }
  template <class Other>
  std::shared_ptr<TokenGuard> operator()(Other const&) const {
    return nullptr;
  }
};

Guards guards_of(Billers const& billers) {
  Guards guards;
  for (auto const& channel : billers.channels()) {
    if (auto guard = std::visit(MakeGuard{}, channel.transport)) {
      guards.emplace(channel.name, std::move(guard));
    }
  }
  return guards;
}

// Their tokens live by the real time, whatever a test clock says.
model::Instant real_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

struct Shown {
  Opened opened;
  std::string channel;
  bool kept_out = false;  // their token does not open it
};

class Presentations {
 public:
  explicit Presentations(api::House& house) : house_(house), guards_(guards_of(house.billers)) {}

  asio::awaitable<http::Response> page(http::Request request);
  asio::awaitable<http::Response> document(http::Request request);

 private:
  Shown shown_by(std::string_view token) const;
  asio::awaitable<Shown> open(http::Request const& request, std::string_view path_end);
  asio::awaitable<http::Response> refusal(Shown shown, http::Request request) const;

  api::House& house_;
  Guards guards_;
};

Shown Presentations::shown_by(std::string_view token) const {
  Shown shown;
  auto const* portal = house_.billers.portal();
  auto claim = portal ? verify_link(token, portal->signing_key.value) : std::nullopt;
  auto presented = claim ? presentation_of(claim->link_id) : std::nullopt;
  if (!presented) return shown;
  shown.channel = std::move(presented->channel);
  claim->link_id = std::move(presented->link_id);
  shown.opened = house_.store.read(
      [&](ledger::Snapshot& view) { return opened_by(view, *claim, house_.clock.now()); });
  return shown;
}

asio::awaitable<Shown> Presentations::open(http::Request const& request,
                                           std::string_view path_end) {
  auto const& token = request.path_parameters.at(0);
  auto shown = shown_by(token);
  auto const guard = guards_.find(shown.channel);
  if (!shown.opened.visit || guard == guards_.end()) co_return shown;
  auto address = house_.billers.portal()->base_url + "/p/" + token;
  address += path_end;
  auto work = [door = guard->second, theirs = std::string{request.parameter("token")}, address] {
    return door->objection(theirs, address, real_now());
  };
  auto const objection = co_await channels::on_pool(house_.workers, std::move(work));
  shown.kept_out = !objection.empty();
  co_return shown;
}

asio::awaitable<http::Response> Presentations::refusal(Shown shown, http::Request request) const {
  auto response = gone(shown.opened, request);
  if (shown.kept_out) response.status = 403;
  co_return response;
}

// An hour's cookie leads to the page and its PDF, whatever becomes of the token.
asio::awaitable<http::Response> Presentations::page(http::Request request) {
  auto const shown = co_await open(request, std::string_view());
  if (!shown.opened.visit || shown.kept_out) co_return co_await refusal(shown, request);
  co_await note_view(house_, *shown.opened.visit, shown.channel);
  auto const* portal = house_.billers.portal();
  auto const until =
      std::chrono::floor<std::chrono::seconds>(house_.clock.now()) + std::chrono::hours{1};
  LinkClaim const hour{shown.opened.visit->link.id, model::Instant{until}};
  http::Response response;
  response.status = 303;
  response.content_type = "text/plain";
  add_headers(response);
  response.headers.emplace_back("Location", "/h");
  response.headers.emplace_back("Set-Cookie",
                                cookie_of(*portal, sign_link(hour, portal->signing_key.value)));
  co_return response;
}

asio::awaitable<http::Response> Presentations::document(http::Request request) {
  auto const shown = co_await open(request, "/invoice.pdf");
  if (!shown.opened.visit || shown.kept_out) co_return co_await refusal(shown, request);
  co_await note_view(house_, *shown.opened.visit, shown.channel);
  co_return co_await pdf_of(house_, shown.opened, request);
}

}  // namespace

void add_presentation_routes(api::House& house, http::Routes& routes) {
  auto const all = std::make_shared<Presentations>(house);
  http::Route page;
  page.pattern = "/p/{token}";
  page.tag = "Debtor pages";
  page.summary = "An invoice's page, as eFaktura and Vipps show it";
  page.handle = [all](http::Request request) { return all->page(std::move(request)); };
  page.says = {.gives = "", .status = 303, .media = "text/html"};
  routes.push_back(std::move(page));
  http::Route document;
  document.pattern = "/p/{token}/invoice.pdf";
  document.tag = "Debtor pages";
  document.summary = "The invoice as PDF, as eFaktura and Vipps show it";
  document.handle = [all](http::Request request) { return all->document(std::move(request)); };
  document.says = {.gives = "", .media = "application/pdf"};
  routes.push_back(std::move(document));
}

}  // namespace airut::gateway
