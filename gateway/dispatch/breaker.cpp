#include "gateway/dispatch/breaker.hpp"

#include <algorithm>
#include <chrono>

namespace airut::gateway {
namespace {

constexpr int failures_until_rest = 5;
constexpr std::chrono::seconds first_rest{30}, longest_rest{600};

}  // namespace

void Breakers::succeeded(std::string_view destination) {
  auto const found = standings_.find(destination);
  if (found != standings_.end()) standings_.erase(found);
}

void Breakers::failed(std::string_view destination, model::Instant now) {
  auto& standing = standings_[std::string{destination}];
  ++standing.failures;
  int const beyond = standing.failures - failures_until_rest;
  if (beyond < 0) return;
  auto const rest = std::min(longest_rest, first_rest * (1 << std::min(beyond, 5)));
  standing.rests_until = now + rest;
}

std::vector<std::string> Breakers::resting(model::Instant now) const {
  std::vector<std::string> names;
  for (auto const& [name, standing] : standings_) {
    if (standing.rests_until > now) names.push_back(name);
  }
  return names;
}

std::optional<model::Instant> Breakers::next_trial(model::Instant now) const {
  std::optional<model::Instant> first;
  for (auto const& [name, standing] : standings_) {
    if (standing.rests_until <= now) continue;
    if (!first || standing.rests_until < *first) first = standing.rests_until;
  }
  return first;
}

}  // namespace airut::gateway
