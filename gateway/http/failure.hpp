#pragma once

#include <exception>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "gateway/http/message.hpp"

namespace airut::gateway::http {

// An answer chosen deep inside a handler: thrown as Answer, given as it is.
class Answer : public std::exception {
 public:
  explicit Answer(Response response) : response_(std::move(response)) {}
  Response const& response() const { return response_; }
  char const* what() const noexcept override { return "an answer was chosen"; }

 private:
  Response response_;
};

// A resource that is short or lost for now: 503 with Retry-After.
class Unavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// 503 that invites the caller to come again in a second.
Response busy(std::string_view why);

// What the caller is told when a handler throws: a lost store (ledger::StoreLost) is a 503 too, a
// damaged one (StoreDamaged) a 500 of its own.
Response answer_to_exception(std::exception const& fault);

}  // namespace airut::gateway::http
