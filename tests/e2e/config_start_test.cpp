// What the check of a configuration says is what the daemon does with it.
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include "formats/model/sha256.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/sample_seller.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::has;

namespace {

namespace fs = std::filesystem;

std::string all_replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

// A configuration in a folder, and what two commands say of it.
struct ConfigFolder {
  tests::TempDirectory folder;

  fs::path home() const { return folder.path(); }
  fs::path write(std::string const& name, std::string const& text) const {
    fs::create_directories((home() / name).parent_path());
    std::ofstream{home() / name} << text;
    return home() / name;
  }
  void keys(std::string const& name) const {
    auto const line = fmt::format(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout {0}/{1}.key -out {0}/{1}.pem -days 2 "
        "-subj /CN=localhost",
        home().string(), name);
    REQUIRE(tests::run({"sh", "-c", line}, home() / "log") == 0);
  }
  // listener, and what stands before and behind the sample's tables.
  void configure(std::string const& top, std::string const& listener,
                 std::string const& more) const {
    fs::create_directories(home() / "out");
    auto const tables = all_replaced(all_replaced(tests::sample_toml(), "@HOME@", home().string()),
                                     "@KEY@", model::sha256_hex("k"));
    write("airut.toml",
          fmt::format("data_directory = \"data\"\n{}[listen.api]\nport = 0\n{}[listen.admin]\n"
                      "port = 0\n{}{}",
                      top, listener, tables, more));
  }
  int say(std::string const& command, std::string& out, std::string const& as = "") const {
    fs::remove(home() / "said");
    auto const line = fmt::format("{}timeout 30 {} {} -c {}", as, AIRUT_BINARY, command,
                                  (home() / "airut.toml").string());
    auto const status = tests::run({"sh", "-c", line}, home() / "said");
    std::ifstream in{home() / "said"};
    out.assign(std::istreambuf_iterator<char>{in}, {});
    return status;
  }
};

std::string seller(std::string_view from, std::string_view to) {
  return "[[tenant]]\nid = \"b\"\ncountry = \"FI\"\n[[tenant.client]]\nref = \"b\"\n" +
         all_replaced(std::string{tests::sample_seller}, from, to);
}

struct Mistake {
  char const* words;  // that name it
  std::string top, listener, more;
};

std::string channel(std::string_view kind, std::string_view format, std::string const& keys) {
  return fmt::format("[[channel]]\nname = \"other\"\nkind = \"{}\"\nformat = \"{}\"\n{}", kind,
                     format, keys);
}

std::vector<Mistake> mistakes_of_files(ConfigFolder const& house) {
  house.keys("own");
  house.keys("other");
  auto const noise = house.write("noise.pem", "no PEM\n").string();
  house.write("one/interest_rates.tsv", "country\tfrom\nFI\n");
  house.write("two/code_lists.tsv", "list\tcode\tname\nno such list\n");
  house.write("three/operator_answers.tsv", "service\nx\ty\n");
  house.write("four/retention.tsv", "country\nx\ty\n");
  auto const tls = [](char const* certificate, char const* key) {
    return fmt::format("certificate = \"{}\"\nprivate_key = \"{}\"\n", certificate, key);
  };
  auto const http = [](std::string const& keys) {
    return channel("operator_http", "json", "url = \"https://operator.example/in\"\n" + keys);
  };
  return {
      {"own.pem", "", tls("gone/own.pem", "own.key"), ""},
      {"other.key", "", tls("own.pem", "other.key"), ""},
      {"noise.pem", "", tls("noise.pem", "own.key"), ""},
      {"nowhere", "tables_overlay = \"nowhere\"\n", "", ""},
      {"no folder", "tables_overlay = \"noise.pem\"\n", "", ""},
      {"interest_rates.tsv:2", "tables_overlay = \"one\"\n", "", ""},
      {"code_lists.tsv", "tables_overlay = \"two\"\n", "", ""},
      {"operator_answers.tsv:2", "tables_overlay = \"three\"\n", "", ""},
      {"retention.tsv:2", "tables_overlay = \"four\"\n", "", ""},
      {"other.key", "", "", http(tls("own.pem", "other.key"))},
      {"noise.pem", "", "", http("ca_file = \"" + noise + "\"\n")},
      {"go together", "", "", http("certificate = \"own.pem\"\n")},
      {"is a folder", "", "", http("ca_file = \"" + house.home().string() + "\"\n")},
      {"bearer.pass", "", "", http("bearer_token = { file = \"bearer.pass\" }\n")},
      {"noise.pem", "", "",
       channel("bank_ws", "finvoice",
               "bank = \"nordea\"\ncustomer_id = \"1\"\nidentity = \"i.pem\"\ntrust = "
               "\"noise.pem\"\n")},
  };
}

std::vector<Mistake> mistakes_of_values() {
  auto const mail = [](std::string const& keys) { return channel("email", "pdf", keys); };
  auto const sftp = [](std::string const& print) {
    return channel("operator_sftp", "json",
                   "host = \"sftp.example\"\nuser = \"u\"\nhost_key_sha256 = \"" + print + "\"\n");
  };
  return {
      {"must be an address", "public_url = \"airut.example\"\n", "", ""},
      {"plain mail address", "", "",
       mail("host = \"mx.example\"\nfrom = \"Laskut <a@b.example>\"\n")},
      {"plain mail address", "", "",
       mail("host = \"mx.example\"\nfrom = \"a@b.example\"\nbounces = \"{id}\"\n")},
      {"name of a host", "", "", mail("host = \"smtp://mx.example\"\nfrom = \"a@b.example\"\n")},
      {"ssh-keygen", "", "", sftp("16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48")},
      {"must be an address", "", "", channel("operator_http", "json", "url = \"operator/in\"\n")},
      {"{message_id}", "", "",
       channel("operator_http", "json",
               "url = \"https://a.example\"\nstatus_url = \"https://a.example/status\"\n")},
      {"nor hold a slash", "", "",
       all_replaced(channel("directory", "json", "path = \"out\"\n"), "\"other\"", "\"../other\"")},
      {"2 capital letters", "", "", seller("country = \"FI\"", "country = \"Finland\"")},
      {"8 or 11", "", "", seller("bic = \"NDEAFIHH\"", "bic = \"NORDEA\"")},
      {"3 capital letters", "", "",
       seller("[tenant.client.seller]", "currency = \"EURO\"\n[tenant.client.seller]")},
      {"room for a running number", "", "",
       seller("[tenant.client.seller]",
              "reference = { kind = \"rf\", prefix = \"12345678901234567\" }\n"
              "[tenant.client.seller]")},
      {"there is no scope", "", "",
       "[[tenant]]\nid = \"b\"\ncountry = \"FI\"\n[[tenant.key]]\nid = \"k\"\nscopes = [\"all\"]\n"
       "sha256 = \"" +
           model::sha256_hex("b") + "\"\n"},
  };
}

}  // namespace

