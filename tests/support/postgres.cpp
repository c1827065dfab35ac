#include "tests/support/postgres.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "tests/support/slurp.hpp"

namespace airut::tests {
namespace {

std::filesystem::path newest_programs() {
  std::filesystem::path newest;
  std::error_code none;
  for (auto const& version : std::filesystem::directory_iterator{"/usr/lib/postgresql", none}) {
    auto const programs = version.path() / "bin";
    if (std::filesystem::exists(programs / "initdb") && programs > newest) newest = programs;
  }
  return newest;
}

bool is_root() { return ::geteuid() == 0; }

void give_to_postgres(std::filesystem::path const& path) {
  auto const* user = ::getpwnam("postgres");
  if (user == nullptr || ::chown(path.c_str(), user->pw_uid, user->pw_gid) != 0)
    throw std::runtime_error{"there is no user postgres to run the server"};
}

std::string schema_of(std::filesystem::path const& directory) {
  return fmt::format("t{:016x}", std::hash<std::string>{}(directory.string()));
}

}  // namespace

bool PostgresServer::available() { return !newest_programs().empty(); }

PostgresServer::PostgresServer(bool safe) : programs_(newest_programs()), safe_(safe) {
  if (is_root()) give_to_postgres(folder_.path());
  auto const log = folder_.path() / "initdb.log";
  auto const made =
      run(words({(programs_ / "initdb").string(), "-D", data().string(), "-A", "trust", "-U",
                 "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"}),
          log);
  if (made != 0) throw std::runtime_error{"initdb: " + slurp(log)};
  start();
}

PostgresServer::~PostgresServer() {
  if (process_) process_->kill(SIGINT);
}

std::vector<std::string> PostgresServer::words(std::vector<std::string> more) const {
  if (!is_root()) return more;
  std::vector<std::string> all{"setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::string PostgresServer::connection(std::string const& schema) const {
  query(fmt::format("CREATE SCHEMA IF NOT EXISTS {}", schema));
  return fmt::format("host={} user=postgres dbname=postgres options='-c search_path={}'",
                     folder_.path().string(), schema);
}

std::string PostgresServer::url(std::string const& schema) const {
  return "postgresql:" + connection(schema);
}

void PostgresServer::query(std::string const& sql) const {
  auto const log = folder_.path() / "psql.log";
  std::vector<std::string> const words{"psql",     "-h", folder_.path().string(), "-U",
                                       "postgres", "-v", "ON_ERROR_STOP=1",       "-qXc",
                                       sql};
  if (run(words, log) != 0) throw std::runtime_error{"psql: " + slurp(log)};
}

std::string PostgresServer::rows(std::string const& schema) const {
  auto const out = folder_.path() / "rows";
  std::filesystem::remove(out);
  if (run({"pg_dump", "-h", folder_.path().string(), "-U", "postgres", "--data-only", "-n", schema,
           "--exclude-table=*.installation", "postgres"},
          out) != 0)
    throw std::runtime_error{"pg_dump: " + slurp(out)};
  std::multiset<std::string> lines;
  std::ifstream in{out};
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with('\\')) lines.insert(std::move(line));
  }
  std::string text;
  for (auto const& line : lines) text += line + '\n';
  return text;
}

void PostgresServer::start() {
  process_ = std::make_unique<Process>(
      words({(programs_ / "postgres").string(), "-D", data().string(), "-c",
             "listen_addresses=", "-c", "unix_socket_directories=" + folder_.path().string(), "-c",
             "max_connections=300", "-c", safe_ ? "fsync=on" : "fsync=off", "-c",
             "restart_after_crash=on"}),
      folder_.path() / "server.log");
  auto const log = folder_.path() / "ready.log";
  for (int tries = 0; tries < 600 && process_->running(); ++tries) {
    if (run({(programs_ / "pg_isready").string(), "-q", "-h", folder_.path().string()}, log) == 0)
      return;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  throw std::runtime_error{"PostgreSQL did not start: " + slurp(folder_.path() / "server.log")};
}

void PostgresServer::stop() {
  process_->kill(SIGINT);
  process_->wait();
  process_.reset();
}

void PostgresServer::kill() {
  process_->kill(SIGKILL);
  process_->wait();
  process_.reset();
}

bool on_postgresql() {
  auto const* asked = std::getenv("AIRUT_TEST_STORE");
  return asked != nullptr && std::string_view{asked} == "postgresql";
}

PostgresServer& run_server() {
  static PostgresServer server{std::getenv("AIRUT_TEST_SYNC") != nullptr};
  return server;
}

std::string store_of(std::filesystem::path const& directory) {
  return on_postgresql() ? run_server().url(schema_of(directory)) : directory.string();
}

std::string run_rows(std::filesystem::path const& directory) {
  return run_server().rows(schema_of(directory));
}

std::string store_toml(std::filesystem::path const& directory) {
  if (!on_postgresql()) return {};
  return fmt::format("[store]\nengine = \"postgresql\"\nconnection = \"{}\"\n",
                     run_server().connection(schema_of(directory)));
}

}  // namespace airut::tests
