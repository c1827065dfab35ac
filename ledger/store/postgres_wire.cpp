#include "ledger/store/postgres_wire.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include "ledger/store/store_full.hpp"

namespace airut::ledger {
namespace {

// Words of the connection string go before these.
constexpr std::array keywords{
    "connect_timeout",  "keepalives_idle",  "keepalives_interval",
    "keepalives_count", "tcp_user_timeout", "application_name",
    "dbname",           "client_encoding",  static_cast<char const*>(nullptr)};

std::array<char const*, keywords.size()> values_for(std::string const& connection) {
  return {"10", "20", "10", "3", "30000", "airut", connection.c_str(), "UTF8", nullptr};
}

// A dead client's locks shall not outlive it for long, and a commit that is told is on the disk.
constexpr std::array settings{
    "SET client_min_messages = warning",
    "SET jit = off",
    "SET tcp_keepalives_idle = 20",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
    "SET tcp_user_timeout = 30000",
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'",
};

std::string on_one_line(char const* message) {
  std::string text = message == nullptr ? "" : message;
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

void ignored(void*, PGresult const*) {}

}  // namespace

void ClearResult::operator()(pg_result* result) const { PQclear(result); }
void PostgresWire::Finish::operator()(pg_conn* link) const { PQfinish(link); }

PostgresWire::PostgresWire(std::string const& connection, std::chrono::seconds patience,
                           std::atomic<bool> const* silent)
    : patience_(patience), silent_(silent) {
  auto const values = values_for(connection);
  link_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (!is_alive()) lose("cannot join PostgreSQL");
  PQsetNoticeReceiver(link_.get(), ignored, nullptr);
  std::vector<std::string> all{settings.begin(), settings.end()};
  all.push_back(fmt::format("SET statement_timeout = {}", patience.count() * 1000));
  for (auto const& sql : all) {
    PostgresResult const result{PQexec(link_.get(), sql.c_str())};
    auto const status = PQresultStatus(result.get());
    if (!is_alive()) lose("PostgreSQL hung up");
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      throw_failure(failure_of(result.get(), sql));
  }
  if (std::string_view{PQparameterStatus(link_.get(), "server_encoding")} != "UTF8")
    throw StoreLost{"the database must have the encoding UTF8"};
  if (PQsetnonblocking(link_.get(), 1) != 0 || PQenterPipelineMode(link_.get()) != 1)
    lose("PostgreSQL takes no pipeline");
}

bool PostgresWire::is_alive() const { return PQstatus(link_.get()) == CONNECTION_OK; }

void PostgresWire::lose(std::string_view why) {
  auto const reason = on_one_line(PQerrorMessage(link_.get()));
  link_.reset();
  throw ConnectionLost{reason.empty() ? std::string{why} : fmt::format("{}: {}", why, reason)};
}

void PostgresWire::sent(int code) {
  if (code != 1) lose("PostgreSQL takes no more");
}

bool PostgresWire::is_hung_up() {
  if (!is_alive()) return true;
  // A last word may come before the end.
  for (pollfd one{PQsocket(link_.get()), POLLIN, 0}; ::poll(&one, 1, 0) > 0;) {
    if (PQconsumeInput(link_.get()) != 1 || !is_alive()) return true;
  }
  return false;
}

void PostgresWire::prepare(std::string const& name, std::string const& sql,
                           std::vector<PostgresType> const& types) {
  if (!is_alive()) lose("no way to PostgreSQL");
  sent(PQsendPrepare(link_.get(), name.c_str(), sql.c_str(), static_cast<int>(types.size()),
                     types.data()));
}

void PostgresWire::execute_prepared(std::string const& name, PostgresValues const& values) {
  if (!is_alive()) lose("no way to PostgreSQL");
  constexpr int binary = 1;
  sent(PQsendQueryPrepared(link_.get(), name.c_str(), static_cast<int>(values.bytes.size()),
                           values.bytes.data(), values.lengths.data(), values.formats.data(),
                           binary));
}

void PostgresWire::execute(std::string const& sql) {
  if (!is_alive()) lose("no way to PostgreSQL");
  constexpr int binary = 1;
  sent(PQsendQueryParams(link_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, binary));
}

void PostgresWire::sync() {
  if (!is_alive()) lose("no way to PostgreSQL");
  sent(PQpipelineSync(link_.get()));
}

bool PostgresWire::push() {
  auto const left = PQflush(link_.get());
  if (left < 0) lose("PostgreSQL hung up");
  return left == 0;
}

// What the socket is ready for. The server stops a statement that takes too long; when not even
// that comes, it is gone.
int PostgresWire::wait(short events) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds beyond{10};
  constexpr int look_up = 200;  // milliseconds
  auto const until = Clock::now() + patience_ + std::min(beyond, patience_);
  pollfd one{PQsocket(link_.get()), events, 0};
  for (;;) {
    auto const ready = ::poll(&one, 1, look_up);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return one.revents;
    bool const late = patience_.count() > 0 && Clock::now() > until;
    if (late || (silent_ != nullptr && *silent_)) lose("PostgreSQL does not answer");
  }
}

void PostgresWire::flush() {
  // Both ways: a server that cannot get rid of its answers reads nothing either.
  while (!push()) {
    if ((wait(POLLIN | POLLOUT) & POLLIN) != 0 && PQconsumeInput(link_.get()) != 1)
      lose("PostgreSQL hung up");
  }
}

PostgresResult PostgresWire::next() {
  if (!is_alive()) lose("no way to PostgreSQL");
  flush();
  while (PQisBusy(link_.get()) == 1) {
    wait(POLLIN);
    if (PQconsumeInput(link_.get()) != 1) lose("PostgreSQL hung up");
  }
  PostgresResult result{PQgetResult(link_.get())};
  if (!is_alive()) lose("PostgreSQL hung up");
  return result;
}

void PostgresWire::row_by_row() { PQsetSingleRowMode(link_.get()); }

PostgresFailure failure_of(PGresult const* result, std::string_view sql) {
  auto const* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return {state == nullptr ? "" : state,
          fmt::format("{}: {}", sql, on_one_line(PQresultErrorMessage(result)))};
}

void throw_failure(PostgresFailure const& failure) {
  auto const text = fmt::format("{} ({})", failure.text, failure.state);
  auto const family = std::string_view{failure.state}.substr(0, 2);
  for (std::string_view const bug : {"0A", "21", "22", "23", "26", "42", "54"}) {
    if (family == bug) throw std::logic_error{text};
  }
  if (failure.state == "25P02") throw std::logic_error{text};  // went on after a refusal
  bool const is_going_down = failure.state == "57P01" || failure.state == "57P02" ||
                             failure.state == "57P03" || family == "08";
  if (is_going_down) throw ConnectionLost{text};
  // data_corrupted, index_corrupted
  if (failure.state == "XX001" || failure.state == "XX002") throw StoreDamaged{text};
  if (failure.state == "53100") throw StoreFull{text};
  throw StoreLost{text};
}

}  // namespace airut::ledger
