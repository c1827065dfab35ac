#include "config/load.hpp"

#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>

#include "tests/config/sample.hpp"

using namespace airut;
using namespace airut::tests;

TEST_SUITE("config/load") {
  TEST_CASE("a plain file is read") {
    auto const settings = loaded(good);
    REQUIRE(settings);
    CHECK(settings->tenants.front().clients.front().seller.name == "Mallisiivous Oy");
    CHECK(settings->channels.front().format == "finvoice");
    CHECK(settings->data_directory.is_absolute());
    CHECK(settings->api.port == 8420);
  }

  TEST_CASE("a bank's agreement is read, its times too, and mistakes are told") {
    tests::TempDirectory const home;
    std::ofstream{home.path() / "root.pem"} << "-";
    auto const trust = (home.path() / "root.pem").string();
    auto const bank = [&](std::string const& more) {
      return "tables_overlay = \"" + home.path().string() + "\"\n" + std::string{good} +
             "[[channel]]\nname = \"bank\"\nkind = \"bank_ws\"\nformat = \"finvoice\"\n" +
             "identity = \"id.pem\"\ntrust = \"" + trust + "\"\n" + more;
    };
    std::string const needed = "bank = \"nordea\"\ncustomer_id = \"11111111\"\n";
    auto const settings =
        loaded(bank(needed + "tenant = \"demo\"\nfetch_times = [\"16:45\", \"07:30\"]\n"));
    REQUIRE(settings);
    auto const& own = std::get<config::BankWsSettings>(settings->channels.at(1).transport);
    CHECK(own.sender_id == "11111111");
    CHECK(own.fetch_times == std::vector{std::chrono::minutes{450}, std::chrono::minutes{1005}});
    CHECK(own.certificate_days == 60);
    CHECK(own.revocation == config::Revocation::when_reachable);
    CHECK(own.revocation == config::BankWsSettings{}.revocation);
    CHECK(own.sender_identity.empty());
    auto const bureau = loaded(bank(needed + "sender_identity = \"" + trust +
                                    "\"\nrevocation = \"required\"\n"
                                    "revocation_lists = [\"" +
                                    trust + "\"]\n"));
    REQUIRE(bureau);
    auto const& theirs = std::get<config::BankWsSettings>(bureau->channels.at(1).transport);
    CHECK(theirs.sender_identity == trust);
    CHECK(theirs.revocation == config::Revocation::required);
    CHECK(theirs.revocation_lists == std::vector<std::filesystem::path>{trust});
    for (auto const& wrong :
         {std::string{"bank = \"nordea\"\n"}, std::string{"customer_id = \"1\"\n"},
          needed + "fetch_times = [\"7:30\"]\n", needed + "fetch_times = [\"24:00\"]\n",
          needed + "tenant = \"nobody\"\n", needed + "language = \"DE\"\n",
          needed + "sender_id = \"123456789012345678901234567890123456\"\n",
          needed + "tls_certificate = \"" + trust + "\"\n", needed + "silent_days = 0\n",
          needed + "sender_identity = \"/nowhere.pem\"\n", needed + "revocation = \"never\"\n",
          needed + "revocation_lists = [\"/nowhere.crl\"]\n",
          needed + "ca_file = \"/nowhere.pem\"\n", needed + "password = \"x\"\n",
          std::string{"bank = \"nordea\"\ncustomer_id = \"12345678901234567\"\n"}}) {
      CAPTURE(wrong);
      CHECK_FALSE(loaded(bank(wrong)));
    }
  }

  TEST_CASE("whoever has collection orders printed names the agency and where it is") {
    auto const printed = [](std::string const& agency) {
      auto text =
          with("ref = \"siivous\"\n", "ref = \"siivous\"\ncollection_partner = \"paper\"\n");
      text.insert(text.find("[[tenant.client.account]]"), agency);
      return text +
             "[[channel]]\nname = \"paper\"\nkind = \"print\"\nformat = \"pdf\"\npath = \"p\"\n";
    };
    CHECK(complains(printed(""), 16, "add [tenant.client.agency] with name"));
    std::string const agency =
        "[tenant.client.agency]\nname = \"Perintä Oy\"\n[tenant.client.agency.address]\n"
        "line1 = \"PL 1\"\npostal_code = \"00101\"\ncity = \"Helsinki\"\ncountry = \"FI\"\n";
    auto const settings = loaded(printed(agency));
    REQUIRE(settings);
    auto const& told = settings->tenants.front().clients.front().agency;
    REQUIRE(told);
    CHECK(told->name == "Perintä Oy");
    CHECK(told->address.postal_code == "00101");
    auto lacking = agency;
    lacking.erase(lacking.find("city"), std::string_view{"city = \"Helsinki\"\n"}.size());
    CHECK(complains(printed(lacking), 26, "city must be given"));
    CHECK_FALSE(loaded(printed("[tenant.client.agency]\nname = \"Perintä Oy\"\n")));
  }

  TEST_CASE("a Peppol channel needs its certificate, key, authorities and host, and writes UBL") {
    tests::TempDirectory const home;
    auto const file = (home.path() / "some.pem").string();
    std::ofstream{file} << "-";
    auto const peppol = [&](std::string const& more, std::string const& format = "ubl") {
      return std::string{good} + "[[channel]]\nname = \"peppol\"\nkind = \"peppol\"\nformat = \"" +
             format + "\"\ncertificate = \"" + file + "\"\nprivate_key = \"" + file +
             "\"\ntrust = \"" + file + "\"\n" + more;
    };
    auto const settings = loaded(peppol("host = \"ap.example\"\nrevocation = \"off\"\n"));
    REQUIRE(settings);
    auto const& own = std::get<config::PeppolSettings>(settings->channels.back().transport);
    CHECK(own.zone == "participant.sml.prod.tech.peppol.org");
    CHECK(own.revocation == config::Revocation::off);
    CHECK(own.recheck == std::chrono::seconds{600});
    CHECK_FALSE(own.takes_sha1_registers);
    auto const lenient = loaded(peppol("host = \"ap.example\"\ntakes_sha1_registers = true\n"));
    REQUIRE(lenient);
    CHECK(
        std::get<config::PeppolSettings>(lenient->channels.back().transport).takes_sha1_registers);
    CHECK_FALSE(loaded(peppol("")));
    auto two = peppol("host = \"ap.example\"\nrevocation = \"off\"\n");
    auto const second = two.substr(std::string_view{good}.size());
    two += std::string{second}.replace(second.find("name = \"peppol\""), 15, "name = \"other\"");
    CHECK_FALSE(loaded(two));
    CHECK_FALSE(loaded(peppol("host = \"a\"\n", "finvoice")));
    CHECK_FALSE(loaded(peppol("host = \"a\"\nrevocation = \"never\"\n")));
    CHECK_FALSE(loaded(peppol("host = \"a\"\nca_file = \"/nowhere.pem\"\n")));
  }

  TEST_CASE("the store is SQLite, or PostgreSQL with its password in a file") {
    CHECK(loaded(good)->store.engine == config::StoreEngine::sqlite);
    auto const store = [](std::string const& words) {
      return std::string{good} + "[store]\nengine = \"postgresql\"\n" + words;
    };
    tests::TempDirectory const home;
    auto const secret = (home.path() / "pg.pass").string();
    std::ofstream{secret} << "it's\n";
    std::filesystem::permissions(secret, std::filesystem::perms::owner_read);
    auto const settings =
        loaded(store("connection = \"host=db dbname=airut sslmode=require\"\nstatement_time = 5\n"
                     "password = { file = \"" +
                     secret + "\" }\n"));
    REQUIRE(settings);
    CHECK(settings->store.engine == config::StoreEngine::postgresql);
    CHECK(settings->store.password->value == "it's");
    CHECK(settings->store.statement_time == std::chrono::seconds{5});
    CHECK_FALSE(loaded(store("")));
    CHECK_FALSE(loaded(store("connection = \"host=db password=open\"\n")));
    CHECK_FALSE(loaded(store("connection = \"postgresql://airut:open@db/airut\"\n")));
    CHECK_FALSE(loaded(store("connection = \"host=db\"\npassword = \"open\"\n")));
    CHECK_FALSE(loaded(std::string{good} + "[store]\nengine = \"oracle\"\n"));
    CHECK_FALSE(loaded(std::string{good} + "[store]\nconnection = \"host=db\"\n"));
  }

  TEST_CASE("an agency's key has an agency that is there and no scopes but its own") {
    std::string const all = "scopes = [\"*\"]";
    auto const own = "scopes = [\"collection:report\"]\nagency = \"finvoice\"";
    auto const settings = loaded(with(all, own));
    REQUIRE(settings);
    CHECK(settings->tenants.front().keys.front().agency == "finvoice");
    CHECK(complains(with(all, "scopes = [\"*\"]\nagency = \"finvoice\""), 13, "not \"*\""));
    CHECK(complains(with(all, "scopes = [\"collection:read\"]\nagency = \"finvoce\""), 14,
                    "did you mean \"finvoice\"?"));
  }

  TEST_CASE("every mistake is named with its line") {
    CHECK(complains(with("country = \"FI\"\n[[tenant.key]]", "country = \"SE\"\n[[tenant.key]]"), 9,
                    "one of FI, NO"));
    CHECK(complains(with("legal_id =", "legalid ="), 19, "did you mean \"legal_id\""));
    CHECK(complains(with("[\"finvoice\"]", "[\"peppol\"]"), 16, "\"peppol\", which is not there"));
    CHECK(complains(with("[\"finvoice\"]", "[\"finvoce\"]"), 16, "did you mean \"finvoice\"?"));
    CHECK(complains(with("ref = \"siivous\"", "ref = \"siivous\"\ndunning_policy = \"soft\""), 16,
                    "\"soft\", which is not there"));
    CHECK(complains(with("scopes = [\"*\"]", "scopes = []"), 13, "opens nothing"));
    CHECK(complains(with("0000\"", "000g\""), 12, "64 hex digits"));
    CHECK(complains(with("kind = \"directory\"", "kind = \"pigeon\""), 4, "must be one of"));
    CHECK(complains(with("ref = \"siivous\"", "ref = 7"), 15, "must be a text"));
    CHECK(complains(with("ref = \"siivous\"", "ref = \"siivous\"\nlate_interest_percent = \"8,0\""),
                    16, "no number"));
    CHECK(complains("data_directory = \n", 1, ""));
  }

  TEST_CASE("a limit of rate stands with its key, a burst only with a rate") {
    auto const settings =
        loaded(with("scopes = [\"*\"]", "scopes = [\"*\"]\nrequests_per_second = 20"));
    REQUIRE(settings);
    CHECK(settings->tenants.front().keys.front().burst == 40);
    CHECK(complains(with("scopes = [\"*\"]", "scopes = [\"*\"]\nburst = 20"), 14,
                    "needs requests_per_second"));
    CHECK(complains(with("scopes = [\"*\"]", "scopes = [\"*\"]\nrequests_per_second = -1"), 14,
                    "from 0 to"));
  }

  TEST_CASE("every limit has its bounds and its name") {
    for (auto const* limit :
         {"json_body_bytes", "file_body_bytes", "body_memory_bytes", "unpacked_bytes", "zip_files",
          "zip_ratio", "header_bytes", "connections", "header_time", "body_time", "idle_time",
          "intake_queue"}) {
      CAPTURE(limit);
      CHECK(complains(good + "[limits]\n" + limit + " = 0\n", 26, "must be a whole number"));
      CHECK(complains(good + "[limits]\n" + limit + " = \"1\"\n", 26, "must be a whole number"));
      std::string misspelt{limit};
      misspelt.erase(1, 1);
      CHECK(complains(good + "[limits]\n" + misspelt + " = 1\n", 26,
                      std::string{"did you mean \""} + limit));
    }
  }

  TEST_CASE("a certificate that is not there is named with its line") {
    CHECK(complains(good + "[listen.api]\ncertificate = \"none.pem\"\nprivate_key = "
                           "\"none.key\"\n",
                    26, "none.pem is not there"));
    CHECK(complains(good + "[listen.api]\ncertificate = \"none.pem\"\n", 26, "go together"));
  }

  TEST_CASE("what two parts of the file say against each other is told") {
    auto const tenant = good.substr(good.find("[[tenant]]"));
    CHECK(complains(good + tenant, 7, "\"demo\" is given twice"));
    auto other = tenant;
    other.replace(other.find("demo"), 4, "next");
    CHECK(complains(good + other, 7, "the keys key_1 of demo and key_1 of next are the same"));
    CHECK(complains(good + "[[channel]]\nname = \"finvoice\"\nkind = \"directory\"\n"
                           "format = \"ubl\"\npath = \"other\"\n",
                    2, "\"finvoice\" is given twice"));
    CHECK(complains("test_clock = \"2026-03-02\"\n" + good, 1, "demo is live"));
    CHECK(loaded("test_clock = \"2026-03-02\"\n" +
                 with("country = \"FI\"\n[[tenant.key]]",
                      "country = \"FI\"\nlive = false\n[[tenant.key]]")));
    CHECK(complains(good + "[listen.api]\naddress = \"localhost\"\n", 25, "no numeric address"));
    CHECK(complains(good + "[listen.api]\nport = 9000\n[listen.admin]\nport = 9000\n", 25,
                    "both listen at 127.0.0.1:9000"));
    CHECK(complains(good + "[limits]\nbody_memory_bytes = 1048576\n", 25, "one body"));
  }

  TEST_CASE("an order with a channel by whose name nobody is reached is refused") {
    auto named = with("name = \"finvoice\"", "name = \"posti\"");
    named.replace(named.find("[\"finvoice\"]"), 12, "[\"posti\"]");
    CHECK(complains(named, 7, "orders the channel \"posti\""));
    CHECK(complains(named, 7, "finvoice, peppol"));
  }

  TEST_CASE("all mistakes come at once") {
    auto text = with("country = \"FI\"\n[[tenant.key]]", "country = \"SE\"\n[[tenant.key]]");
    text.replace(text.find("legal_id ="), 10, "legalid = ");
    auto const settings = loaded(text);
    REQUIRE_FALSE(settings);
    CHECK(settings.error().size() >= 3);
  }

  TEST_CASE("a secret in the open is refused, and one from a file is never shown") {
    auto const portal = [](std::string const& key) {
      return good +
             "[[channel]]\nname = \"portal\"\nkind = \"portal\"\nformat = \"pdf\"\nbase_url = "
             "\"https://x\"\nsigning_key = " +
             key + "\n";
    };
    CHECK_FALSE(loaded(portal("\"0123456789012345678901234567890123456789\"")));
    tests::TempDirectory const home;
    auto const file = home.path() / "portal.key";
    std::ofstream{file} << "0123456789012345678901234567890123456789\n";
    CHECK_FALSE(loaded(portal("{ file = \"" + file.string() + "\" }")));  // everybody may read it
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    auto const settings = loaded(portal("{ file = \"" + file.string() + "\" }"));
    REQUIRE(settings);
    CHECK(config::show(*settings).find("0123456789") == std::string::npos);
  }

  TEST_CASE("an address to which links are put is that of a host alone") {
    tests::TempDirectory const home;
    auto const file = home.path() / "portal.key";
    std::ofstream{file} << "0123456789012345678901234567890123456789\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    auto const portal = [&](std::string const& url) {
      return good +
             "[[channel]]\nname = \"portal\"\nkind = \"portal\"\nformat = \"pdf\"\nbase_url = \"" +
             url + "\"\nsigning_key = { file = \"" + file.string() + "\" }\n";
    };
    for (auto const* url : {"https://lasku.example", "http://127.0.0.1:8420", "https://[::1]:8443"})
      CHECK(loaded(portal(url)));
    for (auto const* url :
         {"https://example/lasku", "https://lasku.example/", "https://lasku.example?x=1",
          "https://lasku.example#top", "https://lasku.example/h/"})
      CHECK(complains(portal(url), 29, "without a path"));
  }

  TEST_CASE("an address that would begin another header is refused with its place") {
    auto const seller = [](std::string const& email) {
      return with("legal_id_scheme", "email = \"" + email + "\"\nlegal_id_scheme");
    };
    CHECK(loaded(seller("laskut@example.test")));
    auto const mail = [](std::string const& from) {
      return good +
             "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\nhost = \"h\"\n"
             "from = \"" +
             from + "\"\n";
    };
    CHECK(loaded(mail("laskut@example.test")));
    for (auto const& bad : std::vector<std::string>{
             R"(a@b.example\r\nBcc: c@d.example)", R"(a@b.example\nX: y)", R"(a@b.example\u0000)",
             R"(a@b.example\u007f)", "ä@b.example", "a@b.example, c@d.example",
             R"(\"a\"@b.example)", std::string(250, 'a') + "@b.example"}) {
      CAPTURE(bad);
      CHECK(complains(seller(bad), 20, "one plain mail address"));
      CHECK(complains(mail(bad), 30, "one plain mail address"));
      auto const refused = loaded(mail(bad));
      for (auto const& one : refused.error())
        CHECK(one.text.find_first_of(std::string{"\0\r\n\x7f", 4}) == std::string::npos);
    }
  }

  TEST_CASE("a printer's envelopes, rules and LetterBundle are read") {
    std::string const print =
        "[[channel]]\nname = \"print\"\nkind = \"print\"\nformat = \"pdf\"\npath = \"p\"\n"
        "layout = \"bundle\"\n[[channel.envelope]]\nname = \"C4\"\nsheets = 40\n"
        "[[channel.envelope]]\nname = \"C5\"\nsheets = 6\n[[channel.rule]]\n"
        "document = \"reminder\"\nplex = \"simplex\"\ninserts = [\"leaflet\"]\n"
        "[channel.letter_bundle]\ncustomer_id = \"12\"\n";
    auto const settings = loaded(with("[[tenant]]", print + "[[tenant]]"));
    REQUIRE(settings);
    auto const& channel = std::get<config::PrintSettings>(settings->channels.at(1).transport);
    CHECK(channel.bundle);
    REQUIRE(channel.envelopes.size() == 2);
    CHECK(channel.envelopes.front().name == "C5");
    REQUIRE(channel.rules.size() == 1);
    CHECK(channel.rules.front().duplex == false);
    CHECK_FALSE(channel.rules.front().colour);
    CHECK(channel.letter_bundle->customer_id == "12");
    auto const letters =
        print.substr(0, print.find("layout")) + print.substr(print.find("[[channel.env"));
    CHECK(complains(with("[[tenant]]", letters + "[[tenant]]"), 22, "needs layout = \"bundle\""));
    CHECK(complains(with("[[tenant]]", print + "copies = 2\n[[tenant]]"), 25, "is not known"));
  }

  TEST_CASE("a file that is not there is a complaint") {
    CHECK_FALSE(config::load("/nonexistent/airut.toml", no_variable));
  }

  TEST_CASE("a CSV profile is read as it is written, with the place of each column") {
    auto const settings = loaded(good + R"([[csv_profile]]
name = "shop"
delimiter = ";"
decimal_sign = "."
[csv_profile.columns]
"Laskunro" = "number"
[csv_profile.defaults]
currency = "EUR"
)");
    REQUIRE(settings);
    REQUIRE(settings->csv_profiles.size() == 1);
    auto const& profile = settings->csv_profiles.front();
    CHECK(profile.name == "shop");
    CHECK(profile.decimal_sign == ".");
    REQUIRE(profile.columns.size() == 1);
    CHECK(profile.columns.front().value == "number");
    CHECK(profile.columns.front().line == 30);
    CHECK(profile.defaults.front().name == "currency");
    CHECK(complains(good + "[[csv_profile]]\nname = \"a\"\n[[csv_profile]]\nname = \"a\"\n", 25,
                    "given twice"));
    CHECK(complains(good + "[[csv_profile]]\nname = \"a\"\ndelimiter = \":\"\n", 27,
                    "must be one of"));
    CHECK(complains(good + "[[csv_profile]]\nname = \"a\"\ncolumns = { A = 1 }\n", 27,
                    "write texts"));
  }
}  // TEST_SUITE

