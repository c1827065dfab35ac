#include "formats/pdf/deflate.hpp"

#include <array>
#include <memory>
#include <new>

#include <libdeflate.h>

namespace airut::pdf {
namespace {

struct FreeCompressor {
  void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
};
using Compressor = std::unique_ptr<libdeflate_compressor, FreeCompressor>;

libdeflate_compressor& compressor(int level) {
  thread_local std::array<Compressor, 13> kept;
  auto& one = kept.at(static_cast<std::size_t>(level));
  if (!one) one.reset(libdeflate_alloc_compressor(level));
  if (!one) throw std::bad_alloc{};
  return *one;
}

}  // namespace

std::string deflate(std::string_view bytes, int level) {
  auto& zlib = compressor(level);
  std::string out(libdeflate_zlib_compress_bound(&zlib, bytes.size()), '\0');
  out.resize(libdeflate_zlib_compress(&zlib, bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

}  // namespace airut::pdf
