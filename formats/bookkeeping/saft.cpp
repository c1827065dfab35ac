#include "formats/bookkeeping/saft.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/xml/writer.hpp"

namespace airut::bookkeeping {
namespace {

// Lengths of the schema's text types, in characters.
constexpr std::size_t short_text = 18, middle_text = 35, longer_text = 70, long_text = 256;

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

std::string_view cut(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  while (at < text.size() && characters > 0) {
    ++at;
    while (at < text.size() && is_tail(text[at])) ++at;
    --characters;
  }
  return text.substr(0, at);
}

std::string positive(model::Money const& money) {
  return (money.is_negative() ? -money : money).text();
}

class Writing {
 public:
  explicit Writing(BookFile const& file) : file_(file) {}

  std::string text() && {
    out_.open("AuditFile", {{"xmlns", "urn:StandardAuditFile-Taxation-Financial:NO"}});
    header();
    out_.open("MasterFiles");
    accounts();
    customers();
    out_.close();
    entries();
    out_.close();
    return std::move(out_).text();
  }

 private:
  void leaf(std::string_view name, std::string_view text, std::size_t length) {
    out_.leaf(name, cut(text, length));
  }

  void header() {
    out_.open("Header");
    out_.leaf("AuditFileVersion", "1.30");
    out_.leaf("AuditFileCountry", "NO");
    out_.leaf("AuditFileDateCreated", model::date_text(file_.created));
    out_.leaf("SoftwareCompanyName", "Airut");
    out_.leaf("SoftwareID", "Airut");
    leaf("SoftwareVersion", file_.software_version, short_text);
    company();
    out_.leaf("DefaultCurrencyCode", file_.currency.code());
    out_.open("SelectionCriteria");
    out_.leaf("SelectionStartDate", model::date_text(file_.first));
    out_.leaf("SelectionEndDate", model::date_text(file_.last));
    out_.close();
    out_.leaf("TaxAccountingBasis", "A");
    out_.close();
  }

  void company() {
    auto const& who = file_.company;
    out_.open("Company");
    leaf("RegistrationNumber", who.legal_id, middle_text);
    leaf("Name", who.name, long_text);
    out_.open("Address");
    if (!who.street.empty()) leaf("StreetName", who.street, long_text);
    if (!who.city.empty()) leaf("City", who.city, long_text);
    if (!who.postal_code.empty()) leaf("PostalCode", who.postal_code, longer_text);
    if (!who.country.empty()) leaf("Country", who.country, 2);
    out_.close();
    out_.open("Contact");
    out_.open("ContactPerson");
    // Skatteetaten: NotUsed where no person is known.
    leaf("FirstName", who.contact_first.empty() ? "NotUsed" : who.contact_first, middle_text);
    leaf("LastName", who.contact_last.empty() ? "NotUsed" : who.contact_last, longer_text);
    out_.close();
    if (!who.phone.empty()) leaf("Telephone", who.phone, short_text);
    if (!who.email.empty()) leaf("Email", who.email, longer_text);
    out_.close();
    if (!who.vat_id.empty()) {
      out_.open("TaxRegistration");
      leaf("TaxRegistrationNumber", who.vat_id, middle_text);
      out_.leaf("TaxAuthority", "Skatteetaten");
      out_.close();
    }
    if (!who.iban.empty()) {
      out_.open("BankAccount");
      leaf("IBANNumber", who.iban, middle_text);
      out_.close();
    }
    out_.close();
  }

  // A balance is told on the side where it stands.
  void balance(std::string_view when, model::Money const& sum) {
    out_.leaf(fmt::format("{}{}Balance", when, sum.is_negative() ? "Credit" : "Debit"),
              positive(sum));
  }

  void accounts() {
    out_.open("GeneralLedgerAccounts");
    for (auto const& one : file_.accounts) {
      out_.open("Account");
      leaf("AccountID", one.number, longer_text);
      leaf("AccountDescription", one.name, long_text);
      leaf("GroupingCategory", one.grouping_category, long_text);
      leaf("GroupingCode", one.grouping_code, middle_text);
      out_.leaf("AccountType", "GL");
      balance("Opening", one.opening);
      balance("Closing", one.closing);
      out_.close();
    }
    out_.close();
  }

