#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

namespace airut::model {

// One payment as a bank file tells it (camt.053/054, KTL, OCR giro), before anyone decides
// what it pays. amount is positive; is_credit says the direction on our account.
struct BankEntry {
  std::string account;  // credited account: IBAN, or BBAN digits as the file has it
  Money amount;
  bool is_credit = true;
  bool is_reversal = false;    // takes back an earlier entry (RvslInd, KTL correction, OCR sign)
  std::optional<Date> booked;  // booking day
  std::optional<Date> value_date;            // day the payer paid; interest counts to it
  std::string reference;                     // structured reference as written, "" when none
  std::vector<std::string> more_references;  // further ones: one payment for several invoices
  bool is_lump = false;            // a sum of payments that the bank tells one by one elsewhere
  bool is_undivided = false;       // a sum of payments of which nobody tells what each brought
  std::vector<std::string> texts;  // unstructured remittance lines
  std::string payer_name;
  std::string payer_account;
  std::string archive_id;  // the bank's id of the entry, "" when none
  std::string end_to_end_id;
  std::string return_reason;  // ISO 20022 RtrInf code, "" when none
  bool by_mandate = false;    // collected by us: AvtaleGiro
  int line = 0;               // line in the file
  friend bool operator==(BankEntry const&, BankEntry const&) = default;
};

// Booked balances of an account at the beginning and the end of one of its statements.
struct Statement {
  std::string account, id;
  std::optional<Date> from, until;
  Money opening, closing;
};

// A whole bank file. All-or-nothing: a reader gives this only when every total in the file agrees.
struct BankFile {
  std::string format;   // camt.053, camt.054, ktl, ocr_giro
  std::string version;  // 001.02 ...
  std::string file_id;  // MsgId, transmission number, ""
  std::optional<Date> created;
  std::optional<Date> covers_until;   // last booking day the file speaks for
  std::vector<std::string> accounts;  // every account named, also those without entries
  // Last day up to which every payment to the account is told, one by one.
  std::map<std::string, Date> covered;
  // The same for accounts with sums in the file that are told one by one elsewhere, if they are.
  std::map<std::string, Date> covered_but_for_lumps;
  std::vector<Statement> statements;  // those whose balances are told and agree
  std::vector<BankEntry> entries;
};

}  // namespace airut::model