TEST_SUITE("e2e/config_start") {
  TEST_CASE("a file or a value that is not good is told with its place, and nothing starts") {
    if (!tests::has_program("openssl")) return;
    ConfigFolder const house;
    auto mistakes = mistakes_of_files(house);
    for (auto& one : mistakes_of_values()) mistakes.push_back(std::move(one));
    for (auto const& one : mistakes) {
      CAPTURE(one.words);
      house.configure(one.top, one.listener, one.more);
      std::string checked, served;
      CHECK(house.say("config check", checked) == 78);
      CAPTURE(checked);
      CHECK(has(checked, one.words));
      CHECK((has(checked, "airut.toml:") || has(checked, ".tsv:")));
      CHECK(house.say("serve", served) == 78);
      CHECK(served == checked);
    }
    CHECK_FALSE(fs::exists(house.home() / "data"));
  }

  TEST_CASE("all that is wrong is told at once, and what is good is called so") {
    if (!tests::has_program("openssl")) return;
    ConfigFolder const house;
    house.keys("own");
    house.keys("other");
    std::string out;
    house.configure("", "certificate = \"own.pem\"\nprivate_key = \"other.key\"\n",
                    channel("operator_http", "json",
                            "url = \"https://a.example\"\ncertificate = \"own.pem\"\nprivate_key = "
                            "\"other.key\"\n"));
    CHECK(house.say("config check", out) == 78);
    CHECK(has(out, "airut.toml:5:15: the private key"));
    CHECK(has(out, "channel other: the private key"));
    house.configure("", "certificate = \"own.pem\"\nprivate_key = \"own.key\"\n", "");
    CHECK(house.say("config check", out) == 0);
    CHECK(has(out, "is good"));
    CHECK_FALSE(has(out, "warning: listen"));
  }

  TEST_CASE("a folder is no configuration") {
    ConfigFolder const house;
    fs::create_directories(house.home() / "airut.toml");
    std::string out;
    CHECK(house.say("config check", out) == 78);
    CHECK(has(out, "is a folder"));
  }

  TEST_CASE("a certificate that has ended is warned of and hinders no start") {
    if (!tests::has_program("openssl")) return;
    ConfigFolder const house;
    house.keys("own");
    auto const line = fmt::format(
        "cd {} && openssl req -new -key own.key -subj /CN=localhost -out own.csr && openssl x509 "
        "-req -in own.csr -signkey own.key -days -1 -out old.pem",
        house.home().string());
    REQUIRE(tests::run({"sh", "-c", line}, house.home() / "log") == 0);
    auto const shown = [&](char const* certificate) {
      house.configure("", "",
                      channel("operator_http", "json",
                              fmt::format("url = \"https://a.example\"\ncertificate = \"{}\"\n"
                                          "private_key = \"own.key\"\n",
                                          certificate)));
    };
    std::string out;
    shown("old.pem");
    CHECK(house.say("config check", out) == 0);
    CAPTURE(out);
    CHECK(has(out, "warning: channel other: the certificate "));
    CHECK(has(out, "old.pem has ended"));
    shown("own.pem");
    CHECK(house.say("config check", out) == 0);
    CHECK_FALSE(has(out, "has ended"));
  }

  TEST_CASE("a folder of authorities is as good as a file for mail") {
    ConfigFolder const house;
    std::string out;
    auto const mail = [](std::string const& place) {
      return channel(
          "email", "pdf",
          "host = \"mx.example\"\nfrom = \"a@b.example\"\nca_file = \"" + place + "\"\n");
    };
    house.configure("", "", mail("/etc/ssl/certs"));
    CHECK(house.say("config check", out) == 0);
    CAPTURE(out);
    house.configure("", "", mail("/etc/ssl/nowhere"));
    CHECK(house.say("config check", out) == 78);
    CHECK(has(out, "is not there"));
  }

  TEST_CASE("who may not read the keys may look at the settings, but not start the daemon") {
    if (::geteuid() != 0 || !tests::has_program("setpriv")) return;
    ConfigFolder const house;
    house.keys("own");
    fs::permissions(house.home(), fs::perms::others_read | fs::perms::others_exec,
                    fs::perm_options::add);
    fs::permissions(house.home() / "own.key", fs::perms::owner_read);
    auto const listener = "certificate = \"own.pem\"\nprivate_key = \"own.key\"\n";
    house.configure("", listener,
                    channel("operator_sftp", "json",
                            "host = \"sftp.example\"\nuser = \"u\"\nprivate_key = "
                            "\"own.key\"\nhost_key_sha256 = "
                            "\"SHA256:uNiVztksCsDhcc0u9e8BrrVTFkQabc0123456789AB0\"\n"));
    auto const as_clerk = [&](std::string const& command, std::string& out) {
      return house.say(command, out, "setpriv --reuid=65534 --regid=65534 --clear-groups ");
    };
    std::string out;
    CHECK(as_clerk("config show", out) == 0);
    CAPTURE(out);
    CHECK(as_clerk("config check", out) == 78);
    CHECK(has(out, "channel other: "));
    CHECK(has(out, "own.key cannot be read: Permission denied"));
    CHECK(house.say("config check", out) == 0);
  }

  TEST_CASE("a listener that speaks plain HTTP on a network is warned of") {
    ConfigFolder const house;
    std::string out;
    house.configure("", "address = \"0.0.0.0\"\n", "");
    CHECK(house.say("config check", out) == 0);
    CHECK(has(out, "warning: listen.api"));
    CHECK(has(out, "plain HTTP"));
    house.configure("", "address = \"127.0.0.1\"\n", "");
    CHECK(house.say("config check", out) == 0);
    CHECK_FALSE(has(out, "warning: listen"));
    house.configure("", "address = \"::\"\n", "");
    CHECK(house.say("config check", out) == 0);
    CHECK(has(out, "warning: listen.api"));
  }

  TEST_CASE("what the systemd unit would cut off or forbid is warned of") {
    if (!tests::has_program("openssl")) return;
    ConfigFolder const house;
    house.keys("bank");
    std::string out;
    auto const mail = [&](int timeout) {
      house.configure("", "",
                      channel("email", "pdf",
                              fmt::format("host = \"mx.example\"\nfrom = \"a@b.example\"\n"
                                          "timeout = {}\n",
                                          timeout)));
      return house.say("config check", out);
    };
    CHECK(mail(300) == 0);
    CHECK_FALSE(has(out, "TimeoutStopSec"));
    CHECK(mail(900) == 0);
    CHECK(has(out, "a stop may need 945 s"));
    auto const bank = [&](std::string const& identity) {
      house.configure("", "",
                      channel("bank_ws", "finvoice",
                              fmt::format("bank = \"op\"\ncustomer_id = \"1\"\nendpoint = "
                                          "\"https://bank.example\"\nidentity = \"{}\"\ntrust = "
                                          "\"bank.pem\"\n",
                                          identity)));
      return house.say("config check", out);
    };
    CHECK(bank("/etc/airut/bank/id.pem") == 0);
    CHECK(has(out, "cannot be written by the daemon"));
    CHECK(bank("id.pem") == 0);
    CHECK_FALSE(has(out, "cannot be written"));
    CHECK(has(out, "is not there yet; airut bank renew makes it"));
  }

  TEST_CASE("a table in the operator's folder that has no meaning is warned of") {
    ConfigFolder const house;
    house.write("tables/holiday.tsv", "country\tday\n");
    house.write("tables/holidays.tsv", "country\tday\nFI\t2027-01-01\n");
    house.configure("tables_overlay = \"tables\"\n", "", "");
    std::string out;
    CHECK(house.say("config check", out) == 0);
    CHECK(has(out, "holiday.tsv is read by nobody"));
    CHECK_FALSE(has(out, "holidays.tsv is read"));
  }
}
