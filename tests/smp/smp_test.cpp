#include <regex>

#include <doctest/doctest.h>

#include "formats/model/percent.hpp"
#include "formats/smp/address.hpp"
#include "formats/smp/metadata.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

// A real entry as it was signed: the first file was indented by whoever kept it.
std::string real_entry(int number) {
  auto const bytes = tests::slurp(
      tests::shared("data/peppol/smp/signed-service-metadata" + std::to_string(number) + ".xml"));
  static std::regex const indentation{">\\s+<"};
  return std::regex_replace(bytes, indentation, "><");
}

}  // namespace

TEST_CASE("a participant's name in the SML is that of the network's test vectors") {
  std::string const zone = "participant.sml.prod.tech.peppol.org";
  auto const label = [&](std::string const& value) {
    auto const name = smp::sml_name({value}, zone);
    CHECK(name.ends_with(".iso6523-actorid-upis." + zone));
    return name.substr(0, name.find('.'));
  };
  CHECK(label("9915:test") == "eh5boavaktmbgzyh2a63dz4qov33fvp5nsdvqklucfraayoodw6a");
  CHECK(label("0088:123ABC") == "y7dzfxaf3d4cjz4kcgrxtec6twvcga4ky7zwa5boif6mswd4tdrq");
  CHECK(label("0088:123abc") == label("0088:123ABC"));
  CHECK(label("0010:5798000000001") == "xukhfqabqziki3ykvr2fhr4snfa3pf5vpq6k4tonv3lmvsy5arvq");
}

TEST_CASE("the address in a U-NAPTR record is read, another pattern is not") {
  CHECK(smp::naptr_address("!.*!https://smp.example/x/!") == "https://smp.example/x");
  CHECK(smp::naptr_address("!^.*$!http://smp.example!") == "http://smp.example");
  CHECK(smp::naptr_address("/.*/https:x/") == std::nullopt);
  for (auto const text : {"", "!", "!.*!", "!.*!https://x", "!a!https://x!", "!.*!ftp://x!"}) {
    CHECK(smp::naptr_address(text) == std::nullopt);
  }
}

TEST_CASE("register addresses are percent-encoded and read back") {
  sbdh::DocumentType const type{"urn:a::B##c::2.1"};
  CHECK(smp::metadata_url("https://smp.example/", {"0192:1"}, type) ==
        "https://smp.example/iso6523-actorid-upis%3A%3A0192%3A1/services/"
        "busdox-docid-qns%3A%3Aurn%3Aa%3A%3AB%23%23c%3A%3A2.1");
  CHECK(model::percent_decoded(model::percent_encoded("a::b##c%\xC3\xA4")) == "a::b##c%\xC3\xA4");
  CHECK(model::percent_decoded("%zz%4") == "%zz%4");
}

TEST_CASE("a wildcard type is looked for by ever shorter patterns, another only as it is") {
  sbdh::DocumentType pint{"urn:n::Invoice##urn:peppol:pint:billing-1@eu-1@no-2::2.1"};
  CHECK(smp::entries_for(pint).size() == 1);
  pint.scheme = sbdh::wildcard_scheme;
  auto const entries = smp::entries_for(pint);
  REQUIRE(entries.size() == 4);
  CHECK(entries[0] == pint);
  CHECK(entries[1].value == "urn:n::Invoice##urn:peppol:pint:billing-1@eu-1@no-2*::2.1");
  CHECK(entries[2].value == "urn:n::Invoice##urn:peppol:pint:billing-1@eu-1*::2.1");
  CHECK(entries[3].value == "urn:n::Invoice##urn:peppol:pint:billing-1*::2.1");
}

TEST_CASE("real signed register entries verify, and a changed one does not") {
  if (!tests::has_shared("data/peppol/smp")) return;
  for (int const number : {1, 2}) {
    CAPTURE(number);
    auto bytes = real_entry(number);
    auto const read = smp::read_metadata(bytes, true);
    REQUIRE(read);
    CHECK(!read->participant.value.empty());
    CHECK(read->participant.scheme == sbdh::participant_scheme);
    CHECK(!read->processes.empty());
    CHECK(read->signer.issuer().find("SERVICE METADATA PUBLISHER") != std::string::npos);
    auto const at = bytes.find("https://", bytes.find("Address"));
    REQUIRE(at != std::string::npos);
    bytes.replace(at, 9, "https://x");
    CHECK(!smp::read_metadata(bytes, true));
  }
}

TEST_CASE("an entry that is signed with SHA-1 is refused, and told so") {
  if (!tests::has_shared("data/peppol/smp")) return;
  for (int const number : {1, 2}) {
    CAPTURE(number);
    auto const read = smp::read_metadata(real_entry(number));
    REQUIRE(!read);
    CHECK(read.error().text.find("SHA-1") != std::string::npos);
    CHECK_FALSE(read.error().is_cut);
  }
}

TEST_CASE("an entry whose signed part was moved into another is refused") {
  if (!tests::has_shared("data/peppol/smp")) return;
  auto const bytes = real_entry(1);
  auto const root = bytes.find("<SignedServiceMetadata");
  auto const wrapped =
      "<SignedServiceMetadata xmlns=\"http://busdox.org/serviceMetadata/publishing/1.0/\">"
      "<ServiceMetadata/>" +
      bytes.substr(root) + "</SignedServiceMetadata>";
  CHECK(!smp::read_metadata(wrapped, true));
}

TEST_CASE("the endpoint is of the process, by AS4, and active") {
  auto const moment = [](std::string_view text) { return model::parse_instant(text); };
  if (!tests::has_shared("data/peppol/smp")) return;
  auto metadata = *smp::read_metadata(real_entry(1), true);
  auto const process = metadata.processes.front().id;
  auto const at = [&](std::string_view text) {
    auto const found = smp::endpoint_for(metadata, process, *moment(text));
    return found ? found->address : found.error();
  };
  CHECK(at("2020-01-01T00:00:00Z").find("peppol-transport-as4") != std::string::npos);
  metadata.processes.front().endpoints.front().transport_profile = smp::as4_profile;
  CHECK(at("2020-01-01T00:00:00Z").starts_with("https://"));
  CHECK(at("2016-01-01T00:00:00Z").find("active") != std::string::npos);
  CHECK(at("2026-11-02T00:00:00Z").find("active") != std::string::npos);
  CHECK(!smp::endpoint_for(metadata, {"urn:other"}, *moment("2020-01-01T00:00:00Z")));
}

TEST_CASE("a group names the document types that a participant takes") {
  auto const group = smp::read_group(
      "<ServiceGroup xmlns=\"http://busdox.org/serviceMetadata/publishing/1.0/\" "
      "xmlns:i=\"http://busdox.org/transport/identifiers/1.0/\">"
      "<i:ParticipantIdentifier scheme=\"iso6523-actorid-upis\">0192:1</i:ParticipantIdentifier>"
      "<ServiceMetadataReferenceCollection>"
      "<ServiceMetadataReference href=\"http://s/iso6523-actorid-upis%3A%3A0192%3A1/services/"
      "busdox-docid-qns%3A%3Aurn%3Aa%3A%3AB%23%23c%3A%3A2.1\"/>"
      "<ServiceMetadataReference href=\"http://s/nothing\"/>"
      "</ServiceMetadataReferenceCollection></ServiceGroup>");
  REQUIRE(group);
  CHECK(group->participant.value == "0192:1");
  REQUIRE(group->document_types.size() == 1);
  CHECK(group->document_types.front() == sbdh::DocumentType{"urn:a::B##c::2.1"});
  CHECK(!smp::read_group("<ServiceGroup/>"));
}
