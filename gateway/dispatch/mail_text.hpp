#pragma once

#include <string>
#include <string_view>

#include "formats/model/submission.hpp"

namespace airut::gateway {

struct MailText {
  std::string subject, text;  // plain text, UTF-8
};

// The letter around an invoice in fi, sv, nb or en: who bills, how much, until when, to which
// account and reference, the client's own message, and the page's address when there is one.
// document_kind: invoice, reminder.
MailText mail_text(model::Submission const& submission, std::string_view document_kind,
                   std::string_view link);

}  // namespace airut::gateway
