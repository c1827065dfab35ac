// The Debian package: what it holds, what systemd says of its unit, and that it comes and goes.

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

std::string slurped(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

struct Ran {
  int status = 0;
  std::string output;
};

Ran ran(Words const& command) {
  tests::TempDirectory folder;
  auto const file = folder.path() / "output";
  auto const status = tests::run(command, file);
  return {status, slurped(file)};
}

// The package as cpack makes it of this build, and what is in it, once for all cases.
struct Package {
  Package() {
    made = ran(
        {AIRUT_CPACK, "--config", AIRUT_BUILD "/CPackConfig.cmake", "-B", folder.path().string()});
    for (auto const& entry : fs::directory_iterator{folder.path()})
      if (entry.path().extension() == ".deb") deb = entry.path();
    if (!deb.empty()) ran({"dpkg-deb", "-x", deb.string(), root().string()});
  }
  fs::path root() const { return folder.path() / "root"; }

  tests::TempDirectory folder;
  fs::path deb;
  Ran made;
};

Package const& package() {
  static Package const one;
  return one;
}

bool has(std::string const& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string replaced(std::string text, std::string_view what, std::string const& with) {
  auto const at = text.find(what);
  REQUIRE(at != text.npos);
  return text.replace(at, what.size(), with);
}

// What bash offers after these words, "" being the one begun.
std::string completed(Words const& words) {
  std::string script = "source " AIRUT_BUILD "/gateway/package/airut; COMP_WORDS=(";
  for (auto const& word : words) script += fmt::format("'{}' ", word);
  script += fmt::format("); COMP_CWORD={}; _airut; echo \" ${{COMPREPLY[*]}} \"", words.size() - 1);
  return ran({"bash", "-c", script}).output;
}

// The keys that the readers of airut.toml ask for.
std::set<std::string> keys_of_configuration() {
  static std::regex const asked{
      R"re((?:take|take_needed|take_word|take_seconds|secret|read_times|read_day|take_price|table|tables)\((?:in, |one, |at, )?"([a-z_0-9]+)")re"};
  std::set<std::string> keys;
  for (auto const& entry : fs::directory_iterator{AIRUT_SOURCE "/config"}) {
    auto const name = entry.path().filename().string();
    if (name != "load.cpp" && !name.starts_with("read_")) continue;
    auto const text = slurped(entry.path());
    for (std::sregex_iterator at{text.begin(), text.end(), asked}, end; at != end; ++at)
      keys.insert((*at)[1]);
  }
  return keys;
}

// Links of the pages below the folder that lead nowhere there.
std::vector<std::string> dead_links(fs::path const& docs) {
  static std::regex const link{R"re(\]\(([^)#:]+)(?:#[^)]*)?\))re"};
  std::vector<std::string> dead;
  for (auto const& entry : fs::recursive_directory_iterator{docs}) {
    if (entry.path().extension() != ".md") continue;
    auto const text = slurped(entry.path());
    for (std::sregex_iterator at{text.begin(), text.end(), link}, end; at != end; ++at) {
      if (!fs::exists(entry.path().parent_path() / (*at)[1].str()))
        dead.push_back(fs::relative(entry.path(), docs).string() + " -> " + (*at)[1].str());
    }
  }
  return dead;
}

// The script after an update of a machine whose daemon runs, where the new program ends its check
// of the configuration so. Programs of the same names stand in for those of the machine, and note
// what every user of it could see: the arguments.
struct Updated {
  Ran script;
  std::string arguments;
};

Updated updated(int check) {
  tests::TempDirectory folder;
  auto const home = folder.path().string();
  auto const stand_in = [&](std::string const& name, std::string const& lines) {
    std::ofstream{folder.path() / name} << "#!/bin/sh\n" << lines << '\n';
    fs::permissions(folder.path() / name, fs::perms::owner_all);
  };
  auto const noted = fmt::format("echo \"$0 $*\" >>{}/arguments; ", home);
  stand_in("systemd-sysusers", "");
  stand_in("systemctl", "[ \"$1\" != show ] || echo 4711");
  stand_in("deb-systemd-invoke", "echo restarted >&2");
  stand_in("env", noted + "exec /usr/bin/env \"$@\"");
  stand_in("setpriv", noted + "while [ \"$1\" != airut ]; do shift; done; exec \"$@\"");
  stand_in("airut", noted + fmt::format("echo \"checked with $WORD\" >&2; exit {}", check));
  auto const process = [&](std::string const& name, std::string_view text) {
    std::ofstream{folder.path() / name} << text;
  };
  using namespace std::string_view_literals;
  process("environ", fmt::format("WORD=A SECRET{0}PATH={1}:/usr/bin:/bin{0}", '\0', home));
  process("cmdline", "/usr/bin/airut\0serve\0--config\0/srv/our airut.toml\0"sv);
  process("status",
          "Name:\tairut\nUid:\t990\t990\t990\t990\nGid:\t991\t991\t991\t991\n"
          "FDSize:\t64\nGroups:\t991 992 \nVmPeak:\t1 kB\n");
  auto const script = replaced(
      replaced(slurped(AIRUT_SOURCE "/gateway/package/postinst"), "/run/systemd/system", home),
      "/proc/$pid", home);  // under which no process of this machine is meant
  std::ofstream{folder.path() / "postinst"} << script;
  Updated result;
  result.script = ran({"env", fmt::format("PATH={}:/usr/bin:/bin", home), "sh",
                       (folder.path() / "postinst").string(), "configure", "1.0"});
  result.arguments = slurped(folder.path() / "arguments");
  return result;
}

}  // namespace

TEST_SUITE("package") {
  TEST_CASE("the package holds program, unit, user, manual, completion, tables and an example") {
    REQUIRE_MESSAGE(package().made.status == 0, package().made.output);
    REQUIRE(!package().deb.empty());
    for (auto const* path :
         {"usr/bin/airut", "usr/lib/systemd/system/airut.service", "usr/lib/sysusers.d/airut.conf",
          "usr/share/man/man1/airut.1.gz", "usr/share/man/man5/airut.toml.5.gz",
          "usr/share/bash-completion/completions/airut",
          "usr/share/airut/tables/interest_rates.tsv",
          "usr/share/airut/tables/templates/invoice.toml", "etc/airut/airut.toml",
          "usr/share/doc/airut/copyright", "usr/share/doc/airut/channels/peppol/GUIDE.md",
          "usr/share/doc/airut/gateway/package/GUIDE.md"}) {
      CAPTURE(path);
      CHECK(fs::exists(package().root() / path));
    }
    auto const control = ran({"dpkg-deb", "-f", package().deb.string()}).output;
    CHECK(has(control, "Package: airut"));
    CHECK(has(control, "libsqlite3-0"));  // found by dpkg-shlibdeps
    CHECK(has(control, "fonts-dejavu-core"));
    CHECK_FALSE(has(control, "libgcc-12-dev"));
    CHECK(has(ran({"dpkg-deb", "-I", package().deb.string(), "conffiles"}).output,
              "/etc/airut/airut.toml"));
  }

  TEST_CASE("the installed configuration is good as it stands") {
    auto const checked = ran({(package().root() / "usr/bin/airut").string(), "config", "check",
                              "-c", (package().root() / "etc/airut/airut.toml").string()});
    CHECK_MESSAGE(checked.status == 0, checked.output);
  }

  TEST_CASE("systemd finds no fault in the unit and no more than 1.5 of exposure") {
    if (!tests::has_program("systemd-analyze")) {
      MESSAGE("skipped: there is no systemd-analyze");
      return;
    }
    auto const unit = (package().root() / "usr/lib/systemd/system/airut.service").string();
    // Where it will be installed there is no program yet: the same unit with the one of the
    // package.
    tests::TempDirectory folder;
    auto const here = folder.path() / "airut.service";
    std::ofstream{here} << replaced(slurped(unit), "ExecStart=/usr/bin/airut",
                                    "ExecStart=" + (package().root() / "usr/bin/airut").string());
    auto const verified = ran({"systemd-analyze", "verify", "--man=no", here.string()});
    CHECK_MESSAGE(verified.status == 0, verified.output);
    auto const judged =
        ran({"systemd-analyze", "security", "--offline=true", "--threshold=15", unit});
    CHECK_MESSAGE(judged.status == 0, judged.output);
    CHECK(has(judged.output, "Overall exposure level"));
    auto const level = judged.output.find("Overall exposure level");
    MESSAGE(judged.output.substr(level, judged.output.find('\n', level) - level));
  }

  TEST_CASE("a start that fails for ever comes to its end, and a bad configuration at once") {
    auto const unit = slurped(AIRUT_SOURCE "/gateway/package/airut.service");
    auto const value = [&](std::string const& key) {
      auto const at = unit.find("\n" + key + "=");
      REQUIRE(at != unit.npos);
      return unit.substr(at + key.size() + 2, unit.find('\n', at + 1) - at - key.size() - 2);
    };
    CHECK(value("RestartPreventExitStatus") == "2 78");
    REQUIRE(value("StartLimitIntervalSec") == "1h");
    // As many starts must fit into the interval, or the limit is never met.
    CHECK(std::stoi(value("RestartSec")) * std::stoi(value("StartLimitBurst")) < 3600);
    // Long enough for a database that is restarted or moved.
    CHECK(std::stoi(value("RestartSec")) * std::stoi(value("StartLimitBurst")) >= 600);
    // 30 s for requests, 300 s of mail's own patience, and the last commits.
    CHECK(std::stoi(value("TimeoutStopSec")) >= 30 + 300 + 5);
  }

  TEST_CASE("the manual pages are set without a warning and name every command") {
    auto const commands = ran({AIRUT_BINARY, "commands"}).output;
    auto const pages = AIRUT_BUILD "/gateway/package";
    for (auto const* page : {"airut.1", "airut.toml.5"}) {
      auto const set =
          ran({"bash", "-c",
               fmt::format("zcat {}/{}.gz | groff -man -ww -W break -Tutf8 2>&1 >/dev/null", pages,
                           page)});
      CHECK_MESSAGE(set.output.empty(), set.output);
    }
    auto const text =
        ran({"bash", "-c", fmt::format("zcat {}/airut.1.gz | tr -d '\\\\'", pages)}).output;
    std::istringstream lines{commands};
    int count = 0;
    for (std::string command; std::getline(lines, command); ++count) {
      CAPTURE(command);
      CHECK(has(text, ".SS airut " + command));
    }
    CHECK(count > 60);
  }

  TEST_CASE("airut.toml(5) says of every key of the configuration what it is") {
    auto const page = slurped(AIRUT_SOURCE "/gateway/package/airut.toml.5");
    auto const keys = keys_of_configuration();
    CHECK(keys.size() > 200);
    for (auto const& key : keys) {
      CAPTURE(key);
      auto const at = page.find("\n.B " + key + "\n");
      bool const in_a_table =
          std::regex_search(page, std::regex{"(tables?: |SS )[^\n]*\\b" + key + "\\b"});
      CHECK((at != page.npos || in_a_table));
      if (at != page.npos) CHECK(page[at + key.size() + 5] != '.');  // its explanation
    }
  }

  TEST_CASE("an update asks whether the configuration is good before the old daemon is stopped") {
    auto const good = updated(0);
    CHECK_MESSAGE(good.script.status == 0, good.script.output);
    CHECK(has(good.script.output, "checked with A SECRET\n"));
    CHECK(has(good.script.output, "restarted\n"));
    auto const bad = updated(78);
    CHECK(bad.script.status != 0);
    CHECK(has(bad.script.output, "the old one goes on taking invoices"));
    CHECK_FALSE(has(bad.script.output, "restarted"));
  }

  TEST_CASE("an update shows nobody the secrets of the daemon") {
    auto const arguments = updated(0).arguments;
    CAPTURE(arguments);
    CHECK(has(arguments, "airut config check"));
    CHECK_FALSE(has(arguments, "SECRET"));
  }

  TEST_CASE("an update checks the file that the daemon runs with, as its user") {
    auto const arguments = updated(0).arguments;
    CAPTURE(arguments);
    CHECK(has(arguments, "--reuid=990 --regid=991 --groups=991,992 airut config check"));
    CHECK(has(arguments, "config check --config /srv/our airut.toml\n"));
  }

  TEST_CASE("no link of an installed page leads nowhere") {
    REQUIRE(!package().deb.empty());
    for (auto const& one : dead_links(package().root() / "usr/share/doc/airut")) FAIL_CHECK(one);
  }

  TEST_CASE("bash completes commands, options and the words that an option takes") {
    CHECK(has(completed({"airut", "deli"}), " deliveries "));
    CHECK(has(completed({"airut", "deviations", "resol"}), " resolve "));
    CHECK(has(completed({"airut", "submit", "--js"}), " --json "));
    CHECK(has(completed({"airut", "convert", "--to", "fin"}), " finvoice-2.01 "));
    CHECK(completed({"airut", "convert", "invoice.jso"}) == "  \n");  // bash then offers files
  }

  TEST_CASE("the package comes, runs, is removed and purged, and the data stays") {
    auto const installed =
        ran({AIRUT_SOURCE "/tests/package/over_this_root.sh", package().deb.string()});
    if (installed.status == 77) {
      MESSAGE("skipped: no root here, or no overlay of it; tests/package/bare_root.sh does it");
      return;
    }
    CHECK_MESSAGE(installed.status == 0, installed.output);
  }
}
