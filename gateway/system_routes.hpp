#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gateway/disk_floor.hpp"
#include "gateway/http/route.hpp"
#include "ledger/store/store.hpp"

// Routes about the process itself, open to all.
namespace airut::gateway {

http::Route public_route(std::string_view pattern, std::string_view summary, std::string_view media,
                         std::function<http::Response()> answer);
http::Route health_route();
// 200 and "ready" while invoices are taken; 503 and why while they are not.
http::Response readiness(ledger::Store& store, DiskFloor const& disk);
// What the code of a problem means, as a page: where the "type" of a problem leads.
http::Route problem_route();

}  // namespace airut::gateway
