#include "formats/camt/read.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "formats/camt/transaction.hpp"
#include "formats/model/lines.hpp"
#include "formats/xml/document.hpp"

namespace airut::camt {
namespace {

constexpr std::string_view name_space = "urn:iso:std:iso:20022:tech:xsd:camt.05";

bool is_camt(xml::Element root) {
  auto const space = root.name_space();
  if (root.name() != "Document" || space.substr(0, name_space.size()) != name_space) return false;
  auto const kind = space.substr(name_space.size(), 2);
  return kind == "3." || kind == "4.";
}

// The document itself, or the one within the envelope that carries it with its business application
// header (head.001).
xml::Element find_camt(xml::Element from, int depth) {
  if (is_camt(from)) return from;
  constexpr int deepest = 3;
  for (auto child = from.first_child(); child && depth < deepest; child = child.next_sibling()) {
    if (auto const found = find_camt(child, depth + 1)) return found;
  }
  return {};
}

bool is_report(xml::Element element) {
  return element.name() == "Stmt" || element.name() == "Ntfctn";
}

class Reader {
 public:
  // Entry by entry as the file is read: long statements have hundreds of thousands.
  void take_piece(xml::Element entry, xml::Element around) {
    if (!is_report(around)) return;
    begin_report(around);
    ++counted_;
    take_entry(entry);
  }

