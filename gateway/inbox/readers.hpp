#pragma once

#include "config/feedback_tables.hpp"
#include "gateway/api/house.hpp"
#include "gateway/inbox/line.hpp"

namespace airut::gateway {

// The inbox of a channel that has one, with the reader that its files want: of a clearing house
// mandates, receipts and OCR giro; of a printer his reports and returned mail; else what operators
// and banks say of documents. House and tables outlive it.
InboxLine inbox_line(api::House& house, config::FeedbackTables const& tables,
                     config::Channel const& channel);

}  // namespace airut::gateway
