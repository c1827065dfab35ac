#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/deviations/hear.hpp"
#include "gateway/feedback/read_file.hpp"

namespace airut::gateway {

// A file that a bank or operator left for us.
struct NetworkFile {
  std::string channel;  // that it came through: only its deliveries are spoken of
  std::string name;
  std::string tenant;  // whose key brought it: nobody else's documents are spoken of; "": all
  std::vector<ReadPart> parts;
};

struct TakenFile {
  std::int64_t parts = 0, seen_before = 0;  // of the file
  std::int64_t heard = 0;                   // deliveries that learned something
  std::int64_t unmatched = 0, unreadable = 0;
  bool queued = false;  // a delivery waits now
  bool busy = false;    // a delivery it speaks of is under way: nothing was taken, bring it again
};

// Takes every part in once, whatever file it comes in: kept with its bytes, and followed. A status
// is evidence or a deviation of the delivery it names; a recipient's notice changes the register,
// or waits for a person where it is not certain whose it is; what names nobody, or cannot be read,
// is a deviation of its own with the other side's words. Late, twice and out of order is no harm.
TakenFile take_in(ledger::Transaction& tx, NetworkFile const& file, StepContext const& context,
                  config::FeedbackTables const& tables);

// What a status word means for a delivery; by the table, and verbatim where it knows no such word.
// nullopt: it means nothing.
std::optional<News> news_of(StatusWord const& word, ledger::DeliveryRow const& delivery,
                            config::FeedbackTables const& tables);

}  // namespace airut::gateway
