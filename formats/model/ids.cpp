#include "formats/model/ids.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include "formats/model/random.hpp"
#include "formats/model/unsigned128.hpp"

namespace airut::model {

namespace {

constexpr std::string_view id_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford base32
constexpr std::size_t id_length = 26;
using Bytes = std::array<std::uint8_t, 16>;

// 12 bits of counter behind the millisecond keep ids of one process in order.
class Sequence {
 public:
  Bytes next(Instant now) {
    std::lock_guard const lock{mutex_};
    auto const milliseconds = static_cast<std::uint64_t>(now.time_since_epoch().count());
    if (milliseconds > last_) {
      last_ = milliseconds;
      counter_ = 0;
    } else if (++counter_ == 4096) {
      ++last_;  // ran ahead of the clock by a millisecond: order matters more
      counter_ = 0;
    }
    Bytes bytes{};
    for (std::size_t i = 0; i < 6; ++i)
      bytes.at(i) = static_cast<std::uint8_t>(last_ >> (8 * (5 - i)));
    random_.fill(bytes.data() + 8, 8);
    bytes.at(6) = static_cast<std::uint8_t>(0x70 | (counter_ >> 8));
    bytes.at(7) = static_cast<std::uint8_t>(counter_ & 0xff);
    bytes.at(8) = static_cast<std::uint8_t>(0x80 | (bytes.at(8) & 0x3f));
    return bytes;
  }

 private:
  std::mutex mutex_;
  std::uint64_t last_ = 0;
  std::uint32_t counter_ = 0;
  Randomness random_;
};

void append_base32(std::string& text, Bytes const& bytes) {
  Unsigned128 bits = 0;
  for (auto const byte : bytes) bits = (bits << 8) | byte;
  std::array<char, id_length> letters{};
  for (auto at = id_length; at > 0; --at, bits >>= 5)
    letters.at(at - 1) = id_alphabet[static_cast<std::size_t>(bits & 31)];
  text.append(letters.data(), letters.size());
}

std::string id_text(std::string_view prefix, Bytes const& bytes) {
  std::string id;
  id.reserve(prefix.size() + 1 + id_length);
  id.append(prefix).push_back('_');
  append_base32(id, bytes);
  return id;
}

Bytes next_bytes(Instant now) {
  static Sequence sequence;
  return sequence.next(now);
}

constexpr std::size_t number_bytes = 5;  // eight characters

}  // namespace

std::string new_id(std::string_view prefix, Instant now) {
  return id_text(prefix, next_bytes(now));
}

std::string new_numbered_id(std::string_view prefix, Instant now, std::uint64_t number) {
  auto bytes = next_bytes(now);
  for (std::size_t i = 0; i < number_bytes; ++i)
    bytes.at(bytes.size() - 1 - i) = static_cast<std::uint8_t>(number >> (8 * i));
  return id_text(prefix, bytes);
}

std::uint64_t number_in_id(std::string_view text) {
  std::uint64_t number = 0;
  for (auto const letter : text.substr(text.size() - std::min<std::size_t>(text.size(), 8)))
    number = number << 5 | (id_alphabet.find(letter) & 31);
  return number;
}

bool is_id(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + 1 + id_length || !text.starts_with(prefix)) return false;
  auto const rest = text.substr(prefix.size());
  return rest.front() == '_' && rest.substr(1).find_first_not_of(id_alphabet) == rest.npos;
}

}  // namespace airut::model
