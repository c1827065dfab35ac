#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::archive {

struct Limits {
  std::uint64_t unpacked_bytes = 500u << 20;
  std::uint32_t files = 10000;
  std::uint32_t ratio = 100;  // unpacked to packed, of one file
};

bool is_zip(std::string_view bytes);

// Gives each file of a ZIP to take(), one after another, in the archive's order; folders are passed
// over. Names are only told, never used as paths. The error is why the archive is refused
// (zip-broken, zip-encrypted, zip-too-many-files, zip-too-large); files before the fault were
// taken.
tl::expected<void, model::Findings> for_each_file(
    std::string_view bytes, Limits const& limits,
    std::function<void(std::string const& name, std::string bytes)> const& take);

}  // namespace airut::archive
