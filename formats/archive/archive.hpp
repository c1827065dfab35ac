#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::archive {

struct Limits {
  std::uint64_t unpacked_bytes = 500u << 20;  // of all files together
  std::uint64_t file_bytes = 50u << 20;       // of one file
  std::uint32_t files = 10000;
  std::uint32_t ratio = 100;  // unpacked to packed, of one file
};

bool is_zip(std::string_view bytes);

// What a file is given to; false: no more are wanted.
using Take = std::function<bool(std::string const& name, std::string bytes)>;

// Gives each file of a ZIP to take(), one after another, in the archive's order; folders are passed
// over, and so are the first `skip` files, which are not even unpacked. Names are only told, never
// used as paths; one that tries to leave its folder condemns the archive all the same. The error is
// why the archive is refused (zip-broken, zip-encrypted, zip-too-many-files, zip-too-large,
// zip-bad-name); files before the fault were taken.
tl::expected<void, model::Findings> for_each_file(std::string_view bytes, Limits const& limits,
                                                  Take const& take, std::int64_t skip = 0);

}  // namespace airut::archive
