#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "tests/support/gateway.hpp"

// What a gateway says of an invoice's current delivery.
namespace airut::tests {

// Empty while there is none.
inline boost::json::object delivery_of(Gateway const& gateway, std::string const& invoice) {
  auto const answer = gateway.get("/v1/invoices/" + invoice);
  auto const* delivery = answer.body.as_object().if_contains("current_delivery");
  return delivery && delivery->is_object() ? delivery->as_object() : boost::json::object{};
}

// A text of it; "" where it says none.
inline std::string delivery_says(Gateway const& gateway, std::string const& invoice,
                                 std::string_view name) {
  auto const delivery = delivery_of(gateway, invoice);
  auto const* value = delivery.if_contains(name);
  return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

// Waits for this state.
inline bool reaches(Gateway const& gateway, std::string const& invoice, std::string_view state) {
  return gateway.until([&] { return delivery_says(gateway, invoice, "state") == state; });
}

}  // namespace airut::tests
