#pragma once

#include <string>
#include <string_view>

#include "gateway/portal/visit.hpp"

namespace airut::gateway {

// The parts of the invoice's page below the invoice: the talk about it with a form to write, and
// the payment plan, in force or to be asked for where the client's policy lets debtors make one.
std::string case_sections(api::House& house, Visit const& visit, std::string_view token);

// The debtor looks at the page: what was written to him is read now.
boost::asio::awaitable<void> note_messages_seen(api::House& house, Visit const& visit);

// POST /h/messages, GET /h/plan (the plan to the last cent), POST /h/payment-plan. Forms carry a
// token of their own beside the cookie; without it nothing happens (403).
void add_case_forms(api::House& house, http::Routes& routes);

}  // namespace airut::gateway
