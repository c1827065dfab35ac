#include "channels/breaker.hpp"

#include <chrono>

namespace airut::channels {
namespace {

constexpr int failures_until_rest = 5;
constexpr std::chrono::seconds between_trials{60};

// A rest that would last longer than one does is over, too: the clock went back.
bool has_rested(model::Instant tries_at, model::Instant now) {
  return tries_at <= now || tries_at - now > between_trials;
}

}  // namespace

bool Breakers::open(Standing const& standing) { return standing.failures >= failures_until_rest; }

bool Breakers::rests(std::string_view destination, model::Instant now) const {
  auto const found = standings_.find(destination);
  if (found == standings_.end() || !open(found->second)) return false;
  return found->second.trying || !has_rested(found->second.tries_at, now);
}

bool Breakers::admit(std::string_view destination, model::Instant now) {
  if (rests(destination, now)) return false;
  auto const found = standings_.find(destination);
  if (found != standings_.end() && open(found->second)) found->second.trying = true;
  return true;
}

void Breakers::succeeded(std::string_view destination) {
  auto const found = standings_.find(destination);
  if (found != standings_.end()) standings_.erase(found);
}

void Breakers::failed(std::string_view destination, model::Instant now) {
  auto& standing = standings_[std::string{destination}];
  ++standing.failures;
  standing.trying = false;
  if (open(standing)) standing.tries_at = now + between_trials;
}

void Breakers::neither(std::string_view destination) {
  auto const found = standings_.find(destination);
  if (found != standings_.end()) found->second.trying = false;
}

std::vector<std::string> Breakers::resting(model::Instant now) const {
  std::vector<std::string> names;
  for (auto const& [name, standing] : standings_) {
    if (rests(name, now)) names.push_back(name);
  }
  return names;
}

std::optional<model::Instant> Breakers::next_trial(model::Instant now) const {
  std::optional<model::Instant> first;
  for (auto const& [name, standing] : standings_) {
    if (!open(standing) || standing.trying || has_rested(standing.tries_at, now)) continue;
    if (!first || standing.tries_at < *first) first = standing.tries_at;
  }
  return first;
}

}  // namespace airut::channels
