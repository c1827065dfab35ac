#include "tests/bench/item_loader.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "formats/model/reference.hpp"
#include "ledger/journal/event.hpp"
#include "ledger/store/events.hpp"

namespace airut::bench {
namespace {

constexpr std::uint64_t items_a_commit = 2000;

// The ids that the facts of one item share.
struct Ids {
  std::string invoice, receivable, delivery;
};

struct Renamed {
  Ids const& ids;
  std::uint64_t n;

  void operator()(ledger::InvoiceAccepted& f) const {
    f.invoice_id = ids.invoice;
    f.receivable_id = ids.receivable;
    f.number = fmt::format("S{}", n);
    if (!f.external_id.empty()) f.external_id = f.number;
    f.customer_number = fmt::format("{:08}", n / ItemLoader::customers_share);
    f.personal_buyer_name = fmt::format("Asiakas {} Oy", n / ItemLoader::customers_share);
    f.gross = f.due = ItemLoader::amount(n);
    f.due_date = ItemLoader::due_day(n);
    f.reference = ItemLoader::reference(n);
    f.reference_key = model::reference_match_key(f.reference);
  }
  void operator()(ledger::DeliveryRouted& f) const {
    f.delivery_id = f.message_id = ids.delivery;
    f.invoice_id = f.document_id = ids.invoice;
  }
  void operator()(ledger::AttemptStarted& f) const {
    f.delivery_id = f.attempt_id = ids.delivery;
    f.invoice_id = ids.invoice;
  }
  void operator()(ledger::DeliveryChanged& f) const {
    f.delivery_id = f.attempt_id = ids.delivery;
    f.invoice_id = ids.invoice;
  }
  template <class F>
  void operator()(F&) const {
    throw std::runtime_error{"an item has a fact that the loader does not know"};
  }
};

}  // namespace

ItemLoader::ItemLoader(LedgerHouse& house) : house_(house) {
  house.open_items(1);
  auto const stored = house.store().read(
      [](ledger::Snapshot& view) { return ledger::events_after(view, "demo", 0, 100); });
  for (auto const& one : stored) {
    auto fact = ledger::decode(one.kind, one.event.body, one.event.personal);
    if (!fact) throw std::runtime_error{fact.error().text};
    facts_.push_back(*std::move(fact));
  }
}

model::Money ItemLoader::amount(std::uint64_t n) {
  return {static_cast<std::int64_t>(1000 + n * 104729 % 200000), *model::Currency::parse("EUR")};
}

std::string ItemLoader::reference(std::uint64_t n) {
  return model::Reference::make_viite(std::to_string(700'000'000'000 + n)).value().text();
}

model::Date ItemLoader::due_day(std::uint64_t n) {
  return first_due + std::chrono::days{static_cast<int>(n * 7919 % days)};
}

void ItemLoader::append(ledger::Transaction& tx, std::uint64_t n) const {
  auto const now = house_.now();
  Ids const ids{model::new_id("inv", now), model::new_id("rcv", now), model::new_id("dlv", now)};
  for (auto fact : facts_) {
    std::visit(Renamed{ids, n}, fact);
    tx.append("demo", "key_bench", now, fact);
  }
}

void ItemLoader::load(std::uint64_t from, std::uint64_t count) {
  for (std::uint64_t made = 0; made < count; made += items_a_commit) {
    auto const size = std::min(items_a_commit, count - made);
    house_.store().write_now([&](ledger::Transaction& tx) {
      for (std::uint64_t i = 0; i < size; ++i) append(tx, from + made + i);
    });
  }
}

std::string statement_of(std::vector<std::uint64_t> const& items, model::Date booked) {
  auto const day = model::date_text(booked);
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document "
      "xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>"
      "<MsgId>M{0}</MsgId><CreDtTm>{0}T22:00:00</CreDtTm></GrpHdr><Stmt><Id>S{0}</Id><Acct>"
      "<Id><IBAN>FI2112345600000785</IBAN></Id><Ccy>EUR</Ccy></Acct>\n",
      day);
  for (auto const n : items) {
    text += fmt::format(
        "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        "<BookgDt><Dt>{}</Dt></BookgDt><ValDt><Dt>{}</Dt></ValDt>"
        "<AcctSvcrRef>A{}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Asiakas {} Oy"
        "</Nm></Pty></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>{}</Ref></CdtrRefInf>"
        "</Strd></RmtInf></TxDtls></NtryDtls></Ntry>\n",
        ItemLoader::amount(n).text(), day, day, n, n / ItemLoader::customers_share,
        ItemLoader::reference(n));
  }
  return text + "</Stmt></BkToCstmrStmt></Document>\n";
}

}  // namespace airut::bench
