#include "ledger/store/query.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "ledger/store/store.hpp"

namespace airut::ledger {

HashIndexes& Connection::hashes() const {
  if (hashes_ == nullptr) throw std::logic_error{"this connection finds nothing by hashes"};
  return *hashes_;
}

Query::Query(Connection& connection, std::string_view sql) {
  auto& cache = connection.statements_;
  auto found = cache.find(sql);
  if (found == cache.end())
    found = cache.emplace(std::string{sql}, connection.prepare(sql, true)).first;
  statement_ = found->second.get();
  if (statement_->is_busy()) {
    own_ = connection.prepare(sql, false);
    statement_ = own_.get();
  }
}

Query::~Query() { statement_->reset(); }

void Query::fetch(model::Currency& value) {
  auto const code = take_view();
  auto const currency = model::Currency::parse(code);
  if (!currency) throw StoreDamaged{fmt::format("a stored currency is damaged: {}", code)};
  value = *currency;
}

}  // namespace airut::ledger
