#include "formats/print/zip_stream.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <stdexcept>

#include <minizip/zip.h>
#include <zlib.h>

namespace airut::print {
namespace {

constexpr int level = 6;
constexpr uLong utf8_names = 1 << 11;                           // general purpose bit 11
constexpr uLong made_by_unix = 3 << 8 | 45;                     // version 4.5 knows large files
constexpr std::uint64_t large = 0xFFFFFFFF - 64 * 1024 * 1024;  // ZIP64, with room for deflate

void check(int code) {
  if (code != ZIP_OK) throw std::runtime_error{"a ZIP file cannot be written"};
}

zip_fileinfo about(model::Instant moment) {
  auto const day = std::chrono::floor<std::chrono::days>(moment);
  std::chrono::year_month_day const date{day};
  std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(moment - day)};
  zip_fileinfo info{};
  info.tmz_date.tm_year = static_cast<uInt>(static_cast<int>(date.year()));
  info.tmz_date.tm_mon = static_cast<unsigned>(date.month()) - 1;
  info.tmz_date.tm_mday = static_cast<unsigned>(date.day());
  info.tmz_date.tm_hour = static_cast<uInt>(time.hours().count());
  info.tmz_date.tm_min = static_cast<uInt>(time.minutes().count());
  info.tmz_date.tm_sec = static_cast<uInt>(time.seconds().count());
  constexpr uLong readable_file = 0100644;
  info.external_fa = readable_file << 16;
  return info;
}

}  // namespace

void ZipStream::Close::operator()(void* zip) const { zipClose(zip, nullptr); }

ZipStream::ZipStream(std::filesystem::path const& file, model::Instant moment)
    : zip_(zipOpen64(file.c_str(), APPEND_STATUS_CREATE)), moment_(moment) {
  if (!zip_) throw std::runtime_error{file.string() + " cannot be written"};
}

void ZipStream::open_entry(std::string const& name, bool deflated, bool is_large) {
  auto const info = about(moment_);
  check(zipOpenNewFileInZip4_64(zip_.get(), name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                                deflated ? Z_DEFLATED : 0, level, 0, -MAX_WBITS, DEF_MEM_LEVEL,
                                Z_DEFAULT_STRATEGY, nullptr, 0, made_by_unix, utf8_names,
                                is_large ? 1 : 0));
}

void ZipStream::add(std::string const& name, std::vector<Piece> const& pieces, bool deflated) {
  std::uint64_t size = 0;
  for (auto const& piece : pieces) {
    size += piece.file.empty() ? piece.bytes.size() : std::filesystem::file_size(piece.file);
  }
  open_entry(name, deflated, size > large);
  for (auto const& piece : pieces) {
    if (piece.file.empty()) {
      write(piece.bytes);
    } else {
      write_file(piece.file);
    }
  }
  check(zipCloseFileInZip(zip_.get()));
}

void ZipStream::write(std::string_view bytes) {
  constexpr std::size_t most = 1 << 20;
  while (!bytes.empty()) {
    auto const piece = bytes.substr(0, std::min(bytes.size(), most));
    check(zipWriteInFileInZip(zip_.get(), piece.data(), static_cast<unsigned>(piece.size())));
    bytes.remove_prefix(piece.size());
  }
}

void ZipStream::write_file(std::filesystem::path const& file) {
  std::ifstream in{file, std::ios::binary};
  std::array<char, 65536> buffer;
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
    write({buffer.data(), static_cast<std::size_t>(in.gcount())});
  }
  if (!in.eof()) throw std::runtime_error{"a part of a ZIP file cannot be read"};
}

void ZipStream::finish() { check(zipClose(zip_.release(), nullptr)); }

}  // namespace airut::print
