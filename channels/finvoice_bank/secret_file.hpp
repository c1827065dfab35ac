#pragma once

#include <filesystem>
#include <string_view>

namespace airut::channels {

// Writes a file as a whole or not at all, for its owner's eyes alone (0600), and makes sure that it
// is on the disk. Throws std::system_error.
void write_secret(std::filesystem::path const& file, std::string_view bytes);

// Gives the file the name of another, in one step, and makes sure that it is on the disk. What had
// the name before stays under the third name. Throws std::system_error.
void replace_keeping(std::filesystem::path const& file, std::filesystem::path const& in_place_of,
                     std::filesystem::path const& kept_as);

}  // namespace airut::channels
