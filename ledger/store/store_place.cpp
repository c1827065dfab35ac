#include "ledger/store/store_place.hpp"

#include <memory>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace airut::ledger {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:", postgresql_scheme = "postgresql:";

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options options_of(std::string const& connection, std::string& fault) {
  char* message = nullptr;
  Options options{PQconninfoParse(connection.c_str(), &message), PQconninfoFree};
  if (message != nullptr) {
    fault = message;
    PQfreemem(message);
  }
  while (!fault.empty() && fault.back() == '\n') fault.pop_back();
  return options;
}

}  // namespace

StorePlace StorePlace::postgresql(std::string connection) {
  StorePlace place{std::filesystem::path{}};
  place.connection = std::move(connection);
  return place;
}

tl::expected<StorePlace, std::string> StorePlace::parse(std::string_view text) {
  if (!text.starts_with(postgresql_scheme)) {
    if (text.starts_with(sqlite_scheme)) text.remove_prefix(sqlite_scheme.size());
    return StorePlace{std::filesystem::path{text}};
  }
  auto const rest = text.substr(postgresql_scheme.size());
  std::string connection{rest.starts_with("//") ? text : rest};
  std::string fault;
  if (!options_of(connection, fault)) return tl::unexpected{std::move(fault)};
  return postgresql(std::move(connection));
}

std::string StorePlace::name() const {
  if (!is_postgresql()) return std::string{sqlite_scheme} + directory.string();
  std::string name{postgresql_scheme}, fault;
  auto const options = options_of(connection, fault);
  for (auto const* one = options.get(); one != nullptr && one->keyword != nullptr; ++one) {
    bool const is_secret = *one->dispchar == '*' || std::string_view{one->keyword} == "passfile";
    if (one->val == nullptr || is_secret) continue;
    if (name.back() != ':') name += ' ';
    name += fmt::format("{}={}", one->keyword, one->val);
  }
  return name;
}

}  // namespace airut::ledger
