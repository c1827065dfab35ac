// A printer's file server that hangs or refuses, and a whole batch for it: its letters end in the
// state that the table says, none is lost and none is in two batches.
#include <map>

#include "formats/archive/archive.hpp"
#include "tests/e2e/file_server_steps.hpp"
#include "tests/support/small_disk.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

using Invoices = std::vector<std::string>;

constexpr int letters = 3;

// A batch is closed by its letters alone.
std::string printer_toml(std::string const& place) {
  return fmt::format(
      "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"print\"\nkind = \"print\"\nformat = "
      "\"pdf\"\nletters_per_batch = {}\nbatch_time = 300\n{}{}",
      letters, place, sample_toml());
}

Invoices submit_letters(Gateway const& gateway) {
  Invoices invoices;
  for (int i = 1; i <= letters; ++i) {
    auto json = sample_json(fmt::format("P-{}", i));
    json.insert(1, R"("distribution":{"channels":["print","finvoice"]},)");
    auto const answer = gateway.post("/v1/invoices", json);
    REQUIRE_MESSAGE(answer.status == 202, answer.text);
    invoices.push_back(answer.string("id"));
  }
  return invoices;
}

// Letters with their pages in all batches that lie there.
std::multimap<std::string, std::string> letters_at(FileServer const& server) {
  std::multimap<std::string, std::string> found;
  for (auto const& batch : files_at(server)) {
    CHECK_MESSAGE(batch.extension() == ".zip", batch.string());
    auto const whole =
        archive::for_each_file(slurp(batch), {}, [&](std::string const& name, std::string bytes) {
          std::filesystem::path const file{name};
          if (file.extension() == ".pdf") found.emplace(file.stem().string(), std::move(bytes));
          return true;
        });
    CHECK_MESSAGE(whole, batch.string());
  }
  return found;
}

// One batch is all that lies there, and each letter is in it once, as it was kept.
void is_one_batch(Gateway const& gateway, FileServer const& server, Invoices const& invoices) {
  CHECK(files_at(server).size() == 1);
  auto const printed = letters_at(server);
  CHECK(printed.size() == invoices.size());
  for (auto const& invoice : invoices) {
    auto const delivery = delivery_of(gateway, invoice);
    CHECK(told(delivery, "channel") == "print");
    auto const sent = sent_files(gateway, invoice);
    REQUIRE(sent.size() == 1);
    auto const [first, last] = printed.equal_range(told(delivery, "id"));
    REQUIRE(std::distance(first, last) == 1);
    CHECK(first->second == sent.front().bytes);
  }
  CHECK(std::filesystem::is_empty(gateway.home() / "out"));
  CHECK(open_codes(gateway).empty());
}

void nothing_is_out(Gateway const& gateway, FileServer const& server, Invoices const& invoices,
                    std::string_view code) {
  CHECK(all_are(gateway, invoices, "last_code", code));
  CHECK(all_are(gateway, invoices, "evidence", "none"));
  for (auto const& file : files_at(server)) {
    CHECK_MESSAGE(file.filename().string().front() == '.', file.string());
  }
  CHECK(std::filesystem::is_empty(gateway.home() / "out"));
}

void resolve(Gateway const& gateway, Invoices const& invoices, std::string const& outcome) {
  for (auto const& invoice : invoices) {
    auto const path = "/v1/deliveries/" + told(delivery_of(gateway, invoice), "id");
    auto const answer =
        gateway.post(path + "/resolve-unknown",
                     fmt::format(R"({{"outcome":"{}","evidence":"asked the printer"}})", outcome));
    CHECK_MESSAGE(answer.status == 202, answer.text);
  }
}

}  // namespace

