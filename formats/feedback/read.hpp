#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

// An operator's status file: what became of each document that was handed over to him.
namespace airut::feedback {

enum class Syntax { csv, json, xml };

// Where a status file says what. CSV: headings. JSON: an array of objects, objects a line, or one
// object whose member `record` is the array; the others are members. XML: `record` is the element
// of one status wherever it stands, the others are its children, or "@name" for its attributes.
struct Layout {
  Syntax syntax = Syntax::csv;
  char delimiter = 0;  // of CSV; 0: found out
  std::string record;
  std::string message_id;  // our own id of the message
  std::string status;      // the operator's word or number
  std::string text;        // his sentence, "" when the file has none
};

struct Status {
  std::string message_id, status, text;
  int line = 0;
  friend bool operator==(Status const&, Status const&) = default;
};

inline constexpr std::size_t statuses_most = 200'000;

// Every status in the file's order. The error: csv-..., json-syntax, xml-syntax, or
// feedback-incomplete with the line of each status that names no message or no status. Nothing is
// taken from a file that is not understood whole.
tl::expected<std::vector<Status>, model::Findings> read(std::string_view bytes,
                                                        Layout const& layout);

// The readers of each syntax.
tl::expected<std::vector<Status>, model::Findings> read_csv(std::string_view, Layout const&);
tl::expected<std::vector<Status>, model::Findings> read_json(std::string_view, Layout const&);

}  // namespace airut::feedback