  // With what is left when the entries are gone.
  tl::expected<model::BankFile, model::Findings> finish(xml::Element document) {
    auto const space = document.name_space();
    auto const name = space.substr(space.rfind(':') + 1);  // camt.054.001.08
    file_.format = name.substr(0, 8);
    file_.version = name.size() > 9 ? name.substr(9) : std::string_view{};
    auto const message = document.first_child();
    auto const head = message.child("GrpHdr");
    file_.file_id = head.text_of("MsgId");
    file_.created = day_of(head.text_of("CreDtTm"));
    end_report();
    bool any = false;
    for (auto const kind : {"Stmt", "Ntfctn"}) {
      for (auto const& report : message.children(kind)) {
        any = true;
        if (seen_.contains(report.index())) continue;
        begin_report(report);
        end_report();
      }
    }
    if (!any)
      wrong(document, "bank-file-empty", "There is neither a statement nor a notification.");
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

  // What stands before the entries: the account, its balances and the control totals.
  void begin_report(xml::Element report) {
    if (report_ == report.index()) return;
    end_report();
    report_ = report.index();
    seen_.insert(report_);
    auto const id = report.child("Acct").child("Id");
    account_ = id.text_of("IBAN");
    if (account_.empty()) account_ = id.child("Othr").text_of("Id");
    auto& known = file_.accounts;
    if (std::find(known.begin(), known.end(), account_) == known.end()) known.push_back(account_);
    covered_ = day_of(report.child("FrToDt").text_of("ToDtTm"));
    has_lump_ = false;
    counted_ = 0;
    header_ = {
        report.line(),           report.child("TxsSummry").child("TtlNtries").text_of("NbOfNtries"),
        report.text_of("Id"),    day_of(report.child("FrToDt").text_of("FrDtTm")),
        balance(report, "OPBD"), balance(report, "CLBD")};
  }

  void end_report() {
    if (report_ == 0) return;
    report_ = 0;
    if (!header_.told.empty() && count_of(header_.told) != counted_) {
      wrong_report(
          fmt::format("TxsSummry tells {} entries, but there are {}.", header_.told, counted_));
    }
    check_balances();
    cover();
  }

  void wrong_report(std::string detail) {
    findings_.push_back(model::finding_at(header_.line, "control-total", std::move(detail)));
  }

  // A sum whose payments are not told leaves open what came in on its day.
  void cover() {
    if (!covered_) return;
    if (!file_.covers_until || *file_.covers_until < *covered_) file_.covers_until = covered_;
    auto& days = has_lump_ ? file_.covered_but_for_lumps : file_.covered;
    auto& until = days.try_emplace(account_, *covered_).first->second;
    until = std::max(until, *covered_);
  }

  // Opening balance plus booked entries is the closing balance, where both are told. Without
  // entries the two are the same: a statement that lost them must not pass for a day without
  // payments.
  void check_balances() {
    auto const& opening = header_.opening;
    auto const& closing = header_.closing;
    auto const booked = std::exchange(moved_, std::nullopt);
    if (!opening || !closing || opening->currency() != closing->currency()) return;
    auto const moved = booked.value_or(model::Money{0, closing->currency()});
    if (moved.currency() == closing->currency() && *opening + moved != *closing) {
      return wrong_report(fmt::format("The opening balance {} and the entries {} do not give {}.",
                                      opening->text(), moved.text(), closing->text()));
    }
    file_.statements.push_back({account_, header_.id, header_.from, covered_, *opening, *closing});
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
    bool all_told = true;
    for (auto const& details : element.children("NtryDtls")) {
      for (auto const& one : details.children("TxDtls")) {
        parts.push_back(transaction_of(one, entry));
        all_told = all_told && tells_amount(one);
      }
    }
    auto const told = told_transactions(element);
    if (parts.size() > 1 && told && !counts_agree(element, *told, parts.size())) {
      return wrong(
          element, "control-total",
          fmt::format("The batch tells {} transactions, but there are {}.", *told, parts.size()));
    }
    if (parts.size() <= 1) {
      auto one = parts.empty() ? entry : std::move(parts.front());
      one.amount = entry.amount;  // the account's own currency
      one.is_lump = is_lump(element, one, told);
      has_lump_ |= one.is_lump && one.is_credit;
      file_.entries.push_back(std::move(one));
      return;
    }
    if (!all_told) return take_lump(entry);
    model::Money sum{0, entry.amount.currency()};
    for (auto const& part : parts) {
      if (part.amount.currency() != sum.currency()) return take_undivided(entry, parts);
      sum += part.is_credit == entry.is_credit ? part.amount : -part.amount;
    }
    // The bank takes its charges out of what comes in and adds them to what goes out.
    bool const charged = entry.is_credit ? entry.amount < sum : sum < entry.amount;
    if (charged) return take_undivided(entry, parts);
    if (sum != entry.amount) {
      return wrong(element, "control-total",
                   fmt::format("The transactions sum to {}, the entry is {}.", sum.text(),
                               entry.amount.text()));
    }
    for (auto& part : parts) file_.entries.push_back(std::move(part));
  }

  // All NbOfTxs of the entry's batches together; nullopt: none tells one.
  static std::optional<std::int64_t> told_transactions(xml::Element entry) {
    std::optional<std::int64_t> sum;
    for (auto const& details : entry.children("NtryDtls")) {
      auto const told = details.child("Btch").text_of("NbOfTxs");
      if (!told.empty()) sum = sum.value_or(0) + count_of(told);
    }
    return sum;
  }

  // Some banks have a batch a transaction, some one for all that stand in several NtryDtls, and
  // some repeat that.
  static bool counts_agree(xml::Element entry, std::int64_t told, std::size_t there) {
    if (told == static_cast<std::int64_t>(there)) return true;
    for (auto const& details : entry.children("NtryDtls")) {
      auto const own = details.child("Btch").text_of("NbOfTxs");
      if (own.empty() || count_of(own) == static_cast<std::int64_t>(there)) continue;
      auto const inside = details.children("TxDtls").size();
      if (count_of(own) != static_cast<std::int64_t>(inside)) return false;
    }
    return true;
  }

  // Payments in another currency or less charges: what each brought the bank does not tell. With
  // all their references the sum waits for a person to divide it.
  void take_undivided(model::BankEntry const& entry, std::vector<model::BankEntry> const& parts) {
    auto whole = entry;
    for (auto const& part : parts) {
      if (!part.reference.empty()) whole.more_references.push_back(part.reference);
      whole.more_references.insert(whole.more_references.end(), part.more_references.begin(),
                                   part.more_references.end());
      whole.texts.insert(whole.texts.end(), part.texts.begin(), part.texts.end());
    }
    whole.is_undivided = true;
    if (!whole.more_references.empty()) {
      whole.reference = whole.more_references.front();
      whole.more_references.erase(whole.more_references.begin());
    }
    file_.entries.push_back(std::move(whole));
  }

  // Several payments whose own sums are not told: they are told elsewhere, or by nobody.
  void take_lump(model::BankEntry const& entry) {
    file_.entries.push_back(entry);
    file_.entries.back().is_lump = true;
    has_lump_ |= entry.is_credit;
  }

  // Reference payments in one sum (the Finnish banks' code 705), or a batch without its parts.
  static bool is_lump(xml::Element element, model::BankEntry const& entry,
                      std::optional<std::int64_t> told) {
    if (!entry.reference.empty() || !entry.more_references.empty()) return false;
    auto const code = element.child("BkTxCd").child("Prtry").text_of("Cd");
    return code.substr(0, 3) == "705" || told.value_or(0) > 1;
  }

  model::BankFile file_;
  model::Findings findings_;
  std::string account_;
  // What a report tells of itself before its entries.
  struct Header {
    int line = 0;
    std::string told, id;
    std::optional<model::Date> from;
    std::optional<model::Money> opening, closing;
  };
  Header header_;
  std::uint32_t report_ = 0;  // the one that is read; 0: none, as the root is no report
  std::set<std::uint32_t> seen_;
  std::int64_t counted_ = 0;
  std::optional<model::Date> covered_;
  std::optional<model::Money> moved_;  // sum of the report's booked entries
  bool has_lump_ = false;
};

}  // namespace

std::optional<tl::expected<model::BankFile, model::Findings>> read(std::string_view bytes) {
  Reader reader;
  auto const document = xml::Document::parse_pieces(
      bytes, "Ntry",
      [&](xml::Element entry, xml::Element around) { reader.take_piece(entry, around); });
  if (!document) return tl::unexpected(document.error());
  auto const camt = find_camt(document->root(), 0);
  if (!camt) return std::nullopt;
  return reader.finish(camt);
}

}  // namespace airut::camt
