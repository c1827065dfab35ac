#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/journal/fact.hpp"

namespace airut::ledger {

// Lists as the journal writes them, for columns that hold one: a JSON array, "" for an empty list.
std::string list_text(std::vector<std::string> const& list);
std::string list_text(std::vector<SkippedChannel> const& list);
std::string list_text(std::vector<AllocatedPart> const& list);
std::string list_text(std::vector<BatchTotal> const& list);
std::string list_text(std::vector<DebitAssignment> const& list);

// Reads what list_text() wrote. Throws std::runtime_error when the text is something else.
void read_list(std::string_view text, std::vector<std::string>& list);
void read_list(std::string_view text, std::vector<SkippedChannel>& list);
void read_list(std::string_view text, std::vector<AllocatedPart>& list);
void read_list(std::string_view text, std::vector<BatchTotal>& list);
void read_list(std::string_view text, std::vector<DebitAssignment>& list);

}  // namespace airut::ledger
