#include "channels/print/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::channels {
namespace {

bool holds(config::PrintRule const& rule, PrintJob const& job) {
  auto const is = [](std::string const& wanted, std::string const& actual) {
    return wanted.empty() || wanted == actual;
  };
  return is(rule.client, job.client) && is(rule.document, job.document) &&
         is(rule.country, job.country);
}

}  // namespace

model::Result<print::Processing> processing_of(config::PrintSettings const& settings,
                                               PrintJob const& job) {
  print::Processing how{job.colour, job.duplex, job.priority, {}, {}};
  for (auto const& rule : settings.rules) {
    if (!holds(rule, job)) continue;
    how.colour = rule.colour.value_or(how.colour);
    how.duplex = rule.duplex.value_or(how.duplex);
    for (auto const& insert : rule.inserts) {
      auto const known = std::find(how.inserts.begin(), how.inserts.end(), insert);
      if (known == how.inserts.end()) how.inserts.push_back(insert);
    }
  }
  int const sheets = print::sheets_of(job.pages, how.duplex) + static_cast<int>(how.inserts.size());
  for (auto const& envelope : settings.envelopes) {
    if (sheets > envelope.sheets) continue;
    how.envelope = envelope.name;
    return how;
  }
  if (settings.envelopes.empty()) return how;
  auto const& largest = settings.envelopes.back();
  return tl::unexpected{model::Problem{
      model::Fault::out_of_range,
      fmt::format("The letter has {} sheets with its inserts; the largest envelope, {}, takes {}.",
                  sheets, largest.name, largest.sheets)}};
}

std::optional<LetterRefusal> letter_refusal(config::PrintSettings const& settings,
                                            Parcel const& parcel) {
  if (!parcel.print || parcel.print->address_lines.size() < 2) {
    return LetterRefusal{"print.address_incomplete",
                         "The postal address lacks a name, street, postal code or city."};
  }
  auto const& job = *parcel.print;
  constexpr std::string_view outside = "print.address_outside_window";
  if (!job.outside_window.empty()) return LetterRefusal{std::string{outside}, job.outside_window};
  if (job.address_lines.size() > print::address_lines_max) {
    return LetterRefusal{std::string{outside},
                         fmt::format("The address has {} lines; an envelope's window shows {}.",
                                     job.address_lines.size(), print::address_lines_max)};
  }
  if (settings.pages_most > 0 && job.pages > settings.pages_most) {
    return LetterRefusal{"print.too_many_sheets",
                         fmt::format("The letter has {} pages; the printer takes {} at most.",
                                     job.pages, settings.pages_most)};
  }
  auto const how = processing_of(settings, job);
  if (!how) return LetterRefusal{"print.too_many_sheets", how.error().text};
  return std::nullopt;
}

}  // namespace airut::channels
