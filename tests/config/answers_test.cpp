#include "config/answers.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "config/codes.hpp"
#include "config/load.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using config::Verdict;

namespace {

std::optional<std::string> secrets(std::string const&) {
  return "0123456789abcdef0123456789abcdef";
}

// What is wrong with a channel of this text, beside a portal when one is wanted.
std::string complaints_of(std::string const& channel, bool portal = true) {
  tests::TempDirectory const home;
  std::string text = "data_directory = \"data\"\n";
  if (portal)
    text +=
        "[[channel]]\nname = \"portal\"\nkind = \"portal\"\nformat = \"pdf\"\n"
        "base_url = \"https://faktura.example.no\"\nsigning_key = { env = \"KEY\" }\n";
  text += "[[channel]]\n" + channel + "[[tenant]]\nid = \"no\"\ncountry = \"NO\"\n";
  std::ofstream{home.path() / "airut.toml"} << text;
  auto const settings = config::load(home.path() / "airut.toml", secrets);
  std::string all;
  if (settings) return all;
  for (auto const& one : settings.error()) all += one.text + "\n";
  return all;
}

std::string const vipps =
    "name = \"vipps\"\nkind = \"vipps\"\nclient_id = \"a\"\nclient_secret = { env = \"A\" }\n"
    "subscription_key = { env = \"B\" }\n";
std::string const efaktura =
    "name = \"efaktura\"\nkind = \"efaktura\"\nurl = \"https://efaktura.example.no/\"\n"
    "token_url = \"https://efaktura.example.no/token\"\nclient_id = \"a\"\n"
    "client_secret = { env = \"A\" }\n";

}  // namespace

TEST_SUITE("config/answers") {
  TEST_CASE("the shipped answers load, and every code of theirs has a meaning") {
    auto const answers = config::OperatorAnswers::load(AIRUT_SOURCE "/config/tables", {});
    REQUIRE_MESSAGE(answers.has_value(), (answers ? "" : answers.error()));
    auto const codes = config::Codes::load(AIRUT_SOURCE "/config/tables", {}).value();
    for (auto const& one : answers->all()) {
      CAPTURE(one.service);
      CAPTURE(one.call);
      CAPTURE(one.native);
      if (!one.code.empty()) CHECK(codes.find(one.code).code == one.code);
      // A document that is out is not held because it cannot be taken back.
      bool const no = one.verdict == Verdict::too_late || one.verdict == Verdict::refused;
      if (one.call == "cancel" && no) CHECK(codes.find(one.code).action == "note");
      if (one.call == "state" && one.verdict == Verdict::taken) CHECK_FALSE(one.evidence.empty());
    }
    CHECK(answers->find("vipps", "state", "approved").evidence == "acknowledged_by_buyer");
    CHECK(answers->find("vipps", "add", "418").verdict == Verdict::unsure);
    CHECK(answers->find("nobody", "add", "200").verdict == Verdict::unsure);
  }

  TEST_CASE("an operator's row wins over the shipped one, and a bad one is named") {
    tests::TempDirectory const overlay;
    auto const file = overlay.path() / "operator_answers.tsv";
    std::string const head = "service\tcall\tnative\tverdict\tevidence\tcode\tfinal\tsource\n";
    std::ofstream{file} << head << "efaktura\tstate\tNEW\ttaken\thanded_over\t-\t-\ttest\n";
    auto const answers =
        config::OperatorAnswers::load(AIRUT_SOURCE "/config/tables", overlay.path());
    REQUIRE(answers);
    CHECK(answers->find("efaktura", "state", "NEW").verdict == Verdict::taken);
    std::ofstream{file} << head << "efaktura\tstate\tNEW\tperhaps\t-\t-\t-\ttest\n";
    auto const bad = config::OperatorAnswers::load(AIRUT_SOURCE "/config/tables", overlay.path());
    REQUIRE_FALSE(bad);
    CHECK(bad.error().find("operator_answers.tsv:2:") != std::string::npos);
    std::ofstream{file} << head << "efaktura\tadd\tX\trefused\t-\t-\t-\ttest\n";
    CHECK_FALSE(config::OperatorAnswers::load(AIRUT_SOURCE "/config/tables", overlay.path()));
  }

  TEST_CASE("the table of pairs has a row for every combination") {
    auto const codes = config::Codes::load(AIRUT_SOURCE "/config/tables", {}).value();
    using config::Half;
    CHECK(codes.pair_action(Half::refused, Half::accepted) == config::PairAction::present_anew);
    CHECK(codes.pair_action(Half::accepted, Half::refused) == config::PairAction::each_alone);
    tests::TempDirectory const overlay;
    std::ofstream{overlay.path() / "pair_outcomes.tsv"}
        << "claim\tpresentation\taction\nrefused\taccepted\teach_alone\n";
    auto const own = config::Codes::load(AIRUT_SOURCE "/config/tables", overlay.path()).value();
    CHECK(own.pair_action(Half::refused, Half::accepted) == config::PairAction::each_alone);
    std::ofstream{overlay.path() / "pair_outcomes.tsv"}
        << "claim\tpresentation\taction\nrefused\tmaybe\teach_alone\n";
    CHECK_FALSE(config::Codes::load(AIRUT_SOURCE "/config/tables", overlay.path()));
  }
}

TEST_SUITE("config/consumer channels") {
  TEST_CASE("eFaktura and Vipps are read, and what they need is asked for by name") {
    CHECK(complaints_of(vipps).find("vipps") == std::string::npos);
    CHECK(complaints_of(efaktura).find("token_url") == std::string::npos);
    auto const says = [](std::string const& channel, std::string_view words, bool portal = true) {
      return complaints_of(channel, portal).find(words) != std::string::npos;
    };
    CHECK(says(vipps, "they need a portal channel", false));
    CHECK(says(vipps + "format = \"pdf\"\n", "has a format of its own"));
    CHECK(says(vipps + "url = \"http://vipps.example\"\n", "url must begin with https://"));
    CHECK(says(vipps + "unknown = 1\n", "unknown"));
    CHECK(says("name = \"vipps\"\nkind = \"vipps\"\nclient_id = \"a\"\n", "client_secret"));
    CHECK(says(efaktura + "flow = \"both\"\n", "flow"));
    CHECK(says(efaktura + "service_provider = \"12\"\n", "nine digits"));
    CHECK(says("name = \"e\"\nkind = \"efaktura\"\nurl = \"https://e.example.no/\"\n",
               "either token_url or certificate"));
    CHECK(says(efaktura + "certificate = \"/dev/null\"\n", "go together"));
  }
}
