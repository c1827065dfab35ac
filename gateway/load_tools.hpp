#pragma once

#include <optional>

#include "config/answers.hpp"
#include "config/codes.hpp"
#include "config/feedback_tables.hpp"
#include "config/settings.hpp"
#include "formats/model/date.hpp"
#include "gateway/dispatch/render.hpp"

// What the daemon reads once at its start besides airut.toml. Each throws std::runtime_error that
// says which file is not good.
namespace airut::gateway {

// Official rules, templates with their fonts, and logos; without PDF channels only the rules.
RenderTools load_tools(config::Settings const& settings);

config::OperatorAnswers load_answers(config::Settings const& settings);

// Every deviation that a status word leads to must have its row.
config::FeedbackTables load_feedback(config::Settings const& settings, config::Codes const& codes);

// When a listener's own certificate ends; nullopt without one.
std::optional<model::Instant> certificate_end(config::Listener const& listener);

}  // namespace airut::gateway
