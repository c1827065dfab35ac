#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/support/gateway.hpp"

// Files that tests lay beside a gateway.
namespace airut::tests {

inline void write_file(std::filesystem::path const& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary} << bytes;
}

// A file at the gateway's home; its path.
inline std::string file_at(Gateway const& gateway, std::string const& name,
                           std::string const& content) {
  auto const path = gateway.home() / name;
  write_file(path, content);
  return path.string();
}

// Under a temporary name first, as careful senders do, and old enough to be whole.
inline void leave(std::filesystem::path const& folder, std::string const& name,
                  std::string_view bytes) {
  auto const early = folder / (name + ".tmp");
  write_file(early, bytes);
  std::filesystem::last_write_time(
      early, std::filesystem::file_time_type::clock::now() - std::chrono::minutes{2});
  std::filesystem::rename(early, folder / name);
}

}  // namespace airut::tests