TEST_CASE("a batch for a printer who hangs before he has it whole waits, and leaves as one") {
  if (!has_sshd()) return;
  for (auto const* since : {"start", "body"}) {
    CAPTURE(since);
    FaultyServer const server{since, "hang", "same"};
    Gateway gateway{printer_toml(server.toml(5))};
    auto const invoices = submit_letters(gateway);
    REQUIRE(meet_fault(gateway, invoices, server));
    REQUIRE(all_become(gateway, invoices, "deferred"));
    nothing_is_out(gateway, server.files, invoices, "transport.sftp_down");
    CHECK(open_codes(gateway).empty());
    server.mend();
    REQUIRE(come_to(gateway, invoices, "sent"));
    is_one_batch(gateway, server.files, invoices);
  }
}

TEST_CASE("a batch whose printer hangs after he has it is looked for, and is there once") {
  if (!has_sshd()) return;
  FaultyServer const server{"name", "hang", "whole"};
  Gateway gateway{printer_toml(server.toml(5))};
  auto const invoices = submit_letters(gateway);
  REQUIRE(come_to(gateway, invoices, "sent"));
  CHECK(server.went_wrong());
  is_one_batch(gateway, server.files, invoices);
}

TEST_CASE("a batch of which the printer says no more waits for a person, letter by letter") {
  if (!has_sshd()) return;
  FaultyServer const server{"name", "hang", "same"};
  Gateway gateway{printer_toml(server.toml(5))};
  auto const invoices = submit_letters(gateway);
  REQUIRE(come_to(gateway, invoices, "unknown"));
  CHECK(all_are(gateway, invoices, "last_code", "transport.no_answer"));
  server.mend();
  REQUIRE(come_to(gateway, invoices, "held"));
  CHECK(open_codes(gateway) == std::vector<std::string>(letters, "transport.unresolved"));
  CHECK(std::filesystem::is_empty(gateway.home() / "out"));
  CHECK(letters_at(server.files).size() == letters);
  SUBCASE("he has it") {
    resolve(gateway, invoices, "delivered");
    REQUIRE(all_become(gateway, invoices, "delivered"));
  }
  SUBCASE("he has lost it") {
    std::filesystem::remove(files_at(server.files).front());
    resolve(gateway, invoices, "not_delivered");
    REQUIRE(come_to(gateway, invoices, "sent"));
  }
  is_one_batch(gateway, server.files, invoices);
}

TEST_CASE("a batch that a printer refuses is held or waits as a whole, and leaves as one") {
  if (!has_sshd()) return;
  FileServer const server;
  auto const toml = printer_toml(place_toml(server, server.port(), server.user(), 30));
  SUBCASE("the login") {
    refuse_logins(server, true);
    Gateway gateway{toml};
    auto const invoices = submit_letters(gateway);
    REQUIRE(all_become(gateway, invoices, "held"));
    nothing_is_out(gateway, server, invoices, "transport.not_authorised");
    CHECK(files_at(server).empty());
    auto const groups = gateway.get("/v1/deviations/groups").body.at("data").as_array();
    REQUIRE(groups.size() == 1);
    CHECK(groups.front().at("count").as_int64() == letters);
    refuse_logins(server, false);
    auto const released = gateway.post(
        "/v1/deviations/bulk",
        R"({"filter":{"code":"transport.not_authorised"},"action":"retry","dry_run":false})");
    CHECK(released.body.at("done").as_int64() == letters);
    REQUIRE(come_to(gateway, invoices, "sent"));
    is_one_batch(gateway, server, invoices);
  }
  SUBCASE("for want of room") {
    SmallDisk const disk{server.root(), "64k"};
    if (!disk.mounted()) {
      MESSAGE("skipped: a small disk can be mounted by root alone");
      return;
    }
    Gateway gateway{toml};
    auto const invoices = submit_letters(gateway);
    REQUIRE(all_become(gateway, invoices, "deferred"));
    nothing_is_out(gateway, server, invoices, "transport.sftp_down");
    CHECK(open_codes(gateway).empty());
    disk.grow("4m");
    REQUIRE(come_to(gateway, invoices, "sent"));
    is_one_batch(gateway, server, invoices);
  }
}
