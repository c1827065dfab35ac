#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/instalments.hpp"
#include "gateway/api/house.hpp"
#include "gateway/portal/token.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/links.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// A debtor, or somebody who shows him the document, before the page of an invoice.
struct Visit {
  ledger::LinkRow link;
  ledger::InvoiceRow invoice;
  std::optional<ledger::ReceivableRow> claim;
  model::Submission submission;
  bool has_plan = false;                                 // that is in force
  std::vector<model::InstalmentStanding> instalments{};  // none: the invoice has no such terms
};

// What a link opens: an invoice's page, or nothing any more (and in which language to say so).
struct Opened {
  std::optional<Visit> visit;
  bool was_ours = false;  // signed by this gateway, but expired, revoked or its invoice cancelled
  std::string language;
};

Opened open(api::House& house, std::string_view token);
Opened opened_by(ledger::Snapshot& view, LinkClaim const& claim, model::Instant now);

// The name of the cookie that opens the page, and the header that sets it.
std::string_view cookie_name(config::PortalSettings const& portal);
std::string cookie_of(config::PortalSettings const& portal, std::string_view token);

// The token in the request's cookies, "" without one.
std::string token_of(api::House& house, http::Request const& request);

inline constexpr std::string_view style_sheet =
    "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f3f5f7;color:#1c252c}"
    "main{max-width:40rem;margin:2rem auto;background:#fff;padding:2rem;border-radius:.5rem}"
    "h1{margin:0 0 .25rem;font-size:1.5rem}dl{display:grid;grid-template-columns:auto 1fr;"
    "gap:.35rem 1.5rem}dt{color:#55626d}dd{margin:0;font-weight:600}"
    "a.file{display:inline-block;margin-top:1.5rem;padding:.6rem 1.2rem;background:#1f4e79;"
    "color:#fff;text-decoration:none;border-radius:.3rem}.state{color:#55626d}"
    "section{border-top:1px solid #d5dbe0;margin-top:1.5rem;padding-top:1rem}h2{font-size:1.1rem;"
    "margin:0 0 .5rem}textarea,select{font:inherit;width:100%;box-sizing:border-box;margin:.25rem 0"
    " .75rem}button{font:inherit;padding:.5rem 1.2rem}.said{background:#f3f5f7;padding:.5rem "
    ".75rem;margin:.5rem 0}.said p{margin:0}.who{color:#55626d}"
    "@media print{body{background:#fff}a.file{display:none}}";

void add_headers(http::Response& response);

// 410 for a link that was good once, in its invoice's language; 404 for anything else.
http::Response gone(Opened const& opened, http::Request const& request);

// The first view of a link is a fact, and the proof that the delivery by this channel arrived; the
// channel's name, "" for the portal's own. Later ones change nothing.
boost::asio::awaitable<void> note_view(api::House& house, Visit const& visit,
                                       std::string_view channel);

// The invoice as PDF, drawn on a worker: requests of others go on meanwhile.
boost::asio::awaitable<http::Response> pdf_of(api::House& house, Opened const& opened,
                                              http::Request const& request);

}  // namespace airut::gateway
