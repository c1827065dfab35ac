#include "gateway/batches/documents.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "formats/archive/archive.hpp"
#include "formats/csv/file.hpp"
#include "formats/documents/documents.hpp"
#include "gateway/batches/csv_profile.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n";

tl::unexpected<model::Findings> refused(std::string code, std::string detail) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.detail = std::move(detail);
  return tl::unexpected{model::Findings{finding}};
}

archive::Limits archive_limits(config::Limits const& limits) {
  archive::Limits out;
  out.unpacked_bytes = limits.unpacked_bytes;
  out.file_bytes = limits.file_body_bytes;
  out.files = limits.zip_files;
  out.ratio = limits.zip_ratio;
  return out;
}

tl::unexpected<model::Findings> too_many(config::Limits const& limits) {
  return refused(
      "batch-too-many-documents",
      fmt::format("A batch holds at most {} documents, of whatever form.", limits.zip_files));
}

std::string_view without_mark(std::string_view body) {
  if (body.starts_with(byte_order_mark)) body.remove_prefix(byte_order_mark.size());
  return body;
}

// '{' of lines, '<' of XML, 0 of nothing at all.
char first_character(std::string_view body) {
  auto const first = without_mark(body).find_first_not_of(blanks);
  return first == body.npos ? '\0' : without_mark(body)[first];
}

void for_each_line(std::string_view rest, TakeDocument const& take, std::int64_t skip) {
  while (!rest.empty()) {
    auto const end = rest.find('\n');
    auto const line = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
    if (line.find_first_not_of(blanks) == line.npos || skip-- > 0) continue;
    if (!take({"", std::string{line}, {}})) return;
  }
}

// Cuts the body document by document; the error is a document that does not end in time.
tl::expected<void, model::Findings> for_each_part(std::string_view rest,
                                                  config::Limits const& limits,
                                                  TakeDocument const& take, std::int64_t skip) {
  documents::Splitter splitter{[&rest](char* to, std::size_t most) {
                                 auto const size = rest.copy(to, most);
                                 rest.remove_prefix(size);
                                 return size;
                               },
                               limits.file_body_bytes};
  for (;;) {
    auto part = splitter.next();
    if (!part) return tl::unexpected{std::move(part.error())};
    if (!*part) return {};
    if (skip-- > 0) continue;
    if (!take({"", std::move((*part)->bytes), {}})) return {};
  }
}

void for_each_invoice(std::string_view body, TakeDocument const& take, std::int64_t skip) {
  auto const line = body.substr(0, body.find('\n'));
  auto const profile = read_csv_profile_line(line);
  auto const file = csv::File::open(body.substr(line.size() + 1), profile);
  // The body was looked through before: what fails now is the disk.
  if (!file) throw std::runtime_error{"a spooled batch is damaged: " + file.error().front().detail};
  for (auto i = static_cast<std::size_t>(skip); i < file->invoices(); ++i) {
    auto item = file->item(i);
    auto number = item.number;
    if (!take({std::move(number), file->text(i), std::move(item)})) return;
  }
}

}  // namespace

std::string_view batch_format_text(BatchFormat format) {
  switch (format) {
    case BatchFormat::zip:
      return "zip";
    case BatchFormat::ndjson:
      return "ndjson";
    case BatchFormat::xml:
      return "xml";
    case BatchFormat::csv:
      return "csv";
  }
  return "";
}

tl::expected<BatchBody, model::Findings> look_through(std::string_view body,
                                                      config::Limits const& limits) {
  BatchBody found;
  auto const most = static_cast<std::int64_t>(limits.zip_files);
  auto const count = [&](std::size_t size) {
    ++found.documents;
    found.bytes += size;
    return found.documents <= most;
  };
  auto const count_one = [&](BatchDocument const& one) { return count(one.bytes.size()); };
  if (archive::is_zip(body)) {
    found.format = BatchFormat::zip;
    auto const done = archive::for_each_file(
        body, archive_limits(limits),
        [&](std::string const&, std::string const& bytes) { return count(bytes.size()); });
    if (!done) return tl::unexpected{done.error()};
  } else if (auto const first = first_character(body); first == '{') {
    for_each_line(without_mark(body), count_one, 0);
  } else if (first == '<') {
    found.format = BatchFormat::xml;
    auto const done = for_each_part(body, limits, count_one, 0);
    if (!done) return tl::unexpected{done.error()};
  } else if (first != '\0') {
    return refused("batch-format-unknown",
                   "The body is neither lines of JSON, nor a ZIP, nor XML documents.");
  }
  if (found.documents == 0) return refused("batch-empty", "The batch holds no document.");
  if (found.documents > most) return too_many(limits);
  return found;
}

tl::expected<BatchBody, model::Findings> look_through_csv(std::string_view body,
                                                          csv::Profile const& profile,
                                                          config::Limits const& limits) {
  auto const file = csv::File::open(body, profile);
  if (!file) return tl::unexpected{file.error()};
  BatchBody found{BatchFormat::csv, static_cast<std::int64_t>(file->invoices()), body.size()};
  if (found.documents == 0)
    return refused("batch-empty", "The file has no rows under its headings.");
  if (found.documents > static_cast<std::int64_t>(limits.zip_files)) return too_many(limits);
  return found;
}

void for_each_document(std::string_view body, std::string_view format, config::Limits const& limits,
                       TakeDocument const& take, std::int64_t skip) {
  if (format == batch_format_text(BatchFormat::csv)) return for_each_invoice(body, take, skip);
  if (first_character(body) == '{') return for_each_line(without_mark(body), take, skip);
  auto const take_file = [&](std::string const& name, std::string bytes) {
    return take({name, std::move(bytes), {}});
  };
  auto const done = archive::is_zip(body)
                        ? archive::for_each_file(body, archive_limits(limits), take_file, skip)
                        : for_each_part(body, limits, take, skip);
  // The body was looked through before: what fails now is the disk or the memory.
  if (!done) throw std::runtime_error{"a spooled batch is damaged: " + done.error().front().detail};
}

}  // namespace airut::gateway
