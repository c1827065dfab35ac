#include "formats/camt/read.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/camt/transaction.hpp"

namespace airut::camt {
namespace {

constexpr std::string_view name_space = "urn:iso:std:iso:20022:tech:xsd:camt.05";

class Reader {
 public:
  tl::expected<model::BankFile, model::Findings> read(xml::Element const& root) {
    auto const space = root.name_space();
    auto const name = space.substr(space.rfind(':') + 1);  // camt.054.001.08
    file_.format = name.substr(0, 8);
    file_.version = name.size() > 9 ? name.substr(9) : std::string_view{};
    auto const message = root.first_child();
    auto const head = message.child("GrpHdr");
    file_.file_id = head.text_of("MsgId");
    file_.created = day_of(head.text_of("CreDtTm"));
    bool any = false;
    for (auto const kind : {"Stmt", "Ntfctn"}) {
      for (auto const& report : message.children(kind)) {
        any = true;
        take_report(report);
      }
    }
    if (!any) wrong(root, "bank-file-empty", "There is neither a statement nor a notification.");
    if (!findings_.empty()) return tl::unexpected(std::move(findings_));
    return std::move(file_);
  }

 private:
  void wrong(xml::Element element, std::string code, std::string detail) {
    model::Finding finding;
    finding.code = std::move(code);
    finding.detail = std::move(detail);
    finding.line = element.line();
    findings_.push_back(std::move(finding));
  }

  void take_report(xml::Element report) {
    auto const id = report.child("Acct").child("Id");
    account_ = id.text_of("IBAN");
    if (account_.empty()) account_ = id.child("Othr").text_of("Id");
    auto& known = file_.accounts;
    if (std::find(known.begin(), known.end(), account_) == known.end()) known.push_back(account_);
    covered_ = day_of(report.child("FrToDt").text_of("ToDtTm"));
    has_lump_ = false;
    std::int64_t entries = 0;
    for (auto const& entry : report.children("Ntry")) {
      ++entries;
      take_entry(entry);
    }
    auto const told = report.child("TxsSummry").child("TtlNtries").text_of("NbOfNtries");
    if (!told.empty() && told != std::to_string(entries)) {
      wrong(report, "control-total",
            fmt::format("TxsSummry tells {} entries, but there are {}.", told, entries));
    }
    check_balances(report);
    keep_statement(report);
    cover();
  }

  void keep_statement(xml::Element report) {
    auto const opening = balance(report, "OPBD"), closing = balance(report, "CLBD");
    if (!opening || !closing || opening->currency() != closing->currency()) return;
    auto const times = report.child("FrToDt");
    file_.statements.push_back({account_, std::string{report.text_of("Id")},
                                day_of(times.text_of("FrDtTm")), covered_, *opening, *closing});
  }

  // A sum whose payments are not told leaves open what came in on its day.
  void cover() {
    if (!covered_) return;
    if (!file_.covers_until || *file_.covers_until < *covered_) file_.covers_until = covered_;
    auto& days = has_lump_ ? file_.covered_but_for_lumps : file_.covered;
    auto& until = days.try_emplace(account_, *covered_).first->second;
    until = std::max(until, *covered_);
  }

  // Opening balance plus booked entries is the closing balance, where both are told.
  void check_balances(xml::Element report) {
    auto const opening = balance(report, "OPBD"), closing = balance(report, "CLBD");
    if (!opening || !closing || !moved_ || opening->currency() != closing->currency() ||
        opening->currency() != moved_->currency()) {
      moved_.reset();
      return;
    }
    if (*opening + *moved_ != *closing) {
      wrong(report, "control-total",
            fmt::format("The opening balance {} and the entries {} do not give {}.",
                        opening->text(), moved_->text(), closing->text()));
    }
    moved_.reset();
  }

  static std::optional<model::Money> balance(xml::Element report, std::string_view code) {
    for (auto const& one : report.children("Bal")) {
      if (one.child("Tp").child("CdOrPrtry").text_of("Cd") != code) continue;
      auto const amount = amount_of(one.child("Amt"));
      if (!amount) return std::nullopt;
      return one.text_of("CdtDbtInd") == "DBIT" ? -*amount : *amount;
    }
    return std::nullopt;
  }

