#pragma once

#include <cstdint>
#include <string>

#include "formats/model/date.hpp"

// Facts about what is fetched from banks.
namespace airut::ledger {

// A bank was asked what waits there, once for every kind of file.
struct BankAsked {
  std::string round_id, channel;
  std::string code, native_code;  // why it did not go well, "" when it did
  std::int64_t listed = 0;        // files that were not known before
  std::string text;               // the bank's words
};

// The bank has a file for us. Stands before the first download, so that a file that the bank has
// marked as fetched is asked for again until it is kept here.
struct BankFileListed {
  std::string file_id, channel;
  std::string file_reference;  // the bank's name for it
  std::string file_type;       // the bank's: KTL, TO
  std::string meaning;         // ours: reference_payments ...
  std::string target_id;
  model::Instant stamped{};  // FileTimestamp
};

// The file is kept, with the signed response that brought it.
struct BankFileFetched {
  std::string file_id;
  std::string digest, receipt_digest;
  std::int64_t size = 0;
};

// What became of a file. A later one of the same file counts.
struct BankFileTaken {
  std::string file_id;
  std::string outcome;    // imported, seen_before, heard, kept, refused
  std::string result_id;  // the payment file
  std::string detail;     // why it was refused
};

// A new key and certificate serve the channel from here on.
struct BankCertificateRenewed {
  std::string channel, serial, previous_serial;  // lower-case hexadecimal
  model::Instant not_after{};
};

}  // namespace airut::ledger
