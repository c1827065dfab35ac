#pragma once

#include <cstdint>
#include <string>
#include <vector>

// Facts about personal data that are no longer kept.
namespace airut::ledger {

struct ErasedClass {
  std::string name;  // as the table retention.tsv names it: register, address, mailbox ...
  std::int64_t count = 0;
};

// What was kept of a recipient and no law asks for was erased. Says what went, in numbers; whoever
// reads it learns nothing of the recipient.
struct PersonalDataErased {
  std::string erasure_id;  // ers_...
  std::string recipient_id, client;
  std::string reason;  // why, in the words of who asked: names nobody
  std::vector<ErasedClass> classes;
  std::string events;                  // of the tenant, whose personal part went: "3 7-9 12"
  std::vector<std::string> documents;  // hex SHA-256 of kept files that went
  std::int64_t last_document = 0;      // the last that there was then: what was kept since, stays
  std::string answers;                 // numbers of kept answers that told of the recipient
  // Without them: the last such answer, as earlier Airuts said it; all of them up to it went.
  std::int64_t last_answer = 0;
};

}  // namespace airut::ledger
