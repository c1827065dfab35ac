#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace airut::tests {

// What breaks PDF/A-3b (ISO 19005-3) or PDF/UA-1 (ISO 14289-1) in a file, of the clauses that our
// writer could get wrong: file header and id, no encryption, metadata that agrees with the document
// information, output intent with an RGB profile, embedded fonts with their mappings, no LZW, no
// transparency, no scripts, associated files, and every mark on a page tagged or an artifact with
// the structure to match. Reads the file by qpdf, not by our own code.
std::vector<std::string> archive_faults(std::string_view bytes);

}  // namespace airut::tests
