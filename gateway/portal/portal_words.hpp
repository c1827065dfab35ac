#pragma once

#include <string_view>

namespace airut::gateway {

// What the debtor's forms say.
struct PortalWords {
  std::string_view language;
  std::string_view messages, matter, content, payment, delivery, dispute, your_message, send;
  std::string_view you, biller, service, agency, disputed;
  std::string_view plan, plan_text, count, show_plan, make_plan, due, amount, fee, interest, total;
  std::string_view in_force, unpaid, back, failed;
  std::string_view which, this_invoice, all_invoices, invoices;
  std::string_view paid, overdue, in_collection;  // how the claim stands
};

// fi, sv, nb (also nn and no); anything else is English.
PortalWords const& portal_words_of(std::string_view language);

}  // namespace airut::gateway
