#include "formats/schematron/arena.hpp"

#include <algorithm>

namespace airut::schematron {

void* Arena::allocate_in_next_chunk(std::size_t bytes) {
  constexpr std::size_t chunk_size = 64 * 1024;
  if (current_ < chunks_.size()) ++current_;
  while (current_ < chunks_.size() && chunks_[current_].size < bytes) ++current_;
  if (current_ == chunks_.size()) {
    auto const size = std::max(bytes, chunk_size);
    chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  }
  used_ = bytes;
  return chunks_[current_].bytes.get();
}

}  // namespace airut::schematron
