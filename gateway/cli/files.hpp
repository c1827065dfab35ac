#pragma once

#include <cstddef>
#include <fstream>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace airut::gateway::cli {

// The bytes of a file, "-" for standard input. Says why not on stderr.
std::optional<std::string> read_file(std::string const& name);
// Writes a file whole, "-" or "" for standard output. Says why not on stderr.
bool write_file(std::string const& name, std::string const& bytes);

// A file that is read piece by piece, "-" for standard input.
class Input {
 public:
  // Says why not on stderr.
  static std::optional<Input> open(std::string const& name);
  // Whether the first character is a brace; blanks before it are passed over.
  bool begins_like_json();
  bool begins_like_pdf();
  std::string rest();
  // At most so many bytes; says how many, 0 at the end.
  std::size_t read(char* to, std::size_t most);

 private:
  std::istream& stream();
  std::unique_ptr<std::ifstream> file_;
};

// A file that is written piece by piece, "-" or "" for standard output; it is made at the first
// piece, so that nothing to write leaves no file.
class Output {
 public:
  explicit Output(std::string name);
  void write(std::string_view bytes);
  // False when something could not be written; says why on stderr.
  bool close();

 private:
  std::string name_;
  std::ofstream out_;
};

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

// Shows "done/total" on stderr while it is a terminal; erased at the end.
class Counter {
 public:
  explicit Counter(std::size_t total);
  ~Counter();
  void show(std::size_t done) const;

 private:
  std::size_t total_;
  bool shown_;
};

}  // namespace airut::gateway::cli
