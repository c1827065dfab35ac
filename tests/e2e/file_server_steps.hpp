#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/deliveries.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"

// A file server that goes wrong and is well again, and the deliveries that wait for it.
namespace airut::tests {

// The keys of a channel that leave files there; port: another way to it.
inline std::string place_toml(FileServer const& server, int port, std::string const& user,
                              int timeout) {
  return fmt::format(
      "host = \"127.0.0.1\"\nport = {}\nuser = \"{}\"\nprivate_key = \"{}\"\n"
      "host_key_sha256 = \"{}\"\ndirectory = \"{}\"\ntimeout = {}\n",
      port, user, server.private_key().string(), server.host_key_sha256(), server.root().string(),
      timeout);
}

// A file server behind a relay that goes wrong until it is mended (tests/support/file_relay.py).
struct FaultyServer {
  FaultyServer(std::string const& what, std::string const& how, std::string const& then)
      : process(
            {"/usr/bin/python3", AIRUT_SOURCE "/tests/support/file_relay.py", std::to_string(port),
             std::to_string(files.port()), files.root().string(), what, how, then},
            folder.path() / "relay.log") {
    REQUIRE(wait_for_port(port));
  }
  std::string toml(int timeout = 3) const { return place_toml(files, port, files.user(), timeout); }
  bool went_wrong() const { return !slurp(folder.path() / "relay.log").empty(); }
  void mend() const { std::ofstream{files.root().parent_path() / "mended"}; }

  TempDirectory folder;
  FileServer files;
  int port = free_port();
  Process process;
};

inline std::string told(boost::json::object const& delivery, std::string_view member) {
  auto const* value = delivery.if_contains(member);
  return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

// When all of them are put off or doubtful, and none is in the state that is wanted, the clock
// moves to where the last is looked at next.
inline void go_on(Gateway const& gateway, std::vector<std::string> const& invoices,
                  std::string_view wanted) {
  std::string latest;
  for (auto const& invoice : invoices) {
    auto const delivery = delivery_of(gateway, invoice);
    auto const state = told(delivery, "state");
    if (state == wanted || (state != "deferred" && state != "unknown")) return;
    latest = std::max(latest, told(delivery, "next_attempt_at"));
  }
  gateway.post("/v1/test/clock", "{\"now\":\"" + latest + "\"}");
}

inline bool all_are(Gateway const& gateway, std::vector<std::string> const& invoices,
                    std::string_view member, std::string_view value) {
  return std::all_of(invoices.begin(), invoices.end(), [&](auto const& invoice) {
    return told(delivery_of(gateway, invoice), member) == value;
  });
}

inline bool all_become(Gateway const& gateway, std::vector<std::string> const& invoices,
                       std::string_view state) {
  return gateway.until([&] { return all_are(gateway, invoices, "state", state); });
}

// The same, however many attempts it takes on a slow machine.
inline bool come_to(Gateway const& gateway, std::vector<std::string> const& invoices,
                    std::string_view state) {
  return gateway.until([&] {
    if (all_are(gateway, invoices, "state", state)) return true;
    go_on(gateway, invoices, state);
    return false;
  });
}

// Tries until the server has gone wrong at what it is to go wrong at.
inline bool meet_fault(Gateway const& gateway, std::vector<std::string> const& invoices,
                       FaultyServer const& server) {
  return gateway.until([&] {
    if (server.went_wrong()) return true;
    go_on(gateway, invoices, "unknown");
    return false;
  });
}

inline std::vector<std::string> open_codes(Gateway const& gateway) {
  std::vector<std::string> codes;
  auto const open = gateway.get("/v1/deviations").body.at("data").as_array();
  for (auto const& one : open) codes.emplace_back(one.at("code").as_string());
  return codes;
}

// What left for an invoice, as it is kept here.
struct SentFile {
  std::string name, bytes;
};

inline std::vector<SentFile> sent_files(Gateway const& gateway, std::string const& invoice) {
  std::vector<SentFile> sent;
  auto const kept = gateway.get("/v1/invoices/" + invoice + "/files").body.at("data").as_array();
  for (auto const& file : kept) {
    if (file.at("role").as_string() != "sent") continue;
    sent.push_back({std::string{file.at("name").as_string()},
                    gateway.get(std::string{file.at("url").as_string()}).text});
  }
  return sent;
}

// All that lies at the server, also under temporary names.
inline std::vector<std::filesystem::path> files_at(FileServer const& server) {
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator{server.root()}) {
    files.push_back(entry.path());
  }
  return files;
}

// Nobody's key is known at the server any more, or all are again.
inline void refuse_logins(FileServer const& server, bool refuse) {
  auto const keys = server.root().parent_path() / "authorized_keys";
  auto const away = keys.string() + ".away";
  refuse ? std::filesystem::rename(keys, away) : std::filesystem::rename(away, keys);
}

// Whether there is a server to test with; a test without it is left out and says so.
inline bool has_sshd() {
  if (FileServer::available()) return true;
  MESSAGE("skipped: sshd is not here");
  return false;
}

}  // namespace airut::tests
