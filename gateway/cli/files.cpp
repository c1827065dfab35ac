#include "gateway/cli/files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>

namespace airut::gateway::cli {

std::optional<std::string> read_file(std::string const& name) {
  if (name == "-") return std::string{std::istreambuf_iterator<char>{std::cin}, {}};
  std::ifstream in{name, std::ios::binary};
  if (!in) {
    fmt::print(stderr, "airut: {}: {}\n", name, std::strerror(errno));
    return std::nullopt;
  }
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

bool write_file(std::string const& name, std::string const& bytes) {
  if (name.empty() || name == "-") {
    std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return static_cast<bool>(std::cout.flush());
  }
  std::ofstream out{name, std::ios::binary | std::ios::trunc};
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (out) return true;
  fmt::print(stderr, "airut: {}: {}\n", name, std::strerror(errno));
  return false;
}

Progress::Progress(std::size_t total) : total_(total), shown_(total > 1 && ::isatty(2) == 1) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

void Progress::step(std::string const& name) {
  ++done_;
  if (shown_) fmt::print(stderr, "\r\033[K{}/{} {}", done_, total_, name);
}

}  // namespace airut::gateway::cli
