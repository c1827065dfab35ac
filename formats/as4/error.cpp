#include "formats/as4/error.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace airut::as4 {
namespace {

struct Row {
  std::string_view code, short_description, category;
};

constexpr std::array<Row, 17> rows{{
    {"EBMS:0001", "ValueNotRecognized", "CONTENT"},
    {"EBMS:0002", "FeatureNotSupported", "CONTENT"},
    {"EBMS:0003", "ValueInconsistent", "CONTENT"},
    {"EBMS:0004", "Other", "CONTENT"},
    {"EBMS:0005", "ConnectionFailure", "COMMUNICATION"},
    {"EBMS:0007", "MimeInconsistency", "UNPACKAGING"},
    {"EBMS:0008", "FeatureNotSupported", "UNPACKAGING"},
    {"EBMS:0009", "InvalidHeader", "UNPACKAGING"},
    {"EBMS:0010", "ProcessingModeMismatch", "PROCESSING"},
    {"EBMS:0011", "ExternalPayloadError", "CONTENT"},
    {"EBMS:0101", "FailedAuthentication", "PROCESSING"},
    {"EBMS:0102", "FailedDecryption", "PROCESSING"},
    {"EBMS:0103", "PolicyNoncompliance", "PROCESSING"},
    {"EBMS:0202", "DeliveryFailure", "COMMUNICATION"},
    {"EBMS:0302", "InvalidReceipt", "COMMUNICATION"},
    {"EBMS:0303", "DecompressionFailure", "COMMUNICATION"},
    {"EBMS:4001", "DuplicateDetected", "COMMUNICATION"},
}};

}  // namespace

Error make_error(std::string_view code, std::string detail) {
  auto const row =
      std::find_if(rows.begin(), rows.end(), [&](Row const& one) { return one.code == code; });
  if (row == rows.end()) throw std::logic_error{"no such ebMS error: " + std::string{code}};
  Error error;
  error.code = row->code;
  error.short_description = row->short_description;
  error.category = row->category;
  error.detail = std::move(detail);
  return error;
}

}  // namespace airut::as4
