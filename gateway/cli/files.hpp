#pragma once

#include <optional>
#include <string>

namespace airut::gateway::cli {

// The bytes of a file, "-" for standard input. Says why not on stderr.
std::optional<std::string> read_file(std::string const& name);
// Writes a file whole, "-" or "" for standard output. Says why not on stderr.
bool write_file(std::string const& name, std::string const& bytes);

// Shows "done/total name" on stderr while it is a terminal; erased at the end.
class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  void step(std::string const& name);

 private:
  std::size_t total_, done_ = 0;
  bool shown_;
};

}  // namespace airut::gateway::cli
