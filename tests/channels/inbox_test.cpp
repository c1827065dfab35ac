#include "channels/inbox/inbox.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

void leave(std::filesystem::path const& folder, std::string const& name, std::string_view bytes) {
  std::ofstream{folder / name, std::ios::binary} << bytes;
}

std::unique_ptr<channels::Inbox> inbox_at(decltype(config::InboxSettings::place) place) {
  config::InboxSettings settings;
  settings.place = std::move(place);
  return channels::make_inbox(settings);
}

std::vector<std::string> names_in(channels::Inbox& inbox) {
  std::vector<std::string> names;
  auto const files = inbox.list();
  REQUIRE(files);
  for (auto const& file : *files) names.push_back(file.name);
  return names;
}

// What every inbox does, wherever it is.
void looks_takes_and_moves(channels::Inbox& inbox, std::filesystem::path const& folder) {
  auto const odd = std::string{"L226 #1 \"å%20\\.txt"};
  leave(folder, "b.xml", "<Finvoiceack/>");
  leave(folder, odd, std::string{"\0\xff\r\n", 4});
  leave(folder, ".hidden", "x");
  leave(folder, "growing.filepart", "x");
  std::filesystem::create_directories(folder / "archive");
  std::filesystem::create_directories(folder / "other");
  CHECK(names_in(inbox) == std::vector<std::string>{odd, "b.xml"});
  auto const file = inbox.list()->back();
  CHECK(file.size == 14);
  auto const age = std::chrono::system_clock::now() - file.modified;
  CHECK(age < std::chrono::hours{1});
  CHECK(age > std::chrono::hours{-1});
  CHECK(inbox.fetch("b.xml").value() == "<Finvoiceack/>");
  CHECK(inbox.fetch(odd).value() == std::string{"\0\xff\r\n", 4});
  CHECK(inbox.fetch("gone").error().code == channels::file_gone);
  CHECK(inbox.put_away("b.xml", "1-b.xml"));
  CHECK(inbox.put_away(odd, "2-" + odd));
  CHECK(names_in(inbox).empty());
  CHECK(tests::slurp(folder / "archive" / "1-b.xml") == "<Finvoiceack/>");
  CHECK(std::filesystem::exists(folder / "archive" / ("2-" + odd)));
  CHECK_FALSE(inbox.put_away("b.xml", "1-b.xml"));
}

}  // namespace

