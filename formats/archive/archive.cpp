#include "formats/archive/archive.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <zip.h>

namespace airut::archive {
namespace {

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Zip = std::unique_ptr<zip_t, CloseZip>;
using ZipFile = std::unique_ptr<zip_file_t, CloseFile>;

constexpr std::uint64_t small_file = 1u << 16;  // below this a ratio says nothing

tl::unexpected<model::Findings> refused(std::string code, std::string detail) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.detail = std::move(detail);
  return tl::unexpected{model::Findings{finding}};
}

Zip open(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return nullptr;
  Zip zip{zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error)};
  if (!zip) zip_source_free(source);
  return zip;
}

// What unpacking may still fill.
struct Budget {
  std::uint64_t left, file;
  std::uint32_t ratio;
};

// A path out of the archive's folder, or a name that no file system of our callers makes.
bool is_bad_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != name.npos) return true;
  if (name.size() > 1 && name[1] == ':') return true;
  for (char const c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
  }
  while (!name.empty()) {
    auto const end = name.find('/');
    if (name.substr(0, end) == "..") return true;
    name = end == name.npos ? std::string_view{} : name.substr(end + 1);
  }
  return false;
}

tl::expected<std::string, model::Findings> unpack(zip_t* zip, zip_stat_t const& about,
                                                  Budget& budget) {
  if (about.encryption_method != ZIP_EM_NONE) {
    return refused("zip-encrypted", fmt::format("{} is encrypted.", about.name));
  }
  ZipFile const file{zip_fopen_index(zip, about.index, 0)};
  if (!file) return refused("zip-broken", fmt::format("{} cannot be unpacked.", about.name));
  std::string bytes;
  char buffer[65536];
  for (;;) {
    auto const got = zip_fread(file.get(), buffer, sizeof buffer);
    if (got == 0) break;
    if (got < 0) return refused("zip-broken", fmt::format("{} is damaged.", about.name));
    bytes.append(buffer, static_cast<std::size_t>(got));
    auto const packed = std::max<std::uint64_t>(about.comp_size, 1);
    bool const bomb = bytes.size() > small_file && bytes.size() / packed > budget.ratio;
    if (bytes.size() > budget.left || bytes.size() > budget.file || bomb) {
      return refused("zip-too-large", fmt::format("{} unpacks to too much.", about.name));
    }
  }
  budget.left -= bytes.size();
  return bytes;
}

}  // namespace

bool is_zip(std::string_view bytes) { return bytes.substr(0, 4) == "PK\x03\x04"; }

tl::expected<void, model::Findings> for_each_file(std::string_view bytes, Limits const& limits,
                                                  Take const& take, std::int64_t skip) {
  auto const zip = open(bytes);
  if (!zip) return refused("zip-broken", "The ZIP archive is damaged.");
  auto const count = zip_get_num_entries(zip.get(), 0);
  if (count > static_cast<std::int64_t>(limits.files)) {
    return refused(
        "zip-too-many-files",
        fmt::format("The archive holds {} files, at most {} are taken.", count, limits.files));
  }
  Budget budget{limits.unpacked_bytes, limits.file_bytes, limits.ratio};
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(i), 0, &about) != 0) {
      return refused("zip-broken", "The directory of the archive is damaged.");
    }
    std::string const name = about.name;
    if (is_bad_name(name)) {
      return refused("zip-bad-name", fmt::format("File {} has an unsafe name.", i + 1));
    }
    if (name.back() == '/' || skip-- > 0) continue;
    auto unpacked = unpack(zip.get(), about, budget);
    if (!unpacked) return tl::unexpected{unpacked.error()};
    if (!take(name, *std::move(unpacked))) break;
  }
  return {};
}

}  // namespace airut::archive
