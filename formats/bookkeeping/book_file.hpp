#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// What a month's bookkeeping basis holds for the biller's own accounting, whatever the file is.
namespace airut::bookkeeping {

struct Line {
  std::string account;      // the biller's own number
  model::Money amount;      // a debit is positive
  std::string customer_id;  // on receivable accounts, else ""
  std::string invoice_number;
  std::string reference;  // KID or viitenumero
  std::optional<model::Date> due_date;
};

// One event of the ledger. The lines' sum is zero.
struct Voucher {
  std::string id;           // of the event
  std::int64_t number = 0;  // within the journal, growing
  model::Date date{};       // the day that counts
  model::Date booked{};
  std::string text;
  bool is_correction = false;  // of a month that was closed
  std::vector<Line> lines;
};

struct Account {
  std::string number, name;
  std::string grouping_category, grouping_code;  // SAF-T
  model::Money opening, closing;                 // a debit is positive
};

// What a customer owes on one receivable account; those of a customer stand together.
struct Customer {
  std::string id, name;
  std::string account;
  model::Money opening, closing;
};

struct Company {
  std::string name, legal_id, vat_id;
  std::string street, postal_code, city, country;
  std::string contact_first, contact_last, phone, email;
  std::string iban;
};

// All amounts are of one currency.
struct BookFile {
  Company company;
  model::Currency currency;
  model::Date first{}, last{}, created{};
  std::string software_version;
  std::vector<Account> accounts;
  std::vector<Customer> customers;
  std::vector<Voucher> vouchers;
};

}  // namespace airut::bookkeeping
