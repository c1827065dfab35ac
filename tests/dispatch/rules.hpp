#pragma once

#include "config/codes.hpp"
#include "config/law.hpp"
#include "gateway/dispatch/lifecycle.hpp"

namespace airut::tests {

// The tables as they are shipped, and rules that rest on them.
inline config::Codes const& shipped_codes() {
  static auto const codes = config::Codes::load(AIRUT_SOURCE "/config/tables", "").value();
  return codes;
}

inline config::Law const& shipped_law() {
  static auto const law = config::Law::load(AIRUT_SOURCE "/config/tables", "").value();
  return law;
}

inline gateway::Rules rules(channels::Repeat repeat) {
  return {shipped_codes(), [] { return model::OnFailure::next_channel; }, repeat, &shipped_law(),
          "FI"};
}

inline channels::Trace trace(std::string code) {
  channels::Trace trace;
  trace.code = std::move(code);
  return trace;
}

}  // namespace airut::tests
