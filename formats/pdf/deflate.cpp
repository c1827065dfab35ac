#include "formats/pdf/deflate.hpp"

#include <algorithm>
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

std::string_view deflated(std::string_view bytes, int level) {
  thread_local std::unique_ptr<char[]> kept;
  thread_local std::size_t room = 0;
  auto& zlib = compressor(level);
  auto const bound = libdeflate_zlib_compress_bound(&zlib, bytes.size());
  constexpr std::size_t most_kept = 1 << 20;
  if (room < bound || room > std::max(bound, most_kept)) {
    kept.reset(new char[bound]);  // not cleared, as make_unique would
    room = bound;
  }
  return {kept.get(),
          libdeflate_zlib_compress(&zlib, bytes.data(), bytes.size(), kept.get(), room)};
}

std::string deflate(std::string_view bytes, int level) {
  return std::string{deflated(bytes, level)};
}

}  // namespace airut::pdf
