#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/result.hpp"

namespace airut::netsgiro {

// A claim on a payer with a standing mandate (AvtaleGiro), or its withdrawal. Texts are UTF-8; what
// ISO-8859-1 lacks is written as "?" and noted.
struct Claim {
  std::int64_t amount = 0;        // ore, positive
  model::Date due{};              // a day without banking is moved to the next by Nets
  std::string kid;                // 2-25 digits, the last may be "-"
  bool is_told_by_bank = false;   // type 21: the payer's bank tells him; 02: the payee has told him
  std::string payer;              // short name, its first ten characters count
  std::string foreign_reference;  // on the payer's statement, 25 characters
  // What the bank's notice says (type 21 only): at most 42 lines of 80 characters.
  std::vector<std::string> specification;
};

// Claims, or withdrawals, of one payee account.
struct ClaimAssignment {
  std::int64_t number = 0;  // 1-9999999, unique in the agreement for twelve months and a day
  std::string account;      // 11 digits
  bool withdraws = false;   // to be sent a day after the claims, never with them
  std::vector<Claim> claims;
};

struct ClaimTransmission {
  std::string sender;       // customer unit id (kundeenhet-ID), 8 digits
  std::int64_t number = 0;  // 1-9999999
  std::vector<ClaimAssignment> assignments;
};

struct WrittenClaims {
  std::string bytes;  // ISO-8859-1, records of 80 characters, CRLF
  std::int64_t transactions = 0, sum = 0;
  std::vector<std::string> notes;
};

// One file for Nets. Problem: which field of which claim does not fit its record, or that there is
// nothing to send. Source: Systemspesifikasjon AvtaleGiro (Nets, BBS format).
model::Result<WrittenClaims> write_claims(ClaimTransmission const& transmission);

}  // namespace airut::netsgiro
