#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "channels/inbox/inbox.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// What a file that lay in an inbox was.
struct InboxVerdict {
  std::string outcome;            // imported, seen_before, heard, kept, refused
  std::string result_id, detail;  // as BankFileTaken has them
  bool busy = false;              // nothing was taken: it speaks of a delivery that is under way
  bool queued = false;            // a delivery waits now
};

// A file that was read on a worker is taken in by this, in one transaction that may run twice.
using InboxTaker = std::function<InboxVerdict(ledger::Transaction&)>;
using InboxReader = std::function<InboxTaker(std::string const& name, std::string bytes)>;

// One inbox as the gateway works with it. Everything but the place belongs to the desk's strand.
struct InboxLine {
  std::string channel, tenant;  // whose journal tells of the files
  std::string meaning;          // of the files: clearing, feedback, print_report
  config::InboxSettings settings;
  std::unique_ptr<channels::Inbox> place;
  InboxReader read;
  bool busy = false;
  std::vector<channels::InboxFile> before;  // what lay there at the last look
};

// What one look into an inbox brought.
struct InboxReport {
  std::string channel;
  std::string code, native_code, text;  // why it did not go well, "" when it did
  std::int64_t found = 0;               // files that were not known before
  std::int64_t taken = 0, refused = 0;
  std::int64_t waiting = 0;  // still growing, or about a delivery that is under way
};

}  // namespace airut::gateway
