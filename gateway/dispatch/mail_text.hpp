#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/model/letter.hpp"
#include "formats/model/submission.hpp"

namespace airut::gateway {

struct MailText {
  std::string subject;
  std::string text;  // plain text, UTF-8
  std::string html;  // the same words for readers of HTML; no pictures, no scripts, no outside
};

// The letter around an invoice in fi, sv, nb or en: who bills, how much, until when, to which
// account and reference, the client's own message, and the page's address when there is one. A
// reminder asks for what is open by its letter, until the letter's deadline.
// document_kind: invoice, reminder.
MailText mail_text(model::Submission const& submission, std::string_view document_kind,
                   std::string_view link, std::optional<model::Letter> const& letter = {});

}  // namespace airut::gateway
