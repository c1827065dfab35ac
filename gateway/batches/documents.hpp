#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "config/settings.hpp"
#include "formats/model/finding.hpp"

namespace airut::gateway {

// What a batch's body is, by its content: the files of a ZIP, lines of JSON, or XML documents one
// after another.
enum class BatchFormat { zip, ndjson, xml };
std::string_view batch_format_text(BatchFormat format);  // zip, ndjson, xml

// Looks through the whole body: its form, and with a ZIP every file and its checksum. Gives the
// number of documents; the error is why the body as a whole is no batch (batch-empty,
// batch-format-unknown, zip-*).
struct BatchBody {
  BatchFormat format = BatchFormat::ndjson;
  std::int64_t documents = 0;
  std::uint64_t bytes = 0;  // of all documents, unpacked
};
tl::expected<BatchBody, model::Findings> look_through(std::string_view body,
                                                      config::Limits const& limits);

// Gives the documents of a body that was looked through to take(), without the first `skip`, until
// it says false.
using TakeDocument = std::function<bool(std::string const& name, std::string bytes)>;
void for_each_document(std::string_view body, config::Limits const& limits,
                       TakeDocument const& take, std::int64_t skip);

}  // namespace airut::gateway
