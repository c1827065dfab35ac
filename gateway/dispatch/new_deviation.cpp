#include "gateway/dispatch/new_deviation.hpp"

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/dispatch/lifecycle.hpp"

namespace airut::gateway {

ledger::DeviationOpened new_deviation(config::DeviationCode const& code, std::string_view about,
                                      model::Instant now) {
  ledger::DeviationOpened fact;
  fact.deviation_id = model::new_id("dev", now);
  fact.code = code.code;
  fact.code_class = config::code_class_text(code.code_class);
  fact.handler = code.handler;
  fact.group_key = fmt::format("{}|{}", code.code, about);
  fact.suggested_action = code.action;
  fact.priority = first_priority(code.code_class);
  return fact;
}

}  // namespace airut::gateway
