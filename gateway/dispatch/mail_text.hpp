#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/instalments.hpp"
#include "formats/model/letter.hpp"
#include "formats/model/submission.hpp"

namespace airut::gateway {

struct MailText {
  std::string subject;
  std::string text;  // plain text, UTF-8
  std::string html;  // the same words for readers of HTML; no pictures, no scripts, no outside
};

// The letter around an invoice in fi, sv, nb or en: who bills, how much, until when, to which
// account and reference, the client's own message, the page's address and the one for no more mail
// when there are such. A reminder asks for what is open by its letter, until the letter's deadline,
// names all invoices of its sheet, and says what its letter says on paper.
// document_kind: invoice, reminder.
struct MailLinks {
  std::string page, other_way;  // "" when there is none
};
// The instalments that the invoice was made with, also those that are paid since, and how each
// stands; standings: none where they are not known.
struct MailInstalments {
  std::vector<model::Instalment> parts;
  std::vector<model::InstalmentStanding> standings;
};
MailText mail_text(model::Submission const& submission, std::string_view document_kind,
                   MailLinks const& links, std::optional<model::Letter> const& letter = {},
                   MailInstalments const& instalments = {});

}  // namespace airut::gateway
