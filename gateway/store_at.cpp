#include "gateway/store_at.hpp"

#include <stdexcept>

namespace airut::gateway {
namespace {

// As libpq's connection strings quote a value.
std::string in_quotes(std::string_view value) {
  std::string text = "'";
  for (char const c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

}  // namespace

tl::expected<ledger::StorePlace, std::string> store_at(config::Settings const& settings) {
  auto const& store = settings.store;
  if (store.engine == config::StoreEngine::sqlite)
    return ledger::StorePlace{settings.data_directory};
  auto connection = "postgresql:" + store.connection;
  if (store.password) connection += " password=" + in_quotes(store.password->value);
  auto place = ledger::StorePlace::parse(connection);
  if (place) place->patience = store.statement_time;
  return place;
}

std::unique_ptr<ledger::Store> open_store(config::Settings const& settings) {
  auto const place = store_at(settings);
  if (!place) throw std::runtime_error{place.error()};
  ledger::StoreOptions options;
  options.queue_max = settings.limits.intake_queue;
  return ledger::Store::open(*place, options);
}

}  // namespace airut::gateway
