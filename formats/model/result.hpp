#pragma once

#include <string>

#include <tl/expected.hpp>

namespace airut::model {

// Why something that may fail did not work, as a closed set that code may switch on.
enum class Fault {
  malformed,     // the bytes or the text are not what they claim to be
  out_of_range,  // a number is larger than Airut keeps
  unsupported,   // well formed, but nothing here reads or writes it
  missing,       // a needed file, row or member is not there
};

// A failure of the world: a fault for code, a sentence for people.
struct Problem {
  Fault fault = Fault::malformed;
  std::string text;
};

template <class T>
using Result = tl::expected<T, Problem>;

}  // namespace airut::model
