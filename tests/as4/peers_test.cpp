#include <doctest/doctest.h>

#include "formats/as4/message.hpp"
#include "formats/gzip/gzip.hpp"
#include "tests/support/peppol_keys.hpp"

// Independent stacks open what we seal: Apache Santuario on the JDK, and lxml with
// python3-cryptography. Both lie beside the project in ../shared/peers.

using namespace airut;

namespace {

// A message on the disk as it is on the wire, with its Content-Type before it.
std::string written_message(std::filesystem::path const& folder) {
  auto const& keys = tests::peppol_keys();
  auto const payload = tests::slurp(tests::shared("data/peppol/as4/payload.xml"));
  auto const sealed = as4::seal(tests::sample_message(), gzip::compress(payload),
                                keys.keys("sender"), keys.certificate("receiver"))
                          .value();
  auto const file = folder / "message.mime";
  std::ofstream{file, std::ios::binary} << "Content-Type: " << sealed.wire.content_type
                                        << "\r\n\r\n"
                                        << sealed.wire.body;
  return file.string();
}

}  // namespace

TEST_CASE("Apache Santuario opens what we seal") {
  if (!tests::has_shared("peers/SantuarioCheck.java") || !tests::has_shared("data/peppol/as4"))
    return;
  if (!tests::has_program("javac") || !std::filesystem::exists("/usr/share/java/xmlsec.jar")) {
    MESSAGE("skipped: a JDK and libxml-security-java are not here");
    return;
  }
  tests::TempDirectory folder;
  auto const log = folder.path() / "log";
  std::string const jars =
      folder.path().string() +
      ":/usr/share/java/xmlsec.jar:/usr/share/java/slf4j-api.jar:/usr/share/java/commons-codec.jar"
      ":/usr/share/java/stax2-api.jar:/usr/share/java/woodstox-core.jar";
  auto const source = tests::shared("peers/SantuarioCheck.java").string();
  REQUIRE(tests::run({"javac", "-cp", jars, "-d", folder.path().string(), source}, log) == 0);
  auto const& keys = tests::peppol_keys();
  auto const store = (folder.path() / "receiver.p12").string();
  REQUIRE(tests::run({"openssl", "pkcs12", "-export", "-inkey", keys.file("receiver.key"), "-in",
                      keys.file("receiver.pem"), "-out", store, "-passout", "pass:test"},
                     log) == 0);
  auto const out = (folder.path() / "payload").string();
  auto const status =
      tests::run({"java", "-cp", jars, "SantuarioCheck", written_message(folder.path()), store,
                  keys.file("ap-ca.pem"), out},
                 log);
  INFO(tests::slurp(log));
  CHECK(status == 0);
  CHECK(tests::slurp(out) == tests::slurp(tests::shared("data/peppol/as4/payload.xml")));
}

TEST_CASE("lxml and cryptography open what we seal") {
  if (!tests::has_shared("peers/pyopen.py") || !tests::has_shared("data/peppol/as4")) return;
  tests::TempDirectory folder;
  auto const log = folder.path() / "log";
  std::string const python = "/usr/bin/python3";
  if (tests::run({python, "-c", "import lxml, cryptography"}, log) != 0) {
    MESSAGE("skipped: python3-lxml and python3-cryptography are not here");
    return;
  }
  auto const out = (folder.path() / "payload").string();
  auto const status =
      tests::run({python, tests::shared("peers/pyopen.py").string(), written_message(folder.path()),
                  tests::peppol_keys().file("receiver.key"), out},
                 log);
  INFO(tests::slurp(log));
  CHECK(status == 0);
  CHECK(tests::slurp(out) == tests::slurp(tests::shared("data/peppol/as4/payload.xml")));
}
