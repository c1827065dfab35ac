#include "channels/outcome.hpp"

#include <array>
#include <utility>

namespace airut::channels {

namespace {

constexpr std::array<std::pair<Evidence, std::string_view>, 5> evidence_names{{
    {Evidence::none, "none"},
    {Evidence::handed_over, "handed_over"},
    {Evidence::accepted_by_operator, "accepted_by_operator"},
    {Evidence::delivered_to_recipient, "delivered_to_recipient"},
    {Evidence::acknowledged_by_buyer, "acknowledged_by_buyer"},
}};

}  // namespace

std::string_view evidence_text(Evidence evidence) {
  return evidence_names.at(static_cast<std::size_t>(evidence)).second;
}

std::optional<Evidence> parse_evidence(std::string_view text) {
  for (auto const& [evidence, name] : evidence_names)
    if (name == text) return evidence;
  return std::nullopt;
}

Trace const& trace_of(Outcome const& outcome) {
  return std::visit([](auto const& one) -> Trace const& { return one.trace; }, outcome);
}

}  // namespace airut::channels
