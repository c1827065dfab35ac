#pragma once

#include "ledger/journal/fields.hpp"

// See fields.hpp.
namespace airut::ledger {

void fields(auto& a, Is<ErasedClass> auto& f) { a("name", f.name), a("count", f.count, 0); }

void fields(auto& a, Is<PersonalDataErased> auto& f) {
  a("erasure_id", f.erasure_id), a("recipient_id", f.recipient_id), a("client", f.client);
  a("reason", f.reason), a("classes", f.classes), a("events", f.events);
  a("documents", f.documents), a("last_document", f.last_document, 0);
  a("answers", f.answers), a("last_answer", f.last_answer, 0);
}

}  // namespace airut::ledger
