#include "channels/content.hpp"

#include <system_error>

namespace airut::channels {
namespace {

constexpr std::size_t piece = 256 * 1024;

}  // namespace

Content::Content(ParcelFile const& file) : file_(file), in_memory_(file.on_disk.empty()) {
  if (in_memory_) {
    size_ = file.bytes.size();
    return;
  }
  std::error_code fault;
  size_ = std::filesystem::file_size(file.on_disk, fault);
  in_.open(file.on_disk, std::ios::binary);
  broken_ = fault || !in_;
  if (fault) size_ = 0;
  buffer_.resize(piece);
}

std::string_view Content::next() {
  if (in_memory_) {
    std::string_view const all = given_ ? std::string_view{} : std::string_view{file_.bytes};
    given_ = true;
    return all;
  }
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  broken_ = broken_ || in_.bad();
  return {buffer_.data(), static_cast<std::size_t>(in_.gcount())};
}

void Content::rewind() {
  given_ = false;
  if (in_memory_) return;
  in_.clear();
  in_.seekg(0);
}

}  // namespace airut::channels