TEST_SUITE("channels/inbox") {
  TEST_CASE("a folder's files are told, given and moved, whatever they are called") {
    tests::TempDirectory const home;
    auto const inbox = inbox_at(config::DirectorySettings{home.path()});
    looks_takes_and_moves(*inbox, home.path());
    auto const nowhere = inbox_at(config::DirectorySettings{home.path() / "no"});
    CHECK(nowhere->list().error().code == "transport.unreachable");
  }

  TEST_CASE("a link out of the folder is no file of the inbox") {
    tests::TempDirectory const home;
    leave(home.path(), "secret", "x");
    std::filesystem::create_directory(home.path() / "in");
    std::filesystem::create_symlink(home.path() / "secret", home.path() / "in" / "link");
    auto const inbox = inbox_at(config::DirectorySettings{home.path() / "in"});
    CHECK(names_in(*inbox).empty());
    CHECK_FALSE(inbox->fetch("link"));
    CHECK_FALSE(inbox->fetch("../secret"));
  }

  TEST_CASE("files behind a URL are told, given and deleted, and nothing half is taken") {
    if (!tests::OperatorServer::available()) return;
    tests::OperatorServer server;
    config::HttpSettings settings;
    settings.url = server.url("/feedback");
    settings.ca_file = server.certificates().authority();
    settings.certificate = server.certificates().client();
    settings.private_key = server.certificates().client_key();
    settings.timeout = std::chrono::seconds{2};
    auto const inbox = inbox_at(settings);
    auto const code_of = [](auto const& answer) {
      REQUIRE(!answer);
      return answer.error().code;
    };
    std::string const odd = "L226 #1 \"å%20?.txt";
    server.leave_feedback("b.xml", "<Finvoiceack/>");
    server.leave_feedback(odd, std::string{"\0\xff\r\n", 4});
    server.leave_feedback("growing.part", "x");

    SUBCASE("looked into, taken from, deleted, twice too") {
      CHECK(names_in(*inbox) == std::vector<std::string>{odd, "b.xml"});
      CHECK(inbox->list()->back().size == 14);
      CHECK(inbox->fetch("b.xml").value() == "<Finvoiceack/>");
      CHECK(inbox->fetch(odd).value() == std::string{"\0\xff\r\n", 4});
      CHECK(code_of(inbox->fetch("gone")) == channels::file_gone);
      CHECK(code_of(inbox->fetch("../ca.key")) == channels::file_gone);
      CHECK(inbox->put_away(odd, "1"));
      CHECK(inbox->put_away(odd, "1"));
      CHECK(names_in(*inbox) == std::vector<std::string>{"b.xml"});
      server.behave("lost-delete");
      auto const lost = inbox->put_away("b.xml", "2");
      CHECK((lost || lost.error().code == "transport.unreachable"));
      CHECK(inbox->put_away("b.xml", "2"));
    }
    SUBCASE("an entry that is wrong keeps no other file back") {
      server.behave("odd-entries");
      auto const files = inbox->list().value();
      std::vector<std::string> faulty;
      for (auto const& one : files)
        if (!one.fault.empty()) faulty.push_back(one.name);
      CHECK(faulty == std::vector<std::string>{"sub/x", "timeless.xml"});
      CHECK(files.size() == 4);
    }
    SUBCASE("nothing waits") {
      server.behave("empty");
      CHECK(names_in(*inbox).empty());
    }
    SUBCASE("a list that is none, that hangs or is cut, and one that is denied") {
      for (auto const mode : {"garbage", "hang-list", "cut-list"}) {
        CAPTURE(mode);
        server.behave(mode);
        CHECK(code_of(inbox->list()) == "transport.unreachable");
      }
      server.behave("denied");
      CHECK(code_of(inbox->list()) == "transport.not_authorised");
    }
    SUBCASE("a file that hangs or is cut is no file") {
      for (auto const mode : {"hang-file", "cut-file"}) {
        CAPTURE(mode);
        server.behave(mode);
        CHECK(code_of(inbox->fetch("b.xml")) == "transport.unreachable");
      }
      server.behave("");
      CHECK(inbox->fetch("b.xml"));
    }
    SUBCASE("a server that nobody vouches for is not asked") {
      settings.ca_file = "/etc/ssl/certs/ca-certificates.crt";
      CHECK(code_of(inbox_at(settings)->list()) == "transport.tls_failed");
    }
  }

  TEST_CASE("the same at a real OpenSSH server, which proves who it is first") {
    if (!tests::FileServer::available()) {
      MESSAGE("skipped: sshd is not here");
      return;
    }
    tests::FileServer server;
    config::SftpSettings settings;
    settings.host = "127.0.0.1";
    settings.port = static_cast<std::uint16_t>(server.port());
    settings.user = server.user();
    settings.private_key = server.private_key();
    settings.host_key_sha256 = server.host_key_sha256();
    settings.directory = server.root().string();
    settings.timeout = std::chrono::seconds{10};
    auto const code_of = [&] { return inbox_at(settings)->list().error().code; };

    SUBCASE("looked into, taken from, moved") {
      auto const inbox = inbox_at(settings);
      looks_takes_and_moves(*inbox, server.root());
    }
    SUBCASE("a file that may not be read does not hide the others") {
      leave(server.root(), "a.xml", "a");
      leave(server.root(), "locked.xml", "b");
      std::filesystem::permissions(server.root() / "locked.xml", std::filesystem::perms::none);
      auto const inbox = inbox_at(settings);
      auto const names = names_in(*inbox);
      CHECK(std::find(names.begin(), names.end(), "a.xml") != names.end());
    }
    SUBCASE("another host key is not spoken to") {
      settings.host_key_sha256 = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
      CHECK(code_of() == "transport.sftp_host_key_changed");
    }
    SUBCASE("a login that is refused is ours to mend") {
      settings.private_key.clear();
      settings.password = config::Secret{"wrong", "test"};
      CHECK(code_of() == "transport.not_authorised");
    }
    SUBCASE("a folder that is not there, and a server that is away") {
      settings.directory += "/no";
      CHECK(code_of() == "transport.unreachable");
      server.stop();
      CHECK(code_of() == "transport.sftp_down");
    }
    SUBCASE("a connection that is cut or hangs gives no half file") {
      leave(server.root(), "big", std::string(200000, 'x'));
      auto const port = settings.port;
      settings.timeout = std::chrono::seconds{2};
      for (auto const end : {tests::Relay::End::cut, tests::Relay::End::hang}) {
        for (int const bytes : {500, 4000, 60000}) {
          CAPTURE(bytes);
          tests::Relay relay{port, bytes, end};
          settings.port = static_cast<std::uint16_t>(relay.port());
          auto const inbox = inbox_at(settings);
          auto const got = inbox->fetch("big");
          if (got) {
            CHECK(got->size() == 200000);
          } else {
            CHECK(got.error().code == "transport.sftp_down");
          }
        }
      }
    }
  }
}
