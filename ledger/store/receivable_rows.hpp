#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/store/happening.hpp"

// What the projections of money share: every change of an open component is an entry too.
namespace airut::ledger {

std::int64_t receivable_key(Transaction& tx, Happening const& at, std::string_view id);

struct Posting {
  std::int64_t receivable = 0;
  int part = 0;  // counts the postings of one event on one receivable
  std::string_view kind, component;
  std::int64_t amount = 0;  // minor units; positive raises what is owed
  model::Date effective{};
  std::string_view source;
};
void add_entry(Transaction& tx, Happening const& at, Posting const& posting);

// Throws std::logic_error when the component would fall below zero.
void add_to_component(Transaction& tx, std::int64_t receivable, std::string_view component,
                      std::int64_t amount);
// Lays a part of a payment on its item: the component, what is paid and the status in one
// statement. Gives the item's key. Throws like add_to_component().
std::int64_t pay_component(Transaction& tx, Happening const& at, AllocatedPart const& part);
// Money that leaves a credit balance; std::logic_error when it would fall below zero.
void take_from_balance(Transaction& tx, std::int64_t receivable, std::int64_t amount);
void refresh_status(Transaction& tx, std::int64_t receivable);
// Of a kind of letter. Throws std::logic_error for any other word.
std::string_view stage_of(std::string_view kind);
// The stage is that of the newest letter that counts; an order does not once its case is rejected
// or closed.
void follow_letters(Transaction& tx, std::int64_t receivable);

}  // namespace airut::ledger
