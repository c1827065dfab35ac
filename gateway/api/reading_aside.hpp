#pragma once

#include <utility>

#include "channels/blocking.hpp"
#include "gateway/api/reply.hpp"

namespace airut::gateway::api {

// reading() for what takes long: on the pool, so that other requests go on meanwhile.
inline std::function<boost::asio::awaitable<http::Response>(http::Request)> reading_aside(
    House& house, Reading handler) {
  return [&house, handler = std::move(handler)](
             http::Request request) -> boost::asio::awaitable<http::Response> {
    co_return co_await channels::on_pool(house.workers, [&] {
      return house.store.read(
          [&](ledger::Snapshot& view) { return handler(house, request, view); });
    });
  };
}

}  // namespace airut::gateway::api
