#include "gateway/books/month.hpp"

#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ledger/store/book_rows.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

namespace books = ledger::books;

// What lines on receivable accounts tell of the invoice.
class Items {
 public:
  Items(ledger::Snapshot& view, std::string const& tenant) : view_(view), tenant_(tenant) {}

  ledger::ReceivableRow const* find(std::string const& id) {
    if (id.empty()) return nullptr;
    auto [found, fresh] = rows_.try_emplace(id);
    if (fresh) found->second = ledger::find_receivable(view_, tenant_, id);
    return found->second ? &*found->second : nullptr;
  }

 private:
  ledger::Snapshot& view_;
  std::string const& tenant_;
  std::map<std::string, std::optional<ledger::ReceivableRow>> rows_;
};

// A customer without a number is known by the invoice.
std::string customer_of(ledger::ReceivableRow const& row) {
  return row.customer_number.empty() ? row.invoice_number : row.customer_number;
}

bookkeeping::Company company_of(config::Client const& client) {
  auto const& seller = client.seller;
  bookkeeping::Company company;
  company.name = seller.name;
  company.legal_id = seller.legal_id;
  company.vat_id = seller.vat_id;
  company.street = seller.address.line1;
  company.postal_code = seller.address.postal_code;
  company.city = seller.address.city;
  company.country = seller.address.country;
  auto const blank = seller.contact_name.rfind(' ');
  if (blank != std::string::npos) {
    company.contact_first = seller.contact_name.substr(0, blank);
    company.contact_last = seller.contact_name.substr(blank + 1);
  }
  company.phone = seller.phone;
  company.email = seller.email;
  if (!client.accounts.empty()) company.iban = client.accounts.front().iban;
  return company;
}

class Making {
 public:
  Making(ledger::Snapshot& view, std::string const& tenant, books::Basis const& basis,
         config::Client const& client, FileWish const& wish)
      : items_(view, tenant),
        basis_(basis),
        client_(client),
        wish_(wish),
        grouping_(wish.grouping) {}

  tl::expected<bookkeeping::BookFile, FileRefusal> make() {
    file_.company = company_of(client_);
    file_.currency = wish_.currency.value_or(own_currency());
    if (auto const others = other_currencies(); !wish_.currency && !others.empty())
      return tl::unexpected{FileRefusal{
          "several-currencies",
          fmt::format("The month has {} beside {}, and a file has one currency: name it.", others,
                      file_.currency.code())}};
    file_.first = books::first_day(basis_.period);
    file_.last = books::last_day(basis_.period);
    file_.created = wish_.today;
    file_.software_version = "0.1.0";
    for (auto const& line : basis_.lines) add_account(line);
    add_earlier_years();
    for (auto const& voucher : basis_.vouchers) add_voucher(voucher);
    for (auto const& [whose, balance] : basis_.items) add_customer(whose, balance);
    if (!problem_.empty()) return tl::unexpected{FileRefusal{"account-unmapped", problem_}};
    for (auto& [number, account] : accounts_) file_.accounts.push_back(std::move(account));
    for (auto& [id, customer] : customers_) file_.customers.push_back(std::move(customer));
    return std::move(file_);
  }

 private:
  model::Currency own_currency() const {
    return model::Currency::parse(client_.currency).value_or(model::Currency{});
  }

  // "NOK, SEK" of what the month has in others than the file's; "" for none.
  std::string other_currencies() const {
    std::set<std::string> codes;
    for (auto const& line : basis_.lines) {
      bool const is_empty = line.debit.is_zero() && line.credit.is_zero() &&
                            line.opening.is_zero() && line.closing.is_zero();
      if (line.currency != file_.currency && !is_empty) codes.emplace(line.currency.code());
    }
    return fmt::format("{}", fmt::join(codes, ", "));
  }

  std::string number_of(books::Account account) { return number_of(books::account_text(account)); }

  std::string number_of(std::string_view text) {
    auto const found = client_.books.accounts.find(text);
    if (found != client_.books.accounts.end()) return found->second;
    problem_ = fmt::format(
        "The client {} has no account number for {}: give it under [tenant.client.books.accounts].",
        client_.ref, text);
    return {};
  }

  void add_account(books::BasisLine const& line) {
    if (line.currency != file_.currency) return;
    auto& account = account_of(books::account_text(line.account));
    account.opening += line.opening;
    account.closing += line.closing;
  }

