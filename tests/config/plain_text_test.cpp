#include "config/plain_text.hpp"

#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "config/load.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

// What is said about a file with this channel and store; @SECRET@ is a secret of a file.
std::string complaints(std::string channel, std::string store) {
  tests::TempDirectory const home;
  auto const secret = home.path() / "secret";
  std::ofstream{secret} << "s3cret\n";
  std::filesystem::permissions(secret, std::filesystem::perms::owner_read);
  auto const filled = [&](std::string text) {
    auto const at = text.find("@SECRET@");
    if (at != text.npos) text.replace(at, 8, "{ file = \"" + secret.string() + "\" }");
    return text;
  };
  std::ofstream{home.path() / "airut.toml"}
      << "data_directory = \"data\"\n[[channel]]\nname = \"out\"\nformat = \"pdf\"\n"
      << filled(std::move(channel)) << filled(std::move(store)) << R"(
[[tenant]]
id = "demo"
country = "FI"
[[tenant.client]]
ref = "siivous"
[tenant.client.seller]
name = "Mallisiivous Oy"
legal_id = "2617416-4"
legal_id_scheme = "0212"
[tenant.client.seller.address]
country = "FI"
[[tenant.client.account]]
iban = "FI2112345600000785"
)";
  auto const settings = config::load(home.path() / "airut.toml",
                                     [](auto const&) { return std::optional<std::string>{}; });
  std::string all;
  if (!settings)
    for (auto const& one : settings.error()) all += fmt::format("{}: {}\n", one.line, one.text);
  return all;
}

std::string http(std::string const& url) {
  return fmt::format("kind = \"operator_http\"\nurl = \"{}\"\nbearer_token = @SECRET@\n", url);
}

std::string mail(std::string const& host, std::string const& starttls) {
  return fmt::format(
      "kind = \"email\"\nhost = \"{}\"\nstarttls = \"{}\"\nfrom = \"a@b.test\"\n"
      "user = \"u\"\npassword = @SECRET@\n",
      host, starttls);
}

std::string store(std::string const& connection) {
  return fmt::format("[store]\nengine = \"postgresql\"\nconnection = \"{}\"\npassword = @SECRET@\n",
                     connection);
}

}  // namespace

TEST_SUITE("config/plain text") {
  TEST_CASE("a secret that would leave the machine in plain text is refused with its line") {
    auto const folder = "kind = \"directory\"\npath = \"out\"\n";
    CHECK(complaints(http("http://operator.test/in"), "").starts_with("6: "));
    CHECK(complaints(mail("mail.test", "none"), "").starts_with("7: "));
    CHECK(complaints(folder, store("host=db user=a")).find("without TLS") != std::string::npos);
    CHECK(complaints(http("https://operator.test/in"), "").empty());
    CHECK(complaints(http("http://127.0.0.1:80/in"), "").empty());
    CHECK(complaints(mail("mail.test", "required"), "").empty());
    CHECK(complaints(mail("localhost", "none"), "").empty());
    CHECK(complaints(folder, store("host=db sslmode=verify-full")).empty());
    CHECK(complaints(folder, store("host=/run/postgresql user=a")).empty());
  }

  TEST_CASE("hosts are found in addresses and connection strings as those who connect find them") {
    using config::goes_in_plain_text, config::may_go_without_tls;
    for (auto const* url : {"http://a.test", "HTTP://a.test/x", "http://127.0.0.1.a.test/",
                            "http://localhost@a.test/", "http://[2001:db8::1]/"})
      CHECK(goes_in_plain_text(url));
    for (auto const* url : {"https://a.test", "http://localhost:8080/x", "http://[::1]:80/"})
      CHECK_FALSE(goes_in_plain_text(url));
    for (auto const* to : {"host=db", "host = db sslmode = prefer", "host='db' sslmode=disable",
                           "host=localhost,db", "host=localhost hostaddr=10.0.0.1"})
      CHECK(may_go_without_tls(to));
    for (auto const* to : {"dbname=airut", "host=/tmp", "host=127.0.0.1", "host='localhost'",
                           "host=db sslmode='verify-ca'", "sslmode=require host=db"})
      CHECK_FALSE(may_go_without_tls(to));
  }
}
