#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channels/mail/report.hpp"
#include "channels/outcome.hpp"

namespace airut::channels {

// Our code (config/tables/deviation_codes.tsv) for what a permanent refusal says: X.1.x is about
// the address, X.3.4 and X.2.3 the size, X.7.x policy (RFC 3463 section 3), unless it speaks of
// spam. "" when status and words say none of these.
std::string refusal_code(std::string_view status, std::string_view words);

// The same for what came back later about a mail that was taken in. nullopt: good news.
std::optional<std::string> report_code(MailReport const& report);

// Which of the addresses that a mail went to (mail_addresses) a report says were not reached: their
// places, with our code and its words. One that is none of them has the place after the last.
std::vector<AddressRefusal> reported_refusals(MailReport const& report,
                                              std::vector<std::string> const& addresses);

// The delivery that a report is about: by the address that it was sent to, where that has the
// pattern ("bounces+{id}@example.fi") of the envelope sender, else by the mail that it quotes.
// "" when neither names one.
std::string reported_delivery(MailReport const& report, std::string_view pattern);

// The envelope sender of a delivery.
std::string bounce_address(std::string_view pattern, std::string_view delivery_id);

}  // namespace airut::channels