  void customers() {
    if (file_.customers.empty()) return;
    out_.open("Customers");
    for (std::size_t i = 0; i < file_.customers.size();) {
      auto const& first = file_.customers[i];
      out_.open("Customer");
      leaf("Name", first.name.empty() ? first.id : first.name, long_text);
      leaf("CustomerID", first.id, middle_text);
      for (; i < file_.customers.size() && file_.customers[i].id == first.id; ++i) {
        out_.open("BalanceAccount");
        leaf("AccountID", file_.customers[i].account, longer_text);
        balance("Opening", file_.customers[i].opening);
        balance("Closing", file_.customers[i].closing);
        out_.close();
      }
      out_.close();
    }
    out_.close();
  }

  void entries() {
    model::Money debit{0, file_.currency}, credit{0, file_.currency};
    for (auto const& voucher : file_.vouchers) {
      for (auto const& line : voucher.lines)
        (line.amount.is_negative() ? credit : debit) +=
            line.amount.is_negative() ? -line.amount : line.amount;
    }
    out_.open("GeneralLedgerEntries");
    out_.leaf("NumberOfEntries", std::to_string(file_.vouchers.size()));
    out_.leaf("TotalDebit", debit.text());
    out_.leaf("TotalCredit", credit.text());
    if (!file_.vouchers.empty()) {
      out_.open("Journal");
      out_.leaf("JournalID", "AR");
      out_.leaf("Description", "Accounts receivable");
      out_.leaf("Type", "AR");
      for (auto const& voucher : file_.vouchers) transaction(voucher);
      out_.close();
    }
    out_.close();
  }

  void transaction(Voucher const& voucher) {
    std::chrono::year_month_day const last{file_.last};
    out_.open("Transaction");
    leaf("TransactionID", voucher.id, longer_text);
    out_.leaf("Period", std::to_string(static_cast<unsigned>(last.month())));
    out_.leaf("PeriodYear", std::to_string(static_cast<int>(last.year())));
    out_.leaf("TransactionDate", model::date_text(voucher.date));
    leaf("Description", voucher.text, long_text);
    out_.leaf("SystemEntryDate", model::date_text(voucher.booked));
    // What became known after its month was closed is posted in this one.
    auto const posted = std::clamp(voucher.date, file_.first, file_.last);
    out_.leaf("GLPostingDate", model::date_text(posted));
    int record = 0;
    for (auto const& line : voucher.lines) write_line(voucher, line, ++record);
    out_.close();
  }

  void write_line(Voucher const& voucher, Line const& line, int record) {
    out_.open("Line");
    out_.leaf("RecordID", std::to_string(record));
    leaf("AccountID", line.account, longer_text);
    if (!line.invoice_number.empty()) leaf("SourceDocumentID", line.invoice_number, middle_text);
    if (!line.customer_id.empty()) leaf("CustomerID", line.customer_id, middle_text);
    leaf("Description", voucher.text, long_text);
    out_.open(line.amount.is_negative() ? "CreditAmount" : "DebitAmount");
    out_.leaf("Amount", positive(line.amount));
    out_.leaf("CurrencyCode", file_.currency.code());
    out_.leaf("CurrencyAmount", positive(line.amount));
    out_.close();
    if (!line.invoice_number.empty()) leaf("ReferenceNumber", line.invoice_number, middle_text);
    if (!line.reference.empty()) leaf("CID", line.reference, middle_text);
    if (line.due_date) out_.leaf("DueDate", model::date_text(*line.due_date));
    out_.close();
  }

  BookFile const& file_;
  xml::Writer out_{xml::Encoding::utf8};
};

}  // namespace

std::string write_saft(BookFile const& file) { return Writing{file}.text(); }

}  // namespace airut::bookkeeping
