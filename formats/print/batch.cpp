#include "formats/print/batch.hpp"

#include <chrono>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <zip.h>

#include "formats/model/sha256.hpp"
#include "formats/xml/writer.hpp"

namespace airut::print {
namespace {

int sheets_of(Letter const& letter) {
  return letter.duplex ? (letter.pages + 1) / 2 : letter.pages;
}

std::string file_of(Letter const& letter) { return letter.id + ".pdf"; }

struct Totals {
  std::size_t letters = 0, bytes = 0;
  int pages = 0, sheets = 0;
};

Totals totals_of(std::vector<Letter> const& letters) {
  Totals totals;
  for (auto const& letter : letters) {
    ++totals.letters;
    totals.pages += letter.pages;
    totals.sheets += sheets_of(letter);
    totals.bytes += letter.pdf.size();
  }
  return totals;
}

void write_letter(xml::Writer& out, Letter const& letter) {
  out.open("Letter", {{"id", letter.id}});
  out.leaf("File", file_of(letter));
  out.open("Address", {{"country", letter.country}});
  for (auto const& line : letter.address_lines) out.leaf("Line", line);
  out.close();
  out.leaf("Pages", std::to_string(letter.pages));
  out.leaf("Sheets", std::to_string(sheets_of(letter)));
  out.leaf("Plex", letter.duplex ? "duplex" : "simplex");
  out.leaf("Colour", letter.colour ? "true" : "false");
  out.leaf("Priority", letter.priority ? "priority" : "economy");
  out.leaf("Sha256", model::sha256_hex(letter.pdf));
  out.close();
}

std::string manifest_xml(std::string_view id, model::Instant created,
                         std::vector<Letter> const& letters) {
  auto const totals = totals_of(letters);
  xml::Writer out{xml::Encoding::utf8};
  out.open("PrintBatch", {{"id", id}, {"created", model::instant_text(created)}});
  out.open("ControlTotals");
  out.leaf("Letters", std::to_string(totals.letters));
  out.leaf("Pages", std::to_string(totals.pages));
  out.leaf("Sheets", std::to_string(totals.sheets));
  out.leaf("Bytes", std::to_string(totals.bytes));
  out.close();
  for (auto const& letter : letters) write_letter(out, letter);
  out.close();
  return std::move(out).text();
}

// RFC 4180: quotes around everything, doubled inside.
std::string csv_field(std::string_view text) {
  std::string cell = "\"";
  for (char const c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + "\"";
}

std::string manifest_csv(std::vector<Letter> const& letters) {
  std::string csv =
      "letter_id,file,address_1,address_2,address_3,address_4,address_5,country,pages,sheets,plex,"
      "colour,priority,sha256\r\n";
  constexpr std::size_t address_cells = 5;
  for (auto const& letter : letters) {
    csv += csv_field(letter.id) + "," + csv_field(file_of(letter));
    for (std::size_t i = 0; i < address_cells; ++i) {
      csv += "," + csv_field(i < letter.address_lines.size() ? letter.address_lines[i] : "");
    }
    csv += fmt::format(",{},{},{},{},{},{},{}\r\n", csv_field(letter.country), letter.pages,
                       sheets_of(letter), letter.duplex ? "duplex" : "simplex",
                       letter.colour ? "colour" : "mono", letter.priority ? "priority" : "economy",
                       model::sha256_hex(letter.pdf));
  }
  return csv;
}

struct DiscardZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, DiscardZip>;

[[noreturn]] void failed() { throw std::runtime_error{"a ZIP file cannot be made"}; }

// The archive reads the bytes when it is closed: they must live until then.
void add_file(zip_t* zip, std::string const& name, std::string const& bytes, std::time_t time) {
  auto* source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
  if (source == nullptr) failed();
  auto const index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    failed();
  }
  auto const place = static_cast<zip_uint64_t>(index);
  if (zip_file_set_mtime(zip, place, time, 0) != 0) failed();
  // PDFs are deflated inside already.
  bool const pdf = name.size() > 4 && name.substr(name.size() - 4) == ".pdf";
  if (zip_set_file_compression(zip, place, pdf ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6) != 0) failed();
}

std::string bytes_of(zip_source_t* source) {
  if (zip_source_open(source) != 0) failed();
  std::string bytes;
  char buffer[65536];
  for (;;) {
    auto const got = zip_source_read(source, buffer, sizeof buffer);
    if (got < 0) failed();
    if (got == 0) break;
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  zip_source_close(source);
  return bytes;
}

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

std::string zipped(std::vector<std::pair<std::string, std::string const*>> const& files,
                   std::time_t time) {
  zip_error_t error;
  zip_error_init(&error);
  std::unique_ptr<zip_source_t, FreeSource> const memory{
      zip_source_buffer_create(nullptr, 0, 0, &error)};
  if (!memory) failed();
  zip_source_keep(memory.get());  // the archive frees one
  Zip zip{zip_open_from_source(memory.get(), ZIP_TRUNCATE, &error)};
  if (!zip) {
    zip_source_free(memory.get());
    failed();
  }
  for (auto const& [name, bytes] : files) add_file(zip.get(), name, *bytes, time);
  if (zip_close(zip.get()) != 0) failed();
  static_cast<void>(zip.release());
  return bytes_of(memory.get());
}

}  // namespace

model::Result<Batch> write_batch(std::string_view id, model::Instant created,
                                 std::vector<Letter> const& letters) {
  for (auto const& letter : letters) {
    if (letter.address_lines.size() >= 2) continue;
    return tl::unexpected{model::Problem{
        model::Fault::missing, fmt::format("Letter {} has no postal address.", letter.id)}};
  }
  auto const xml = manifest_xml(id, created, letters);
  auto const csv = manifest_csv(letters);
  std::vector<std::string> names;
  std::vector<std::pair<std::string, std::string const*>> files{{"manifest.xml", &xml},
                                                                {"manifest.csv", &csv}};
  for (auto const& letter : letters) files.emplace_back(file_of(letter), &letter.pdf);
  auto const time = std::chrono::system_clock::to_time_t(created);
  auto const day = model::date_text(model::day_of(created));
  return Batch{fmt::format("print-{}-{}.zip", day, id), zipped(files, time)};
}

model::Result<std::vector<std::string>> address_lines(model::Party const& party) {
  auto const& address = party.address;
  if (party.name.empty() || address.line1.empty() || address.postal_code.empty() ||
      address.city.empty()) {
    return tl::unexpected{model::Problem{
        model::Fault::missing, "The postal address lacks a name, street, postal code or city."}};
  }
  std::vector<std::string> lines{party.name, address.line1};
  for (auto const* line : {&address.line2, &address.line3}) {
    if (!line->empty()) lines.push_back(*line);
  }
  lines.push_back(fmt::format("{} {}", address.postal_code, address.city));
  return lines;
}

}  // namespace airut::print
