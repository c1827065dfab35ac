// An operator's file server that is late or refuses: the delivery ends in the state that the table
// says, goes by no other channel, and when the server is well the file lies there once, whole.
#include <unistd.h>

#include "tests/e2e/file_server_steps.hpp"
#include "tests/support/small_disk.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

std::string operator_toml(std::string const& place) {
  return "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"peppol\"\nkind = "
         "\"operator_sftp\"\nformat = \"json\"\n" +
         place + sample_toml();
}

std::string submit_to_operator(Gateway const& gateway) {
  auto json = sample_json("L-1");
  json.insert(1, R"("distribution":{"channels":["peppol","finvoice"]},)");
  auto const answer = gateway.post("/v1/invoices", json);
  REQUIRE_MESSAGE(answer.status == 202, answer.text);
  return answer.string("id");
}

// The file that was kept as sent lies there under its own name, and nothing beside it; it went by
// no other channel, and nobody has anything left to do.
void file_lies_there_once(Gateway const& gateway, FileServer const& server,
                          std::string const& invoice) {
  auto const delivery = delivery_of(gateway, invoice);
  CHECK(told(delivery, "channel") == "peppol");
  CHECK(told(delivery, "evidence") == "handed_over");
  auto const sent = sent_files(gateway, invoice);
  REQUIRE(sent.size() == 1);
  auto const files = files_at(server);
  REQUIRE(files.size() == 1);
  CHECK(files.front().filename() == told(delivery, "message_id") + "-" + sent.front().name);
  CHECK(slurp(files.front()) == sent.front().bytes);
  CHECK(std::filesystem::is_empty(gateway.home() / "out"));
  CHECK(open_codes(gateway).empty());
}

// Who logs in: somebody whom a folder's permissions hold back, also when root runs the test.
std::string plain_user(FileServer const& server) {
  using std::filesystem::perms;
  std::filesystem::permissions(server.root().parent_path(),
                               perms::owner_all | perms::group_exec | perms::others_exec);
  return ::geteuid() == 0 ? "nobody" : server.user();
}

}  // namespace

TEST_CASE("a file server that is late, but in time, is waited for") {
  if (!has_sshd()) return;
  struct Row {
    std::string since, seconds;
  };
  for (auto const& row : {Row{"start", "0.05"}, Row{"body", "0.3"}, Row{"name", "0.8"}}) {
    CAPTURE(row.since);
    FaultyServer const server{row.since, row.seconds, "same"};
    Gateway gateway{operator_toml(server.toml(60))};
    auto const id = submit_to_operator(gateway);
    REQUIRE(all_become(gateway, {id}, "sent"));
    CHECK(server.went_wrong());
    CHECK(delivery_of(gateway, id).at("attempt_count").as_int64() == 1);
    file_lies_there_once(gateway, server.files, id);
  }
}

TEST_CASE("a file that the server was too late for waits for another attempt") {
  if (!has_sshd()) return;
  for (auto const* since : {"start", "body"}) {
    CAPTURE(since);
    FaultyServer const server{since, "8", "same"};
    Gateway gateway{operator_toml(server.toml())};
    auto const id = submit_to_operator(gateway);
    REQUIRE(meet_fault(gateway, {id}, server));
    REQUIRE(all_become(gateway, {id}, "deferred"));
    CHECK(told(delivery_of(gateway, id), "last_code") == "transport.sftp_down");
    CHECK(told(delivery_of(gateway, id), "evidence") == "none");
    for (auto const& file : files_at(server.files)) CHECK(file.extension() == ".tmp");
    CHECK(std::filesystem::is_empty(gateway.home() / "out"));
    server.mend();
    REQUIRE(come_to(gateway, {id}, "sent"));
    file_lies_there_once(gateway, server.files, id);
  }
}

