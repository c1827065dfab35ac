#include "gateway/cli/files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace airut::gateway::cli {

namespace {

// The system opens a directory like a file, and fails at its first byte.
bool is_directory(std::string const& name) {
  std::error_code fault;
  if (!std::filesystem::is_directory(name, fault)) return false;
  fmt::print(stderr, "airut: {}: {}\n", name, std::strerror(EISDIR));
  return true;
}

}  // namespace

std::optional<std::string> read_file(std::string const& name) {
  if (name == "-") return std::string{std::istreambuf_iterator<char>{std::cin}, {}};
  if (is_directory(name)) return std::nullopt;
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

std::optional<Input> Input::open(std::string const& name) {
  Input input;
  if (name == "-") return input;
  if (is_directory(name)) return std::nullopt;
  input.file_ = std::make_unique<std::ifstream>(name, std::ios::binary);
  if (*input.file_) return input;
  fmt::print(stderr, "airut: {}: {}\n", name, std::strerror(errno));
  return std::nullopt;
}

std::istream& Input::stream() { return file_ ? *file_ : std::cin; }

bool Input::begins_like_json() {
  auto& in = stream();
  while (in.peek() == ' ' || in.peek() == '\n' || in.peek() == '\r' || in.peek() == '\t') in.get();
  return in.peek() == '{';
}

bool Input::begins_like_pdf() { return stream().peek() == '%'; }

std::string Input::rest() { return {std::istreambuf_iterator<char>{stream()}, {}}; }

std::size_t Input::read(char* to, std::size_t most) {
  stream().read(to, static_cast<std::streamsize>(most));
  return static_cast<std::size_t>(stream().gcount());
}

Output::Output(std::string name) : name_(std::move(name)) {}

void Output::write(std::string_view bytes) {
  bool const standard = name_.empty() || name_ == "-";
  if (!standard && !out_.is_open()) out_.open(name_, std::ios::binary | std::ios::trunc);
  auto& out = standard ? static_cast<std::ostream&>(std::cout) : out_;
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

bool Output::close() {
  if (!out_.is_open() && !out_.fail()) return static_cast<bool>(std::cout.flush());
  out_.close();
  if (out_) return true;
  fmt::print(stderr, "airut: {}: {}\n", name_, std::strerror(errno));
  return false;
}

Progress::Progress(std::size_t total) : total_(total), shown_(total > 1 && ::isatty(2) == 1) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

Counter::Counter(std::size_t total) : total_(total), shown_(::isatty(2) == 1) {}

Counter::~Counter() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

void Counter::show(std::size_t done) const {
  if (shown_) fmt::print(stderr, "\r\033[K{}/{}", done, total_);
}

void Progress::step(std::string const& name) {
  ++done_;
  if (shown_) fmt::print(stderr, "\r\033[K{}/{} {}", done_, total_, name);
}

}  // namespace airut::gateway::cli
