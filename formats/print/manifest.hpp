#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/print/batch.hpp"

// The rows and frames of what tells a printer about a batch; rows are made one by one.
namespace airut::print {

// A letter with its place in the batch.
struct Row {
  Letter const& letter;
  std::string_view file;    // "dlv_....pdf", or the bundle's name
  int first_page = 1;       // in the file
  std::string_view sha256;  // of the letter's own PDF
  int sheets() const { return sheets_of(letter.pages, letter.processing.duplex); }
};

struct Totals {
  std::uint64_t letters = 0, pages = 0, sheets = 0, bytes = 0;
};

struct Frame {
  std::string start, end;
};

Frame xml_frame(BatchAbout const& about, Totals const& totals);
std::string xml_row(Row const& row);
std::string_view csv_head();
std::string csv_row(Row const& row);

// LetterBundle for one PDF; its letters are processed alike.
Frame letter_bundle_frame(LetterBundleSender const& sender, Processing const& processing,
                          std::string_view pdf);
std::string letter_bundle_row(Row const& row);

}  // namespace airut::print
