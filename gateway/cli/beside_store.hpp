#pragma once

#include <filesystem>

namespace airut::gateway::cli {

// Copies what lies beside a store and is part of it: bodies of batches that are not worked through,
// and sets of official rules.
void copy_beside(std::filesystem::path const& from, std::filesystem::path const& to);

}  // namespace airut::gateway::cli
