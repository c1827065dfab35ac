#include "formats/pdf/bomb.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>

#include <zlib.h>

namespace airut::pdf {
namespace {

constexpr std::size_t largest_stream = 64u << 20, largest_all = 256u << 20;
// An honest stream does not unpack to another compressed one of any size.
constexpr std::size_t largest_inner = 4096;
constexpr std::size_t kept_head = 65536;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Names may hide letters as #xx.
std::string plain_names(std::string_view bytes) {
  std::string plain;
  plain.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bool const coded = bytes[i] == '#' && i + 2 < bytes.size() && hex_digit(bytes[i + 1]) >= 0 &&
                       hex_digit(bytes[i + 2]) >= 0;
    if (!coded) {
      plain += bytes[i];
      continue;
    }
    plain += static_cast<char>(hex_digit(bytes[i + 1]) * 16 + hex_digit(bytes[i + 2]));
    i += 2;
  }
  return plain;
}

bool has(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty()) {
    if (text.front() == '%') {
      text.remove_prefix(std::min(text.find_first_of("\r\n"), text.size()));
    } else if (std::string_view{"\0\t\n\f\r ", 6}.find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
    } else {
      break;
    }
  }
  return text;
}

// "/Filter 12 0 R" hides what the filter is.
bool names_its_filters(std::string_view plain) {
  constexpr std::string_view key = "/Filter";
  for (auto at = plain.find(key); at != std::string_view::npos; at = plain.find(key, at + 1)) {
    auto value = without_blanks(plain.substr(at + key.size()));
    if (value.empty() || (value.front() >= '0' && value.front() <= '9')) return false;
    if (value.front() != '[') continue;
    auto const list = value.substr(0, value.find(']'));
    if (list.find_first_of("0123456789R") != std::string_view::npos && !has(list, "85Decode")) {
      return false;
    }
  }
  return true;
}

struct Unpacked {
  std::size_t size = 0;
  std::string head;
};

// Counts up to the limit and a little more, and keeps the beginning.
Unpacked unpack(std::string_view packed, std::size_t limit) {
  Unpacked out;
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) throw std::runtime_error{"zlib cannot start"};
  std::array<unsigned char, 32768> window;
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<unsigned>(std::min<std::size_t>(packed.size(), 1u << 30));
  int state = Z_OK;
  while (state == Z_OK && out.size <= limit) {
    stream.next_out = window.data();
    stream.avail_out = static_cast<unsigned>(window.size());
    state = inflate(&stream, Z_NO_FLUSH);
    auto const got = window.size() - stream.avail_out;
    out.size += got;
    auto const kept = std::min(got, kept_head - std::min(kept_head, out.head.size()));
    out.head.append(reinterpret_cast<char const*>(window.data()), kept);
  }
  inflateEnd(&stream);
  return out;
}

// RFC 1950: method 8, and the first two bytes are a multiple of 31.
bool begins_zlib(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  auto const first = static_cast<unsigned char>(bytes[0]);
  auto const second = static_cast<unsigned char>(bytes[1]);
  return (first & 0x0F) == 8 && (first * 256 + second) % 31 == 0;
}

}  // namespace

bool unpacks_safely(std::string_view bytes) {
  auto const plain = plain_names(bytes);
  for (auto const word : {"/LZW", "/RunLength", "/RL "}) {
    if (has(plain, word)) return false;
  }
  if (!names_its_filters(plain)) return false;
  constexpr std::string_view word = "stream";
  std::size_t all = 0;
  for (auto at = bytes.find(word); at != std::string_view::npos; at = bytes.find(word, at + 1)) {
    auto const start = bytes.find_first_not_of(" \t\r\n", at + word.size());
    if (start == std::string_view::npos || !begins_zlib(bytes.substr(start))) continue;
    auto const outer = unpack(bytes.substr(start), largest_stream);
    all += outer.size;
    if (outer.size > largest_stream || all > largest_all) return false;
    if (begins_zlib(outer.head) && unpack(outer.head, largest_inner).size > largest_inner) {
      return false;
    }
  }
  return true;
}

}  // namespace airut::pdf
