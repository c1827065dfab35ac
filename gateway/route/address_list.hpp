#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"
#include "gateway/route/recipient_entry.hpp"

namespace airut::gateway {

// One row of an address register: who is reached where, and from when to when.
struct ListedAddress {
  int line = 0;
  std::string customer_number, name;
  FinvoiceAddress pair;
};

inline constexpr std::size_t listed_most = 20000;

// A list as CSV with the headings customer_number, address, intermediary, and where they are known
// name, valid_from, valid_to (YYYY-MM-DD), in any order. Every fault of every row is a finding with
// its line: an intermediary that is missing is never guessed, and one customer stands there once a
// day at most. Findings of the table itself are those of csv::read_table.
tl::expected<std::vector<ListedAddress>, model::Findings> read_address_list(std::string_view bytes);

}  // namespace airut::gateway
