#pragma once

#include <boost/asio/thread_pool.hpp>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "gateway/batches/runner.hpp"
#include "gateway/billers.hpp"
#include "gateway/clock.hpp"
#include "gateway/disk_floor.hpp"
#include "gateway/dispatch/dispatcher.hpp"
#include "gateway/http/route.hpp"
#include "gateway/intake/references.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway::api {

// What the handlers work with. Everything lives as long as the server.
struct House {
  config::Settings const& settings;
  Billers const& billers;
  config::Codes const& codes;
  config::Law const& law;
  ledger::Store& store;
  ReferenceNumbers& numbers;
  Clock& clock;
  Dispatcher& dispatcher;
  DiskFloor const& disk;
  RenderTools const& render;
  BatchRunner& batches;
  boost::asio::thread_pool& workers;  // for what would hold up other requests
};

// The groups of the route table, one file each.
void add_submit_routes(House& house, http::Routes& routes);
void add_batch_routes(House& house, http::Routes& routes);
void add_invoice_routes(House& house, http::Routes& routes);
void add_link_routes(House& house, http::Routes& routes);
void add_suppression_routes(House& house, http::Routes& routes);
void add_delivery_routes(House& house, http::Routes& routes);
void add_deviation_routes(House& house, http::Routes& routes);
void add_recipient_routes(House& house, http::Routes& routes);
void add_recipient_import(House& house, http::Routes& routes);
void add_erasure_routes(House& house, http::Routes& routes);
void add_receivable_routes(House& house, http::Routes& routes);
void add_event_routes(House& house, http::Routes& routes);
void add_payment_file_routes(House& house, http::Routes& routes);
void add_claim_routes(House& house, http::Routes& routes);
void add_plan_routes(House& house, http::Routes& routes);
void add_collection_routes(House& house, http::Routes& routes);
void add_message_routes(House& house, http::Routes& routes);
void add_customer_routes(House& house, http::Routes& routes);
void add_webhook_routes(House& house, http::Routes& routes);
void add_book_routes(House& house, http::Routes& routes);
void add_true_ledger_routes(House& house, http::Routes& routes);
void add_money_out_routes(House& house, http::Routes& routes);
void add_bank_report_routes(House& house, http::Routes& routes);
void add_reconciliation_routes(House& house, http::Routes& routes);
void add_ledger_report_routes(House& house, http::Routes& routes);
void add_report_routes(House& house, http::Routes& routes);
void add_received_routes(House& house, http::Routes& routes);
void add_channel_routes(House& house, http::Routes& routes);
void add_clearing_routes(House& house, http::Routes& routes);
void add_test_clock_route(House& house, http::Routes& routes);

}  // namespace airut::gateway::api