  void take_entry(xml::Element element) {
    auto const status = element.child("Sts");
    auto const code = status.child("Cd") ? status.text_of("Cd") : status.text();
    if (!code.empty() && code != "BOOK") return;
    auto const amount = amount_of(element.child("Amt"));
    auto const direction = element.text_of("CdtDbtInd");
    if (!amount || (direction != "CRDT" && direction != "DBIT")) {
      return wrong(element, "record-damaged", "Ntry has no readable Amt or CdtDbtInd.");
    }
    model::BankEntry entry;
    entry.account = account_;
    entry.amount = *amount;
    entry.is_credit = direction == "CRDT";
    auto const reversal = element.text_of("RvslInd");
    auto const family = element.child("BkTxCd").child("Domn").child("Fmly").text_of("SubFmlyCd");
    entry.is_reversal =
        reversal == "true" || reversal == "1" || (!entry.is_credit && family == "RRTN");
    entry.booked = date_of(element.child("BookgDt"));
    entry.value_date = date_of(element.child("ValDt"));
    entry.archive_id = element.text_of("AcctSvcrRef");
    entry.line = element.line();
    if (!covered_ || (entry.booked && *covered_ < *entry.booked)) covered_ = entry.booked;
    auto const signed_amount = entry.is_credit ? entry.amount : -entry.amount;
    if (!moved_) moved_ = model::Money{0, entry.amount.currency()};
    if (moved_->currency() == signed_amount.currency()) *moved_ += signed_amount;
    take_transactions(element, entry);
  }

  void take_transactions(xml::Element element, model::BankEntry const& entry) {
    std::vector<model::BankEntry> parts;
    for (auto const& details : element.children("NtryDtls")) {
      for (auto const& one : details.children("TxDtls")) {
        parts.push_back(transaction_of(one, entry));
      }
    }
    auto const told = element.child("NtryDtls").child("Btch").text_of("NbOfTxs");
    if (parts.size() > 1 && !told.empty() && told != std::to_string(parts.size())) {
      return wrong(
          element, "control-total",
          fmt::format("The batch tells {} transactions, but there are {}.", told, parts.size()));
    }
    if (parts.size() <= 1) {
      auto one = parts.empty() ? entry : std::move(parts.front());
      one.amount = entry.amount;  // the account's own currency
      one.is_lump = is_lump(element, one, told);
      has_lump_ |= one.is_lump && one.is_credit;
      file_.entries.push_back(std::move(one));
      return;
    }
    model::Money sum{0, entry.amount.currency()};
    for (auto const& part : parts) {
      if (part.amount.currency() != sum.currency()) {
        return wrong(element, "currency-mixed", "The transactions are in several currencies.");
      }
      sum += part.is_credit == entry.is_credit ? part.amount : -part.amount;
    }
    if (sum != entry.amount) {
      return wrong(element, "control-total",
                   fmt::format("The transactions sum to {}, the entry is {}.", sum.text(),
                               entry.amount.text()));
    }
    for (auto& part : parts) file_.entries.push_back(std::move(part));
  }

  // Reference payments in one sum (the Finnish banks' code 705), or a batch without its parts.
  static bool is_lump(xml::Element element, model::BankEntry const& entry, std::string_view told) {
    if (!entry.reference.empty() || !entry.more_references.empty()) return false;
    auto const code = element.child("BkTxCd").child("Prtry").text_of("Cd");
    return code.substr(0, 3) == "705" || (!told.empty() && told != "0" && told != "1");
  }

  model::BankFile file_;
  model::Findings findings_;
  std::string account_;
  std::optional<model::Date> covered_;
  std::optional<model::Money> moved_;  // sum of the report's booked entries
  bool has_lump_ = false;
};

}  // namespace

tl::expected<model::BankFile, model::Findings> read(xml::Element const& root) {
  return Reader{}.read(root);
}

bool is_camt(xml::Element const& root) {
  auto const space = root.name_space();
  if (root.name() != "Document" || space.substr(0, name_space.size()) != name_space) return false;
  auto const kind = space.substr(name_space.size(), 2);
  return kind == "3." || kind == "4.";
}

}  // namespace airut::camt
