#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "config/load.hpp"

namespace airut::config {

// Where things stand in airut.toml, for what is found wrong with them once they are tried. A
// complaint has the place of the longest value that its text names (a path also as it was made
// whole), else that of the table that it is about, else none.
class Places {
 public:
  explicit Places(std::filesystem::path const& file);  // one that load() could read
  ~Places();
  Places(Places const&) = delete;
  Places& operator=(Places const&) = delete;

  Complaint anywhere(std::string text) const;
  Complaint at_table(std::string_view key, std::string text) const;  // one of the top
  Complaint at_channel(std::string_view name, std::string text) const;
  Complaint at_tenant(std::string_view id, std::string text) const;
  Complaint at_client(std::string_view tenant, std::string_view ref, std::string text) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::config
