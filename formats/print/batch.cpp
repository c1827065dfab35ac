#include "formats/print/batch.hpp"

#include <chrono>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <tuple>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "formats/pdf/page_bundle.hpp"
#include "formats/print/manifest.hpp"
#include "formats/print/zip_stream.hpp"

namespace airut::print {
namespace {

namespace fs = std::filesystem;

// A file that is there while its owner is.
class ShortLived {
 public:
  explicit ShortLived(fs::path path) : path_(std::move(path)) {}
  ~ShortLived() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }
  void keep() { path_.clear(); }
  ShortLived(ShortLived const&) = delete;
  ShortLived& operator=(ShortLived const&) = delete;
  fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

// The rows of a manifest, gathered on disk.
class Rows {
 public:
  explicit Rows(fs::path const& path) : file_(path), out_(path, std::ios::binary) {}
  void add(std::string const& row) {
    if (!(out_ << row)) throw std::runtime_error{"a manifest cannot be written"};
  }
  // What was written so far.
  fs::path const& path() {
    if (!out_.flush()) throw std::runtime_error{"a manifest cannot be written"};
    return file_.path();
  }

 private:
  ShortLived file_;
  std::ofstream out_;
};

// What a printer needs to do alike for all letters of a PDF.
using Alike = std::tuple<bool, bool, bool, std::string, std::vector<std::string>>;

Alike alike(Processing const& how) {
  return {how.duplex, how.colour, how.priority, how.envelope, how.inserts};
}

// One PDF of letters that are processed alike.
struct Bundle {
  Bundle(fs::path const& beside, std::size_t place, Processing the_processing)
      : name(fmt::format("letters-{}.pdf", place)),
        processing(std::move(the_processing)),
        file(fmt::format("{}.{}", beside.string(), name)),
        rows(fmt::format("{}.{}.rows", beside.string(), name)),
        pages(file.path()) {}
  std::string name;
  Processing processing;
  ShortLived file;
  Rows rows;  // of its LetterBundle
  pdf::PageBundle pages;
  int count = 0;
};

model::Problem problem(model::Fault fault, std::string text) { return {fault, std::move(text)}; }

std::optional<model::Problem> address_problem(Letter const& letter) {
  auto const count = letter.address_lines.size();
  if (count < 2) {
    return problem(model::Fault::missing,
                   fmt::format("Letter {} has no postal address.", letter.id));
  }
  if (count <= address_lines_max) return std::nullopt;
  return problem(model::Fault::out_of_range,
                 fmt::format("The address of letter {} has {} lines; a window shows {}.", letter.id,
                             count, address_lines_max));
}

}  // namespace

struct BatchWriter::Parts {
  Parts(fs::path the_file, BatchAbout the_about)
      : file(std::move(the_file)),
        about(std::move(the_about)),
        xml(file.path().string() + ".xml"),
        csv(file.path().string() + ".csv"),
        zip(file.path(), about.created) {}

  Bundle& bundle_for(Processing const& processing) {
    auto const at = bundles.find(alike(processing));
    if (at != bundles.end()) return at->second;
    auto const place = bundles.size() + 1;
    return bundles.try_emplace(alike(processing), file.path(), place, processing).first->second;
  }

  void note(Row const& row, std::size_t bytes) {
    xml.add(xml_row(row));
    csv.add(csv_row(row));
    ++totals.letters;
    totals.pages += static_cast<std::uint64_t>(row.letter.pages);
    totals.sheets += static_cast<std::uint64_t>(row.sheets());
    totals.bytes += bytes;
  }

  std::optional<model::Problem> add_to_bundle(Letter const& letter, std::string_view pdf,
                                              std::string const& digest) {
    auto& bundle = bundle_for(letter.processing);
    int const pages = bundle.pages.add(pdf);
    Row const row{letter, bundle.name, bundle.count + 1, digest};
    bundle.count += pages;
    if (pages != letter.pages) {
      return problem(model::Fault::out_of_range, fmt::format("Letter {} has {} pages and not {}.",
                                                             letter.id, pages, letter.pages));
    }
    if (about.letter_bundle) bundle.rows.add(letter_bundle_row(row));
    note(row, pdf.size());
    return std::nullopt;
  }

  void add_alone(Letter const& letter, std::string_view pdf, std::string const& digest) {
    auto const name = letter.id + ".pdf";
    zip.add(name, {{pdf, {}}}, false);
    note({letter, name, 1, digest}, pdf.size());
  }

  void add_bundles() {
    for (auto& [key, bundle] : bundles) {
      bundle.pages.finish(model::sha256_hex(about.id + bundle.name).substr(0, 32));
      zip.add(bundle.name, {{{}, bundle.file.path()}}, false);
      if (!about.letter_bundle) continue;
      auto const frame = letter_bundle_frame(*about.letter_bundle, bundle.processing, bundle.name);
      auto const name = bundle.name.substr(0, bundle.name.size() - 4) + "-letterbundle.xml";
      zip.add(name, {{frame.start, {}}, {{}, bundle.rows.path()}, {frame.end, {}}}, true);
    }
  }

  WrittenBatch finish() {
    add_bundles();
    auto const frame = xml_frame(about, totals);
    zip.add("manifest.xml", {{frame.start, {}}, {{}, xml.path()}, {frame.end, {}}}, true);
    zip.add("manifest.csv", {{csv_head(), {}}, {{}, csv.path()}}, true);
    zip.finish();
    auto const day = model::date_text(model::day_of(about.created));
    return {fmt::format("print-{}-{}.zip", day, about.id), totals.letters, totals.pages,
            totals.sheets};
  }

  ShortLived file;
  BatchAbout about;
  Rows xml, csv;
  ZipStream zip;
  std::map<Alike, Bundle> bundles;
  Totals totals;
};

BatchWriter::BatchWriter(fs::path file, BatchAbout about)
    : parts_(std::make_unique<Parts>(std::move(file), std::move(about))) {}

BatchWriter::~BatchWriter() = default;

model::Result<void> BatchWriter::add(Letter const& letter, std::string_view pdf) {
  if (auto wrong = address_problem(letter)) return tl::unexpected{*std::move(wrong)};
  try {
    auto const digest = model::sha256_hex(pdf);
    if (parts_->about.layout == Layout::letters) {
      parts_->add_alone(letter, pdf, digest);
    } else if (auto wrong = parts_->add_to_bundle(letter, pdf, digest)) {
      return tl::unexpected{*std::move(wrong)};
    }
    return {};
  } catch (pdf::UnsoundPdf const& fault) {
    return tl::unexpected{
        problem(model::Fault::malformed, fmt::format("Letter {}: {}.", letter.id, fault.what()))};
  } catch (std::runtime_error const& fault) {
    return tl::unexpected{problem(
        model::Fault::unsupported,
        fmt::format("Letter {} cannot be added to its batch: {}.", letter.id, fault.what()))};
  }
}

void BatchWriter::call(std::string id, model::Instant created) {
  parts_->about.id = std::move(id);
  parts_->about.created = created;
}

model::Result<WrittenBatch> BatchWriter::finish() {
  try {
    auto written = parts_->finish();
    parts_->file.keep();
    return written;
  } catch (std::runtime_error const& fault) {
    return tl::unexpected{problem(model::Fault::unsupported,
                                  fmt::format("A batch cannot be finished: {}.", fault.what()))};
  }
}

}  // namespace airut::print
