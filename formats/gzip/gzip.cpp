#include "formats/gzip/gzip.hpp"

#include <memory>
#include <new>

#include <fmt/format.h>
#include <libdeflate.h>

namespace airut::gzip {
namespace {

constexpr int level = 6;
constexpr std::size_t least_bytes = 18;

struct Free {
  void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
  void operator()(libdeflate_decompressor* one) const { libdeflate_free_decompressor(one); }
};

// The last four bytes: the size before compression, modulo 2^32.
std::size_t told_size(std::string_view bytes) {
  std::size_t size = 0;
  for (std::size_t i = 1; i <= 4; ++i) {
    size = (size << 8) | static_cast<unsigned char>(bytes[bytes.size() - i]);
  }
  return size;
}

}  // namespace

std::string compress(std::string_view bytes) {
  thread_local std::unique_ptr<libdeflate_compressor, Free> const compressor{
      libdeflate_alloc_compressor(level)};
  if (!compressor) throw std::bad_alloc{};
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), out.data(),
                                      out.size()));
  return out;
}

model::Result<std::string> decompress(std::string_view bytes, std::size_t most) {
  using model::Fault;
  using model::Problem;
  Problem const malformed{Fault::malformed, "The payload is not compressed as it says."};
  if (bytes.size() < least_bytes) return tl::unexpected{malformed};
  auto const size = told_size(bytes);
  if (size > most) {
    return tl::unexpected{
        Problem{Fault::out_of_range,
                fmt::format("The payload would be {} bytes, allowed are {}.", size, most)}};
  }
  thread_local std::unique_ptr<libdeflate_decompressor, Free> const decompressor{
      libdeflate_alloc_decompressor()};
  if (!decompressor) throw std::bad_alloc{};
  std::string out(size, '\0');
  std::size_t read = 0, written = 0;
  auto const result = libdeflate_gzip_decompress_ex(decompressor.get(), bytes.data(), bytes.size(),
                                                    out.data(), out.size(), &read, &written);
  bool const whole = result == LIBDEFLATE_SUCCESS && read == bytes.size() && written == size;
  if (!whole) return tl::unexpected{malformed};
  return out;
}

}  // namespace airut::gzip
