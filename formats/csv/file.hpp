#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "formats/csv/read.hpp"

namespace airut::csv {

// A file of many invoices, each read when it is asked for: the rows of all are cut once to learn
// whose they are, and only their places are kept. The bytes must outlive it.
class File {
 public:
  // By a profile without complaints. The error: the file cannot be read as a table, or a column of
  // the profile is not in it.
  static tl::expected<File, model::Findings> open(std::string_view bytes, Profile const& profile);
  File(File&&) noexcept;
  File& operator=(File&&) noexcept;
  ~File();

  std::size_t invoices() const;  // in the order of their first rows
  Item item(std::size_t index) const;
  // The headings and the rows of the invoice as they stand in the file, in UTF-8.
  std::string text(std::size_t index) const;

 private:
  struct Parts;
  explicit File(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::csv
