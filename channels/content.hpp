#pragma once

#include <cstdint>
#include <fstream>
#include <string_view>
#include <vector>

#include "channels/parcel.hpp"

namespace airut::channels {

// Reads a parcel's file piece by piece, in memory or on disk. The file must outlive it.
class Content {
 public:
  explicit Content(ParcelFile const& file);

  std::uint64_t size() const { return size_; }
  // The next piece; empty at the end, or where the disk does not give it (then broken()).
  std::string_view next();
  void rewind();
  bool broken() const { return broken_; }

 private:
  ParcelFile const& file_;
  std::uint64_t size_ = 0;
  bool in_memory_, given_ = false, broken_ = false;
  std::ifstream in_;
  std::vector<char> buffer_;
};

}  // namespace airut::channels
