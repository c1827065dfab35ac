#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::documents {

// One document of a file, complete in itself: with its XML declaration, without its SOAP frame.
struct Part {
  std::string bytes;
  int line = 1;  // of the file: line n of the bytes is line + n - 1 of the file, frames apart
  std::string frame{};  // the SOAP envelope that stood before it, "" when none did
};

// Cuts a stream into the documents it holds one after another, as banks and operators send
// Finvoice (each behind its SOAP frame, or bare) and TEAPPSXML (many INVOICEs in one
// INVOICE_CENTER, each given with the frame of all). Holds one document at a time, never the file.
// A document that has no XML declaration gets that of the one before it, for its encoding.
class Splitter {
 public:
  // Writes at most so many bytes and says how many; 0 at the end.
  using Source = std::function<std::size_t(char* to, std::size_t most)>;

  // What becomes of an envelope that no document follows: passed over, or given out as a part
  // without bytes.
  enum class LoneFrames { dropped, kept };

  explicit Splitter(Source source, std::size_t longest = std::size_t{512} << 20,
                    LoneFrames lone = LoneFrames::dropped);

  // The next document, nullopt at the end. What is no XML comes out as the last part, for its
  // reader to refuse. The error: document-too-large, when one does not end within `longest` bytes.
  tl::expected<std::optional<Part>, model::Findings> next();

 private:
  struct Head {
    std::size_t begin = 0;  // of the declaration, the DOCTYPE or the root
    bool declared = false;
    std::size_t root = 0;
    std::string name;  // of the root as it is spelled, with its prefix
  };

  bool read_more();
  std::size_t find(std::string_view what, std::size_t from);
  std::optional<Head> find_head();
  std::size_t behind_hidden(std::size_t from, std::size_t until);
  std::size_t end_of(std::string const& name, std::size_t from);
  std::optional<Part> take(std::size_t begin, std::size_t end, std::string_view declaration);
  void drop(std::size_t end);
  std::optional<Part> next_invoice();
  std::optional<Part> from_envelope(std::size_t begin, std::size_t end);
  std::optional<Part> lone_frame();

  Source source_;
  std::size_t longest_;
  LoneFrames lone_;
  std::string buffer_;
  std::size_t last_read_ = 0;
  int line_ = 1;  // of the buffer's first byte
  bool ended_ = false, too_large_ = false;
  std::string declaration_;  // of the last document that had one
  std::string frame_;        // of TEAPPSXML while its INVOICEs are given out
  std::string envelope_;     // of SOAP, whose document comes next
};

}  // namespace airut::documents
