#include "channels/peppol/discovery.hpp"

#include <doctest/doctest.h>

#include "tests/support/peppol_network.hpp"
#include "tests/support/real_now.hpp"

using namespace airut;
using tests::real_now;

namespace {

channels::PeppolQuestion question(std::string value, std::string type = tests::billing_invoice) {
  return {{std::move(value)}, {std::move(type)}, {tests::billing_process}};
}

std::string answer(channels::Discovery& discovery, channels::PeppolQuestion const& asked) {
  auto const found = discovery.find(asked);
  return found ? found->url : found.error().trace.code;
}

}  // namespace

TEST_CASE("a registered recipient's access point is found, and remembered for a while") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter("0192:991825827");
  auto now = real_now();
  channels::Discovery discovery{network.settings(), [&now] { return now; }};
  auto const found = discovery.find(question("0192:991825827"));
  REQUIRE(found);
  CHECK(found->url.ends_with("/as4"));
  CHECK(found->certificate == tests::peppol_keys().certificate("receiver"));
  auto const asked = network.register_questions();
  CHECK(discovery.find(question("0192:991825827")));
  CHECK(network.register_questions() == asked);
  now += network.settings().cache_time;
  CHECK(discovery.find(question("0192:991825827")));
  CHECK(network.register_questions() > asked);
}

TEST_CASE("an outage, an absent recipient and an absent document type are three things") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  auto now = real_now();
  auto settings = network.settings();
  settings.recheck = std::chrono::seconds{600};
  channels::Discovery discovery{settings, [&now] { return now; }};
  network.enter("0192:000000001", R"("dns":"servfail")");
  network.enter("0192:000000002", R"("smp":"http500")");
  network.enter("0192:000000003", R"("types":["urn:a::Order##x::2.1"])");
  network.enter("0192:000000004", R"("smp":"gone")");
  network.enter("0192:000000005", R"("process":"urn:other")");
  network.enter("0192:000000006", R"("smp":"expired")");
  CHECK(answer(discovery, question("0192:000000001")) == "peppol.smp_unavailable");
  CHECK(answer(discovery, question("0192:000000002")) == "peppol.smp_unavailable");
  CHECK(answer(discovery, question("0192:000000003")) == "peppol.document_type_not_supported");
  CHECK(answer(discovery, question("0192:000000005")) == "peppol.document_type_not_supported");
  CHECK(answer(discovery, question("0192:000000006")) == "peppol.document_type_not_supported");
  for (std::string const value : {"0192:000000004", "0192:000000009"}) {
    CAPTURE(value);
    auto const first = discovery.find(question(value));
    CHECK(first.error().trace.code == "peppol.participant_not_registered");
    CHECK_FALSE(first.error().final);  // believed the second time
    now += std::chrono::seconds{599};
    CHECK_FALSE(discovery.find(question(value)).error().final);
    now += std::chrono::seconds{1};
    CHECK(discovery.find(question(value)).error().final);
  }
}

TEST_CASE("a silent name server is an outage") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter("0192:000000001", R"("dns":"silent")");
  channels::Discovery discovery{network.settings(), real_now};
  CHECK(answer(discovery, question("0192:000000001")) == "peppol.smp_unavailable");
}

TEST_CASE("a register entry that cannot be trusted is not followed") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  channels::Discovery discovery{network.settings(), real_now};
  int number = 100;
  auto const with = [&](std::string const& smp) {
    auto const value = "0192:000000" + std::to_string(++number);
    network.enter(value, "\"smp\":\"" + smp + "\"");
    return answer(discovery, question(value));
  };
  CHECK(with("broken_signature") == "peppol.smp_certificate_invalid");
  CHECK(with("untrusted") == "peppol.smp_certificate_invalid");
  CHECK(with("other_participant") == "peppol.smp_certificate_invalid");
  CHECK(with("sha1") == "peppol.smp_certificate_invalid");
  CHECK(with("sha1_digest") == "peppol.smp_certificate_invalid");
  CHECK(with("redirect").ends_with("/as4"));
  CHECK(with("redirect_wrong") == "peppol.smp_certificate_invalid");
  CHECK(with("redirect_loop") == "peppol.smp_certificate_invalid");
  // No entry was read: the register may answer whole the next time.
  CHECK(with("half") == "peppol.smp_unavailable");
  CHECK(with("empty") == "peppol.smp_unavailable");
  CHECK(with("plain_http") == "peppol.receiver_certificate_invalid");
  CHECK(with("wrong_key") == "peppol.receiver_certificate_invalid");
}

TEST_CASE("registers that sign by SHA-1 are believed where the operator says so, and checked") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  auto settings = network.settings();
  settings.takes_sha1_registers = true;
  channels::Discovery discovery{settings, real_now};
  network.enter("0192:000000201", R"("smp":"sha1")");
  network.enter("0192:000000202", R"("smp":"sha1_digest")");
  network.enter("0192:000000203", R"("smp":"untrusted")");
  network.enter("0192:000000204", R"("smp":"broken_signature")");
  CHECK(answer(discovery, question("0192:000000201")).ends_with("/as4"));
  CHECK(answer(discovery, question("0192:000000202")).ends_with("/as4"));
  CHECK(answer(discovery, question("0192:000000203")) == "peppol.smp_certificate_invalid");
  CHECK(answer(discovery, question("0192:000000204")) == "peppol.smp_certificate_invalid");
}

TEST_CASE("a wildcard type is found under the longest pattern that takes it") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  channels::Discovery discovery{network.settings(), real_now};
  network.enter("0192:000000001", R"("types":["urn:n::Invoice##urn:pint:billing-1*::2.1"])");
  auto asked = question("0192:000000001", "urn:n::Invoice##urn:pint:billing-1@eu-1::2.1");
  CHECK(answer(discovery, asked) == "peppol.document_type_not_supported");
  asked.document_type.scheme = sbdh::wildcard_scheme;
  CHECK(answer(discovery, asked).ends_with("/as4"));
  asked.document_type.value = "urn:n::Invoice##urn:pint:other-1@eu-1::2.1";
  CHECK(answer(discovery, asked) == "peppol.document_type_not_supported");
}

TEST_CASE("bad news is remembered too, but not outages") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  channels::Discovery discovery{network.settings(), real_now};
  network.enter("0192:000000001", R"("types":["urn:a::Order##x::2.1"])");
  CHECK(answer(discovery, question("0192:000000001")) == "peppol.document_type_not_supported");
  network.enter("0192:000000001");
  CHECK(answer(discovery, question("0192:000000001")) == "peppol.document_type_not_supported");
  discovery.forget({"0192:000000001"});
  CHECK(answer(discovery, question("0192:000000001")).ends_with("/as4"));
  network.enter("0192:000000002", R"("smp":"http500")");
  CHECK(answer(discovery, question("0192:000000002")) == "peppol.smp_unavailable");
  network.enter("0192:000000002");
  CHECK(answer(discovery, question("0192:000000002")).ends_with("/as4"));
}