TEST_CASE("a file that the server named too late is looked for, and is there once") {
  if (!has_sshd()) return;
  FaultyServer const server{"name", "8", "same"};
  Gateway gateway{operator_toml(server.toml())};
  auto const id = submit_to_operator(gateway);
  REQUIRE(come_to(gateway, {id}, "unknown"));
  CHECK(told(delivery_of(gateway, id), "last_code") == "transport.no_answer");
  CHECK(files_at(server.files).size() == 1);
  CHECK(std::filesystem::is_empty(gateway.home() / "out"));
  SUBCASE("it is still there") {
    server.mend();
    REQUIRE(come_to(gateway, {id}, "sent"));
    file_lies_there_once(gateway, server.files, id);
  }
  SUBCASE("the operator has taken it meanwhile: a person finds out, and it is not left again") {
    std::filesystem::remove(files_at(server.files).front());
    server.mend();
    REQUIRE(come_to(gateway, {id}, "held"));
    CHECK(open_codes(gateway) == std::vector<std::string>{"transport.unresolved"});
    auto const path = "/v1/deliveries/" + told(delivery_of(gateway, id), "id");
    CHECK(gateway.post(path + "/retry", "{}").status == 409);
    CHECK(gateway.post(path + "/resolve-unknown", R"({"outcome":"delivered","evidence":"asked"})")
              .status == 202);
    REQUIRE(all_become(gateway, {id}, "delivered"));
    CHECK(open_codes(gateway).empty());
    CHECK(files_at(server.files).empty());
    CHECK(std::filesystem::is_empty(gateway.home() / "out"));
  }
}

TEST_CASE("a file server that refuses the login holds what is for it until a person lets it go") {
  if (!has_sshd()) return;
  FileServer const server;
  refuse_logins(server, true);
  Gateway gateway{operator_toml(place_toml(server, server.port(), server.user(), 30))};
  auto const id = submit_to_operator(gateway);
  REQUIRE(all_become(gateway, {id}, "held"));
  CHECK(told(delivery_of(gateway, id), "last_code") == "transport.not_authorised");
  CHECK(told(delivery_of(gateway, id), "evidence") == "none");
  CHECK(open_codes(gateway) == std::vector<std::string>{"transport.not_authorised"});
  CHECK(files_at(server).empty());
  CHECK(std::filesystem::is_empty(gateway.home() / "out"));
  refuse_logins(server, false);
  CHECK(gateway.post("/v1/deliveries/" + told(delivery_of(gateway, id), "id") + "/retry", "{}")
            .status == 202);
  REQUIRE(all_become(gateway, {id}, "sent"));
  file_lies_there_once(gateway, server, id);
}

TEST_CASE("a file server that lets nobody write, or has no room, is tried again until it does") {
  if (!has_sshd()) return;
  FileServer const server;
  auto const user = plain_user(server);
  auto const place = place_toml(server, server.port(), user, 30);
  auto const waits = [&](Gateway const& gateway) {
    auto id = submit_to_operator(gateway);
    REQUIRE(all_become(gateway, {id}, "deferred"));
    CHECK(told(delivery_of(gateway, id), "last_code") == "transport.sftp_down");
    CHECK(told(delivery_of(gateway, id), "evidence") == "none");
    for (auto const& file : files_at(server)) {
      CHECK((file.extension() == ".tmp" || file.filename() == ".filler"));
    }
    CHECK(std::filesystem::is_empty(gateway.home() / "out"));
    return id;
  };
  SUBCASE("no permission") {
    using std::filesystem::perms;
    auto const readable =
        perms::owner_read | perms::owner_exec | perms::others_read | perms::others_exec;
    std::filesystem::permissions(server.root(), readable);
    Gateway gateway{operator_toml(place)};
    auto const id = waits(gateway);
    std::filesystem::permissions(server.root(), perms::all);
    REQUIRE(come_to(gateway, {id}, "sent"));
    file_lies_there_once(gateway, server, id);
  }
  SUBCASE("no room") {
    SmallDisk const disk{server.root(), "64k"};
    if (!disk.mounted()) {
      MESSAGE("skipped: a small disk can be mounted by root alone");
      return;
    }
    std::filesystem::permissions(server.root(), std::filesystem::perms::all);
    disk.fill();
    Gateway gateway{operator_toml(place)};
    auto const id = waits(gateway);
    disk.clear();
    REQUIRE(come_to(gateway, {id}, "sent"));
    file_lies_there_once(gateway, server, id);
  }
}
