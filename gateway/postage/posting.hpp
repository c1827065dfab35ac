#pragma once

#include <string>

#include <tl/expected.hpp>

#include "config/law.hpp"
#include "config/settings.hpp"
#include "formats/model/date.hpp"

namespace airut::gateway {

// When the printer hands letters to the post.
struct Posting {
  model::Instant cut_off{};  // until when they must be there
  model::Date day{};         // on which they are posted, by the printer's calendar
};

// The next cut-off at or after the moment: on the weekdays of the settings, not on bank holidays of
// the printer's country. The error says which table lacks a row, or that there are no cut-offs.
tl::expected<Posting, std::string> next_posting(config::PrintSettings const& settings,
                                                config::Law const& law, model::Instant now);

}  // namespace airut::gateway
