#include "gateway/http/trace.hpp"

#include <algorithm>
#include <random>

#include <fmt/format.h>

namespace airut::gateway::http {
namespace {

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

std::uint64_t new_span() {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  std::uint64_t span = 0;
  while (span == 0) span = generator();
  return span;
}

}  // namespace

std::string next_traceparent(std::string_view header) {
  constexpr std::size_t length = 55;  // 00-<32>-<16>-<2>
  if (header.size() < length || header[2] != '-' || header[35] != '-' || header[52] != '-')
    return {};
  auto const version = header.substr(0, 2), trace = header.substr(3, 32);
  auto const span = header.substr(36, 16), flags = header.substr(53, 2);
  if (!is_hex(version) || version == "ff" || !is_hex(trace) || !is_hex(span) || !is_hex(flags))
    return {};
  if (is_zero(trace) || is_zero(span)) return {};
  if (header.size() > length && (version == "00" || header[length] != '-')) return {};
  return fmt::format("00-{}-{:016x}-{}", trace, new_span(), flags);
}

}  // namespace airut::gateway::http
