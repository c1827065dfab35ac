#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace airut::schematron {

struct BigInteger;  // exact.cpp alone knows what is in it

// Memory for the values of one evaluation: handed out by moving a pointer, given back all at once.
// Holds only what needs no destructor, and big integers, which are kept until rewind or clear.
class Arena {
 public:
  struct Mark {
    std::size_t chunk = 0, used = 0, integers = 0;
  };

  void* allocate(std::size_t bytes) {
    bytes = (bytes + 7) & ~std::size_t{7};
    if (current_ < chunks_.size() && used_ + bytes <= chunks_[current_].size) {
      auto* const at = chunks_[current_].bytes.get() + used_;
      used_ += bytes;
      return at;
    }
    return allocate_in_next_chunk(bytes);
  }

  template <class T>
  T* array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(allocate(count * sizeof(T)));
  }

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    auto* const to = array<char>(text.size());
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  BigInteger const* keep(std::shared_ptr<BigInteger const> value) {
    return integers_.emplace_back(std::move(value)).get();
  }

  Mark mark() const { return {current_, used_, integers_.size()}; }
  // Everything handed out since the mark is gone.
  void rewind(Mark mark) {
    current_ = mark.chunk;
    used_ = mark.used;
    integers_.resize(mark.integers);
  }
  // Mostly of 64 KiB.
  std::size_t chunks_used() const { return current_; }

 private:
  void* allocate_in_next_chunk(std::size_t bytes);

  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  std::vector<Chunk> chunks_;
  std::size_t current_ = 0, used_ = 0;
  std::vector<std::shared_ptr<BigInteger const>> integers_;
};

}  // namespace airut::schematron
