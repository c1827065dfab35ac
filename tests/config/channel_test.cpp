// The options of channels that read_inbox.cpp and read_print.cpp know.
#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>

#include "config/load.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

tl::expected<config::Settings, std::vector<config::Complaint>> loaded_channel(
    std::string const& channel) {
  tests::TempDirectory const home;
  std::ofstream{home.path() / "airut.toml"} << "data_directory = \"data\"\n[[channel]]\n"
                                            << channel << R"(
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
  return config::load(home.path() / "airut.toml",
                      [](std::string const&) { return std::optional<std::string>{}; });
}

bool channel_complains(std::string const& channel, std::string_view words) {
  auto const settings = loaded_channel(channel);
  if (settings) return false;
  return std::any_of(settings.error().begin(), settings.error().end(),
                     [&](auto const& one) { return one.text.find(words) != std::string::npos; });
}

std::string const sftp =
    "name = \"finvoice\"\nkind = \"operator_sftp\"\nformat = \"finvoice\"\nhost = \"h\"\n"
    "user = \"u\"\nhost_key_sha256 = "
    "\"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"\ndirectory = \"in\"\n";
std::string const paper = "name = \"print\"\nkind = \"print\"\nformat = \"pdf\"\npath = \"p\"\n";

}  // namespace

TEST_SUITE("config/channel") {
  TEST_CASE("an inbox lies where the channel leaves its files") {
    auto const remote = loaded_channel(sftp + "inbox = \"out\"\nfetch_time = 60\n");
    REQUIRE(remote);
    auto const& inbox = remote->channels.front().inbox;
    REQUIRE(inbox);
    auto const& place = std::get<config::SftpSettings>(inbox->place);
    CHECK(place.host == "h");
    CHECK(place.directory == "out");
    CHECK(inbox->fetch_time == std::chrono::seconds{60});
    CHECK(inbox->archive == "archive");
    auto const local =
        loaded_channel(paper + "inbox = \"reports\"\ninbox_profile = \"printer-csv\"\n");
    REQUIRE(local);
    auto const& folder = local->channels.front().inbox;
    auto const& printer = std::get<config::PrintSettings>(local->channels.front().transport);
    auto const& out = std::get<config::DirectorySettings>(printer.printer).path;
    auto const& in = std::get<config::DirectorySettings>(folder->place).path;
    CHECK(in.is_absolute());
    CHECK(in == out.parent_path() / "reports");  // both beside the configuration's file
    CHECK(folder->profile == "printer-csv");
    CHECK_FALSE(loaded_channel(paper)->channels.front().inbox);
  }

  TEST_CASE("an inbox where nobody leaves files, or with an archive elsewhere, is refused") {
    CHECK(channel_complains(sftp + "inbox = \"out\"\ninbox_archive = \"../away\"\n",
                            "inbox_archive"));
    CHECK(channel_complains(sftp + "inbox = \"out\"\nfetch_time = 0\n", "fetch_time"));
    CHECK(
        channel_complains("name = \"email\"\nkind = \"email\"\nformat = \"pdf\"\nhost = \"h\"\n"
                          "from = \"a@b\"\ninbox = \"in\"\n",
                          "inbox"));
    CHECK(channel_complains(sftp + "fetch_time = 60\n",
                            "fetch_time"));  // without inbox it says nothing
  }

  TEST_CASE("an operator's feedback is fetched from a URL, with the channel's own keys") {
    std::string const http =
        "name = \"finvoice\"\nkind = \"operator_http\"\nformat = \"finvoice\"\n"
        "url = \"https://op.example/in\"\n";
    auto const settings = loaded_channel(http + "inbox = \"https://op.example/feedback\"\n");
    REQUIRE(settings);
    auto const& place = settings->channels.front().inbox->place;
    CHECK(std::get<config::HttpSettings>(place).url == "https://op.example/feedback");
    CHECK(channel_complains(http + "inbox = \"feedback\"\n", "URL"));
    CHECK(channel_complains(http + "inbox = \"https://op.example/f\"\ninbox_archive = \"old\"\n",
                            "inbox_archive"));
  }

  TEST_CASE("XML goes beside a PDF alone") {
    std::string const mail =
        "name = \"email\"\nkind = \"email\"\nhost = \"h\"\nfrom = \"a@b\"\n"
        "attach_xml = \"ubl\"\n";
    auto const settings = loaded_channel(mail + "format = \"pdf\"\n");
    REQUIRE(settings);
    auto const& email = std::get<config::EmailSettings>(settings->channels.front().transport);
    CHECK(email.attach_xml == "ubl");
    CHECK(channel_complains(mail + "format = \"ubl\"\n", "attach_xml"));
  }

  TEST_CASE("cut-offs and prices are read to the thousandth of a cent") {
    auto const settings =
        loaded_channel(paper +
                       "calendar = \"FI\"\ncurrency = \"EUR\"\npages_most = 40\n"
                       "[[channel.cut_off]]\ndays = [\"mon\", \"sat\"]\ntime = \"16:30\"\n"
                       "[[channel.price]]\nvalid_from = \"2026-01-01\"\ncolour = true\n"
                       "letter = \"1.10\"\nsheet = \"0.04525\"\n");
    REQUIRE(settings);
    auto const& print = std::get<config::PrintSettings>(settings->channels.front().transport);
    CHECK(print.pages_most == 40);
    REQUIRE(print.cut_offs.size() == 1);
    CHECK(print.cut_offs.front().time == std::chrono::minutes{16 * 60 + 30});
    CHECK(print.cut_offs.front().weekdays ==
          std::array<bool, 7>{true, false, false, false, false, true, false});
    REQUIRE(print.prices.size() == 1);
    CHECK(print.prices.front().letter == 110'000);
    CHECK(print.prices.front().sheet == 4'525);
    CHECK(print.prices.front().colour == true);
  }

  TEST_CASE("a cut-off without a calendar and a price without a currency are refused") {
    CHECK(channel_complains(paper + "[[channel.cut_off]]\ntime = \"16:00\"\n", "calendar"));
    CHECK(channel_complains(paper + "calendar = \"FI\"\n[[channel.cut_off]]\ntime = \"25:00\"\n",
                            "HH:MM"));
    CHECK(channel_complains(paper + "calendar = \"FI\"\n[[channel.cut_off]]\ndays = [\"monday\"]\n"
                                    "time = \"16:00\"\n",
                            "weekday"));
    CHECK(channel_complains(
        paper + "[[channel.price]]\nvalid_from = \"2026-01-01\"\nletter = \"1\"\n", "currency"));
    CHECK(channel_complains(
        paper + "currency = \"EUR\"\n[[channel.price]]\nvalid_from = \"2026-01-01\"\n"
                "letter = \"1,10\"\n",
        "price"));
    CHECK(channel_complains(
        paper + "currency = \"EUR\"\n[[channel.price]]\nvalid_from = \"soon\"\n", "YYYY-MM-DD"));
  }

  TEST_CASE("a channel has any name that harms nothing where names become files and addresses") {
    auto const named = [](std::string const& name) {
      return "name = \"" + name + "\"\nkind = \"print\"\nformat = \"pdf\"\npath = \"p\"\n";
    };
    for (std::string const& good : {"print", "a..b", "perintä", "sähköposti", "posti tie", "Ø+1"}) {
      CAPTURE(good);
      auto const settings = loaded_channel(named(good));
      REQUIRE(settings);
      CHECK(settings->channels.front().name == good);
    }
    for (std::string const& bad : {"a/b", "/", ".", "..x", ".hidden", "a\\tb", "a\\u007F"}) {
      CAPTURE(bad);
      CHECK(channel_complains(named(bad), "must not"));
    }
    CHECK(channel_complains(named(""), "name must be given"));
  }
}
