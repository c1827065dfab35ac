#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/print/letter.hpp"

namespace airut::print {

// A PDF for each letter, or one PDF for all letters that are processed alike, with page ranges.
enum class Layout { letters, bundle };

// Posti's iPost wants a LetterBundle beside each PDF (namespace
// urn:itella.com:/schema/ipost/letterbundle/v1x0). Ids are the sender's at Posti.
struct LetterBundleSender {
  std::string customer_id, password, contact;
  bool test = false;
};

struct BatchAbout {
  std::string id;
  model::Instant created{};
  Layout layout = Layout::letters;
  std::optional<LetterBundleSender> letter_bundle;  // with Layout::bundle only
};

struct WrittenBatch {
  std::string name;  // "print-2026-11-22-....zip"
  std::uint64_t letters = 0, pages = 0, sheets = 0;
};

// Writes a ZIP of letters with its manifests to a file, letter by letter: memory does not grow with
// their pages. Beside the PDFs stand manifest.xml and manifest.csv (letter id, file, first page,
// pages, address, sheets, plex, colour, priority, envelope, inserts, SHA-256) with control totals.
// The same letters and moment always give the same bytes.
class BatchWriter {
 public:
  // Uses files beside it while it writes, all named after it.
  BatchWriter(std::filesystem::path file, BatchAbout about);
  ~BatchWriter();  // what is not finished is removed
  BatchWriter(BatchWriter const&) = delete;
  BatchWriter& operator=(BatchWriter const&) = delete;

  // Problem missing: no address; out_of_range: more address lines than a window shows, or not as
  // many pages as the letter says; malformed: no sound PDF; unsupported: the disk does not take it,
  // and the batch is lost.
  model::Result<void> add(Letter const& letter, std::string_view pdf);
  // What the batch is called instead, when that is known by its letters only.
  void call(std::string id, model::Instant created);
  // Problem unsupported: the disk does not take it.
  model::Result<WrittenBatch> finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::print
