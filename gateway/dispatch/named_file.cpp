#include "gateway/dispatch/named_file.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::gateway {
namespace {

// The document's number as a part of a file name.
std::string file_stem(std::string_view number) {
  std::string stem;
  for (char const c : number) {
    bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    stem += plain ? c : '-';
  }
  return stem;
}

}  // namespace

channels::ParcelFile named(RenderQuestion const& q, std::string_view extension,
                           std::string media_type, std::string bytes) {
  auto kind = q.delivery.document_kind;
  std::replace(kind.begin(), kind.end(), '_', '-');
  return {fmt::format("{}-{}.{}", kind, file_stem(q.submission.invoice.number), extension),
          std::move(media_type), std::move(bytes)};
}

}  // namespace airut::gateway
