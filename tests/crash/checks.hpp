#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"

// What holds after a gateway was killed again and again, whatever its other sides did meanwhile.
namespace airut::tests::crash {

inline std::size_t waiting(Gateway const& gateway) {
  std::size_t count = 0;
  for (auto const state : {"scheduled", "queued", "dispatching", "unknown", "deferred", "held"}) {
    auto const list = gateway.get(fmt::format("/v1/deliveries?state={}&limit=1", state));
    count += list.body.at("data").as_array().size();
  }
  return count;
}

// Asked state by state, a delivery that goes back (unknown, then queued again) can slip through:
// not twice in a row.
inline bool is_drained(Gateway const& gateway) {
  return waiting(gateway) == 0 && waiting(gateway) == 0;
}

// Nothing is in two files, under a temporary name, or there without having been asked for.
inline void check_files(std::filesystem::path const& folder,
                        std::set<std::string> const& expected) {
  std::map<std::string, int> files;
  for (auto const& entry : std::filesystem::directory_iterator(folder)) {
    auto const name = entry.path().filename().string();
    CHECK(name.front() != '.');
    auto const at = name.find("-invoice-");
    REQUIRE(at != std::string::npos);
    ++files[name.substr(at + 9, name.rfind('.') - at - 9)];
  }
  for (auto const& number : expected) {
    CAPTURE(number);
    CHECK(files[number] == 1);
  }
  CHECK(files.size() == expected.size());
}

// The operator took each once; what came again came with the same id and the same bytes.
inline void check_posts(OperatorServer const& server, std::size_t expected) {
  CHECK(server.received().size() == expected);
  std::map<std::string, std::string> digests;
  std::size_t repeated = 0;
  for (auto const& [id, digest] : server.posts()) {
    auto const [there, fresh] = digests.emplace(id, digest);
    repeated += !fresh;
    CHECK(there->second == digest);
  }
  CHECK(digests.size() == expected);
  MESSAGE(expected << " documents by HTTPS, " << repeated << " of them offered again");
}

// SMTP cannot take back a mail whose answer was lost: it comes again, the same to the byte.
inline void check_mails(MailPeer const& peer, std::set<std::string> const& expected) {
  std::map<std::string, std::string> mails;
  auto const taken = peer.taken();
  for (auto const& mail : taken) {
    auto const at = mail.find("Message-ID: <");
    REQUIRE(at != std::string::npos);
    auto const id = mail.substr(at, mail.find('>', at) - at);
    CHECK(mails.emplace(id, mail).first->second == mail);
  }
  CHECK(mails.size() == expected.size());
  MESSAGE(expected.size() << " mails, " << taken.size() - mails.size() << " of them sent again");
}

inline std::string rows_of(Gateway const& gateway) {
  if (on_postgresql()) return run_rows(gateway.data());
  auto const out = gateway.home() / "rows";
  std::filesystem::remove(out);
  REQUIRE(run({"python3", AIRUT_SOURCE "/tests/support/rows.py",
               (gateway.data() / "airut.db").string()},
              out) == 0);
  return slurp(out);
}

// Stops the gateway: its journal is whole, and what a replay makes of it is what was there.
inline void check_journal(Gateway& gateway) {
  gateway.stop();
  std::string out;
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}, &out) == 0);
  auto const before = rows_of(gateway);
  CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}, &out) == 0);
  CHECK(rows_of(gateway) == before);
}

}  // namespace airut::tests::crash