  // Income and expenses of the years before stand in the equity now; without them the balances of a
  // SAF-T file would not sum to nothing.
  void add_earlier_years() {
    if (grouping_ == nullptr) return;
    model::Money sum{0, file_.currency};
    for (auto const& line : basis_.lines)
      if (line.currency == file_.currency) sum += line.earlier_years;
    if (sum.is_zero()) return;
    auto& account = account_of("result.earlier_years");
    account.opening += sum;
    account.closing += sum;
  }

  bookkeeping::Account& account_of(std::string_view text) {
    auto const number = number_of(text);
    auto [found, fresh] = accounts_.try_emplace(number);
    auto& account = found->second;
    if (!fresh) return account;
    account.number = number;
    account.name = text;
    account.opening = account.closing = model::Money{0, file_.currency};
    group(text, account);
    return account;
  }

  void group(std::string_view of, bookkeeping::Account& account) {
    if (grouping_ == nullptr) return;
    auto const found = grouping_->on(of, file_.last);
    if (!found) {
      problem_ = fmt::format("saft_grouping.tsv has no row for {} on {}.", of,
                             model::date_text(file_.last));
      return;
    }
    account.grouping_category = found->category;
    account.grouping_code = found->code;
  }

  void add_voucher(books::Voucher const& from) {
    bookkeeping::Voucher voucher{
        from.event_id,      from.seq, from.entry.effective, from.entry.booked, from.entry.text,
        from.is_correction, {}};
    for (auto const& one : from.entry.lines) {
      if (one.amount.currency() != file_.currency) continue;
      bookkeeping::Line line{number_of(one.account), one.amount, {}, {}, {}, {}};
      if (auto const* item = items_.find(one.receivable_id)) {
        line.customer_id = customer_of(*item);
        line.invoice_number = item->invoice_number;
        line.reference = item->reference;
        line.due_date = item->due_date;
      }
      voucher.lines.push_back(std::move(line));
    }
    if (!voucher.lines.empty()) file_.vouchers.push_back(std::move(voucher));
  }

  void add_customer(std::pair<std::string, books::Account> const& whose,
                    books::ItemBalance const& balance) {
    auto const* item = items_.find(whose.first);
    if (item == nullptr || balance.currency != file_.currency) return;
    auto const id = customer_of(*item);
    auto const number = number_of(whose.second);
    auto [found, fresh] = customers_.try_emplace({id, number});
    auto& customer = found->second;
    if (fresh) {
      customer = {id, item->buyer_name, number, {0, file_.currency}, {0, file_.currency}};
    }
    customer.opening += model::Money{balance.opening, file_.currency};
    customer.closing += model::Money{balance.closing, file_.currency};
  }

  Items items_;
  books::Basis const& basis_;
  config::Client const& client_;
  FileWish const& wish_;
  config::SaftGrouping const* grouping_;
  bookkeeping::BookFile file_;
  std::map<std::string, bookkeeping::Account> accounts_;
  // By number and account.
  std::map<std::pair<std::string, std::string>, bookkeeping::Customer> customers_;
  std::string problem_;
};

}  // namespace

books::Closed closed_months(ledger::Snapshot& view, std::string const& tenant,
                            std::string const& client) {
  books::Closed closed;
  for (auto const& one : ledger::closed_periods(view, tenant, client)) {
    if (auto const period = books::parse_period(one.period)) closed[*period] = one.until_seq;
  }
  return closed;
}

books::Basis month_of(ledger::Snapshot& view, std::string const& tenant, std::string const& client,
                      books::Period period) {
  books::BasisMaker maker{client, period, closed_months(view, tenant, client)};
  ledger::each_money_fact(view, tenant, 0, [&](ledger::MoneyFact const& one) {
    maker.take(one.fact, one.seq, one.event_id, one.booked);
    return true;
  });
  return maker.finish();
}

tl::expected<bookkeeping::BookFile, FileRefusal> book_file(ledger::Snapshot& view,
                                                           std::string const& tenant,
                                                           books::Basis const& basis,
                                                           config::Client const& client,
                                                           FileWish const& wish) {
  return Making{view, tenant, basis, client, wish}.make();
}

}  // namespace airut::gateway
