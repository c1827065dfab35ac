#include "formats/print/manifest.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/xml/writer.hpp"

namespace airut::print {
namespace {

// What a writer wrote, without the declaration in its first line.
std::string fragment(xml::Writer out) {
  auto const text = std::move(out).text();
  return text.substr(text.find('\n') + 1);
}

std::string number(std::uint64_t value) { return fmt::format("{}", value); }

// The frame of a document with one element in the middle, which stands for the rows.
Frame split(xml::Writer out) {
  constexpr std::string_view middle = "<rows></rows>\n";
  auto const text = std::move(out).text();
  auto const at = text.find(middle);
  return {text.substr(0, at), text.substr(at + middle.size())};
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

}  // namespace

Frame xml_frame(BatchAbout const& about, Totals const& totals) {
  xml::Writer out{xml::Encoding::utf8};
  out.open("PrintBatch", {{"id", about.id}, {"created", model::instant_text(about.created)}});
  out.open("ControlTotals");
  out.leaf("Letters", number(totals.letters));
  out.leaf("Pages", number(totals.pages));
  out.leaf("Sheets", number(totals.sheets));
  out.leaf("Bytes", number(totals.bytes));
  out.close();
  out.leaf("rows", "");
  out.close();
  return split(std::move(out));
}

std::string xml_row(Row const& row) {
  auto const& letter = row.letter;
  auto const& how = letter.processing;
  xml::Writer out{xml::Encoding::utf8};
  out.open("Letter", {{"id", letter.id}});
  out.leaf("File", row.file);
  out.leaf("FirstPage", number(static_cast<std::uint64_t>(row.first_page)));
  out.leaf("Pages", number(static_cast<std::uint64_t>(letter.pages)));
  out.open("Address", {{"country", letter.country}});
  for (auto const& line : letter.address_lines) out.leaf("Line", line);
  out.close();
  out.leaf("Sheets", number(static_cast<std::uint64_t>(row.sheets())));
  out.leaf("Plex", how.duplex ? "duplex" : "simplex");
  out.leaf("Colour", how.colour ? "true" : "false");
  out.leaf("Priority", how.priority ? "priority" : "economy");
  out.leaf_if("Envelope", how.envelope);
  for (auto const& insert : how.inserts) out.leaf("Insert", insert);
  out.leaf("Sha256", row.sha256);
  out.close();
  return fragment(std::move(out));
}

std::string_view csv_head() {
  return "letter_id,file,first_page,pages,address_1,address_2,address_3,address_4,address_5,"
         "address_6,country,sheets,plex,colour,priority,envelope,inserts,sha256\r\n";
}

std::string csv_row(Row const& row) {
  auto const& letter = row.letter;
  auto const& how = letter.processing;
  auto text = fmt::format("{},{},{},{}", csv_field(letter.id), csv_field(row.file), row.first_page,
                          letter.pages);
  for (std::size_t i = 0; i < address_lines_max; ++i) {
    text += "," + csv_field(i < letter.address_lines.size() ? letter.address_lines[i] : "");
  }
  return text + fmt::format(",{},{},{},{},{},{},{},{}\r\n", csv_field(letter.country), row.sheets(),
                            how.duplex ? "duplex" : "simplex", how.colour ? "colour" : "mono",
                            how.priority ? "priority" : "economy", csv_field(how.envelope),
                            csv_field(fmt::format("{}", fmt::join(how.inserts, " "))), row.sha256);
}

Frame letter_bundle_frame(LetterBundleSender const& sender, Processing const& processing,
                          std::string_view pdf) {
  constexpr std::string_view space = "urn:itella.com:/schema/ipost/letterbundle/v1x0";
  xml::Writer out{xml::Encoding::utf8};
  out.open("lb:LetterBundle", {{"xmlns:lb", space}, {"schemaVersion", "v1x0"}});
  out.open("lb:Bundle");
  out.open("lb:BundleCommon", {{"isTest", sender.test ? "true" : "false"}});
  out.leaf("lb:Sender", "", {{"contact", sender.contact}});
  // Letter class 1 is delivered first; paper, format and archive are the service's own usual ones.
  out.leaf("lb:StdBundleProcessing", "",
           {{"customerId", sender.customer_id},
            {"password", sender.password},
            {"serviceFunction", "0"},
            {"electronicArchiving", "T"},
            {"letterClass", processing.priority ? "1" : "2"},
            {"envelope", processing.envelope.empty() ? "S" : processing.envelope},
            {"paper", "0"},
            {"fileFormat", "0"},
            {"departmentClassification", "false"},
            {"isDuplex", processing.duplex ? "true" : "false"}});
  out.leaf("lb:DeliveryChannelControl", "",
           {{"denyElectronicCopyDelivery", "false"}, {"denyElectronicOnlyDelivery", "true"}});
  out.leaf("lb:ExternalFile", "", {{"fileName", pdf}});
  out.close();
  out.leaf("rows", "");
  out.close();
  out.close();
  return split(std::move(out));
}

std::string letter_bundle_row(Row const& row) {
  auto const& lines = row.letter.address_lines;
  // The last line is the postal code and the town.
  auto const& town = lines.back();
  auto const blank = std::min(town.find(' '), town.size());
  auto const street = fmt::format("{}", fmt::join(lines.begin() + 1, lines.end() - 1, ", "));
  xml::Writer out{xml::Encoding::utf8};
  out.open("lb:Letter");
  out.open("lb:LetterMeta");
  out.leaf(
      "lb:Location", "",
      {{"startPage", std::to_string(row.first_page)}, {"pages", std::to_string(row.letter.pages)}});
  out.open("lb:Recipient");
  out.open("lb:Address");
  out.leaf("lb:Eu1", "",
           {{"name", lines.front()},
            {"address", street},
            {"postalCode", std::string_view{town}.substr(0, blank)},
            {"city", std::string_view{town}.substr(std::min(blank + 1, town.size()))},
            {"countryCode", row.letter.country}});
  for (int i = 0; i < 4; ++i) out.close();
  return fragment(std::move(out));
}

}  // namespace airut::print