TEST_SUITE("config/e_invoice") {
  TEST_CASE("what banks are told of a client is read, and what they would not take is told") {
    std::string const own = good +
                            "[tenant.client.e_invoice]\npayment_instruction = \"SIIVOUS1\"\n"
                            "banks = [\"OKOYFIHH\"]\ndirect_payment = \"yes\"\n"
                            "invoice_type = { fi = \"Siivouslasku\" }\n"
                            "[[tenant.client.e_invoice.identifier]]\nkind = \"08\"\n"
                            "name = { fi = \"Asiakasnumero\", sv = \"Kundnummer\" }\n";
    auto const settings = loaded(own);
    REQUIRE(settings);
    auto const& told = settings->tenants.front().clients.front().e_invoice;
    CHECK(told.payment_instruction == "SIIVOUS1");
    CHECK(told.channel == "finvoice");
    CHECK(told.direct_payment == "yes");
    CHECK(told.identifiers.front().kind == "08");
    CHECK(told.identifiers.front().name.at("sv") == "Kundnummer");
    auto const spoiled = [&](std::string const& what, std::string const& other) {
      auto text = own;
      text.replace(text.find(what), what.size(), other);
      return !loaded(text);
    };
    CHECK(spoiled("\"OKOYFIHH\"", "\"OKO\""));
    CHECK(spoiled("kind = \"08\"", "kind = \"10\""));
    CHECK(spoiled("\"SIIVOUS1\"", "\"" + std::string(36, '1') + "\""));
    CHECK(spoiled("invoice_type = { fi", "invoice_type = { no"));
    CHECK(spoiled("banks =", "channel = \"elsewhere\"\nbanks ="));
    CHECK(spoiled("\"yes\"", "\"perhaps\""));
  }
}
