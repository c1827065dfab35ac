#include "formats/pdf/archive.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "formats/pdf/deflate.hpp"
#include "formats/pdf/file.hpp"

namespace airut::pdf {
namespace {

constexpr int enclosure_level = 1;

std::string escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

// Extension schemas (ISO 19005-3, 6.6.2.3.3) for names that PDF/A does not know itself.
constexpr std::string_view schema_start =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">"
    "<pdfaExtension:schemas><rdf:Bag>";
constexpr std::string_view schema_end = "</rdf:Bag></pdfaExtension:schemas></rdf:Description>\n";

std::string schema(std::string_view name, std::string_view space, std::string_view prefix,
                   std::string_view properties) {
  return fmt::format(
      "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{}</pdfaSchema:schema>"
      "<pdfaSchema:namespaceURI>{}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{}"
      "</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>{}</rdf:Seq></pdfaSchema:property>"
      "</rdf:li>",
      name, space, prefix, properties);
}

std::string property(std::string_view name, std::string_view type, std::string_view category,
                     std::string_view description) {
  return fmt::format(
      "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{}</pdfaProperty:name>"
      "<pdfaProperty:valueType>{}</pdfaProperty:valueType><pdfaProperty:category>{}"
      "</pdfaProperty:category><pdfaProperty:description>{}</pdfaProperty:description></rdf:li>",
      name, type, category, description);
}

std::string const& accessibility_schema() {
  static std::string const text =
      schema("PDF/UA", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid",
             property("part", "Integer", "internal", "Part of ISO 14289"));
  return text;
}

constexpr std::string_view hybrid_space = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

std::string const& hybrid_schema() {
  static std::string const text =
      schema("Factur-X PDFA Extension Schema", hybrid_space, "fx",
             property("DocumentFileName", "Text", "external", "Name of the embedded invoice") +
                 property("DocumentType", "Text", "external", "INVOICE") +
                 property("Version", "Text", "external", "Version of the hybrid format") +
                 property("ConformanceLevel", "Text", "external", "Profile of the invoice"));
  return text;
}

std::string hybrid_description(HybridProfile const& hybrid) {
  return fmt::format(
      "<rdf:Description rdf:about=\"\" xmlns:fx=\"{}\"><fx:DocumentType>INVOICE</fx:DocumentType>"
      "<fx:DocumentFileName>{}</fx:DocumentFileName><fx:Version>1.0</fx:Version>"
      "<fx:ConformanceLevel>{}</fx:ConformanceLevel></rdf:Description>\n",
      hybrid_space, escaped(hybrid.file_name), escaped(hybrid.conformance_level));
}

std::string_view relation_name(Relation relation) {
  switch (relation) {
    case Relation::alternative:
      return "Alternative";
    case Relation::data:
      return "Data";
    case Relation::source:
      return "Source";
    case Relation::supplement:
      return "Supplement";
    case Relation::unspecified:
      break;
  }
  return "Unspecified";
}

// A name object: what is not a plain character becomes #xx.
std::string name_of(std::string_view text) {
  std::string name = "/";
  for (char const c : text) {
    bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '+';
    if (plain) {
      name += c;
    } else {
      name += fmt::format("#{:02X}", static_cast<unsigned char>(c));
    }
  }
  return name;
}

int write_enclosure(File& file, Enclosure const& one, model::Date date, std::string& identity) {
  int const specification = file.reserve(), content = file.reserve();
  auto const packed = deflated(one.bytes, enclosure_level);
  identity += model::sha256_hex(packed);
  auto const type = one.media_type.empty() ? "application/octet-stream" : one.media_type;
  file.stream(content,
              fmt::format("/Type/EmbeddedFile/Subtype{}/Params<</Size {}/ModDate({})>>"
                          "/Filter/FlateDecode",
                          name_of(type), one.bytes.size(), pdf_date(date)),
              packed);
  auto const name = text_string(one.name);
  file.object(specification, fmt::format("<</Type/Filespec/F {0}/UF {0}/Desc {1}/AFRelationship/{2}"
                                         "/EF<</F {3} 0 R/UF {3} 0 R>>>>",
                                         name, text_string(one.description),
                                         relation_name(one.relation), content));
  return specification;
}

std::string write_enclosures(File& file, std::vector<Enclosure> const& enclosures, model::Date date,
                             std::string& identity) {
  if (enclosures.empty()) return {};
  std::vector<std::pair<std::string, int>> named;
  std::string all;
  for (auto const& one : enclosures) {
    int const number = write_enclosure(file, one, date, identity);
    named.emplace_back(text_string(one.name), number);
    fmt::format_to(std::back_inserter(all), "{} 0 R ", number);
  }
  std::sort(named.begin(), named.end());  // a name tree is in order
  std::string names;
  for (auto const& [name, number] : named) {
    fmt::format_to(std::back_inserter(names), "{} {} 0 R ", name, number);
  }
  return fmt::format("/AF[{}]/Names<</EmbeddedFiles<</Names[{}]>>>>", all, names);
}

}  // namespace

std::string pdf_date(model::Date day) {
  return fmt::format("D:{}000000Z", model::date_text_compact(day));
}

std::string xmp_packet(About const& about) {
  std::string packet =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
      " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""
      " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">"
      "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
      "<pdfuaid:part>1</pdfuaid:part>";
  packet += fmt::format(
      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>"
      "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"
      "<dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>"
      "<xmp:CreateDate>{}T00:00:00Z</xmp:CreateDate>"
      "<pdf:Producer>Airut</pdf:Producer></rdf:Description>\n",
      escaped(about.title), escaped(about.author), escaped(about.language),
      model::date_text(about.date));
  if (about.hybrid) packet += hybrid_description(*about.hybrid);
  packet.append(schema_start).append(accessibility_schema());
  if (about.hybrid) packet += hybrid_schema();
  packet.append(schema_end);
  return packet + "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

std::string write_archive(File& file, About const& about, std::vector<Enclosure> const& enclosures,
                          std::string& identity) {
  static std::string const profile = deflate(srgb_profile(), 12);
  int const metadata = file.reserve(), intent = file.reserve(), colours = file.reserve();
  file.stream(metadata, "/Type/Metadata/Subtype/XML", xmp_packet(about));
  file.stream(colours, "/N 3/Filter/FlateDecode", profile);
  file.object(intent, fmt::format("<</Type/OutputIntent/S/GTS_PDFA1"
                                  "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2-1)"
                                  "/DestOutputProfile {} 0 R>>",
                                  colours));
  return fmt::format("/Metadata {} 0 R/OutputIntents[{} 0 R]", metadata, intent) +
         write_enclosures(file, enclosures, about.date, identity);
}

}  // namespace airut::pdf
