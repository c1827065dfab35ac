#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"

namespace airut::print {

// A ZIP that is written entry by entry (minizip). Everything throws std::runtime_error when the
// disk does not take it.
class ZipStream {
 public:
  // Every entry bears the moment, in UTC.
  ZipStream(std::filesystem::path const& file, model::Instant moment);

  // Bytes, or else a file.
  struct Piece {
    std::string_view bytes;
    std::filesystem::path file;
  };
  // One entry of pieces that follow each other; deflated or as they are.
  void add(std::string const& name, std::vector<Piece> const& pieces, bool deflated);
  void finish();

 private:
  struct Close {
    void operator()(void* zip) const;
  };
  void open_entry(std::string const& name, bool deflated, bool large);
  void write(std::string_view bytes);
  void write_file(std::filesystem::path const& file);

  std::unique_ptr<void, Close> zip_;
  model::Instant moment_;
};

}  // namespace airut::print
