#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace airut::channels {

struct ParcelFile {
  std::string name;        // "invoice-2026-104233.pdf", no path
  std::string media_type;  // "application/pdf"
  std::string bytes;
  std::filesystem::path on_disk{};  // instead of bytes: print batches, for directory and SFTP only
};

// How a letter is printed and posted.
struct PrintJob {
  std::vector<std::string> address_lines;
  std::string country;
  int pages = 1;
  bool colour = false, duplex = true, priority = false;
  std::string client, document;  // what printing rules look at: ref, "reminder"
  std::string outside_window;    // says what of the address the envelope's window does not show
};

// What a channel carries: sealed before the first attempt and the same on every later one.
struct Parcel {
  std::string delivery_id;  // dlv_...
  std::string message_id;   // the id the other side sees; allotted once per delivery
  // When the delivery was decided: the date that the document and its letter carry.
  std::chrono::sys_time<std::chrono::milliseconds> created{};
  // The recipient's address in this channel (e-mail, OVT, 0192:...); of a mail to several theirs,
  // between commas.
  std::string address;
  std::string intermediary;       // operator or bank behind the address, "" when none
  std::string meaning;            // what it is for a bank (bank_file_types.tsv); "": an invoice
  std::vector<ParcelFile> files;  // the document first, attachments after
  // How many of the files the other side has from earlier attempts, where each goes by itself.
  std::size_t taken = 0;
  // Letter-like channels only (e-mail):
  std::string from_name;  // display name of the billing client
  std::string reply_to;
  std::string subject;
  std::string text;  // plain text body, UTF-8
  std::string html;  // the same in HTML; "": plain text alone
  // Where a POST says that the recipient wants no more mail (RFC 8058); "": nowhere.
  std::string unsubscribe;
  // A mail to several goes to those who are accepted even when others are told to come later.
  bool to_some = false;
  std::optional<PrintJob> print;  // letters on paper only
};

}  // namespace airut::channels
