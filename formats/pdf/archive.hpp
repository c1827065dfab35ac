#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"

// What makes a file PDF/A-3b (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): metadata, colour profile and
// embedded files.
namespace airut::pdf {

class File;

// How an embedded file relates to the pages (PDF/A-3, annex E).
enum class Relation { alternative, data, source, supplement, unspecified };

struct Enclosure {
  std::string name;        // "factur-x.xml"
  std::string media_type;  // "text/xml"
  std::string description;
  Relation relation = Relation::supplement;
  std::string_view bytes;  // owned by the caller until the file is finished
};

// Factur-X 1.0 / ZUGFeRD 2.x: which embedded file is the invoice.
struct HybridProfile {
  std::string file_name;          // "factur-x.xml"
  std::string conformance_level;  // "EN 16931"
};

struct About {
  std::string title, author;
  std::string language;  // RFC 3066: "fi"
  model::Date date{};    // becomes the creation date, so that the same document gives the same file
  std::optional<HybridProfile> hybrid;
};

std::string xmp_packet(About const& about);
// An ICC 4.3 display profile of sRGB (IEC 61966-2-1), computed from its primaries and curve.
std::string const& srgb_profile();
// "D:20261122000000Z"
std::string pdf_date(model::Date day);

// Writes metadata, output intent and enclosures; the catalog's entries for them. Hashes of the
// enclosures are added to identity.
std::string write_archive(File& file, About const& about, std::vector<Enclosure> const& enclosures,
                          std::string& identity);

}  // namespace airut::pdf
