#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "config/settings.hpp"
#include "formats/csv/read.hpp"
#include "formats/model/finding.hpp"

namespace airut::gateway {

// What a batch's body is: by its content the files of a ZIP, lines of JSON, or XML documents one
// after another; by the word of its sender the rows of a CSV.
enum class BatchFormat { zip, ndjson, xml, csv };
std::string_view batch_format_text(BatchFormat format);  // zip, ndjson, xml, csv

// Looks through the whole body: its form, and with a ZIP every file and its checksum. Gives the
// number of documents; the error is why the body as a whole is no batch (batch-empty,
// batch-format-unknown, batch-too-many-documents, zip-*). limits.zip_files is the most documents of
// every form.
struct BatchBody {
  BatchFormat format = BatchFormat::ndjson;
  std::int64_t documents = 0;
  std::uint64_t bytes = 0;  // of all documents, unpacked
};
tl::expected<BatchBody, model::Findings> look_through(std::string_view body,
                                                      config::Limits const& limits);

// The same for a CSV by its profile (csv-*).
tl::expected<BatchBody, model::Findings> look_through_csv(std::string_view body,
                                                          csv::Profile const& profile,
                                                          config::Limits const& limits);

struct BatchDocument {
  std::string name;               // of a file in a ZIP; the number of a CSV's invoice
  std::string bytes;              // of a CSV's invoice its rows under the headings
  std::optional<csv::Item> item;  // what they say
};

// Gives the documents of a body that was looked through to take(), without the first `skip`, until
// it says false. Before a CSV stands its profile (csv_profile_line).
using TakeDocument = std::function<bool(BatchDocument document)>;
void for_each_document(std::string_view body, std::string_view format, config::Limits const& limits,
                       TakeDocument const& take, std::int64_t skip);

}  // namespace airut::gateway
