#include "channels/peppol/judge.hpp"

#include <doctest/doctest.h>

#include "formats/as4/signal.hpp"
#include "tests/support/peppol_keys.hpp"

using namespace airut;

namespace {

channels::Expected expected() {
  return {"m@h", {{"#a", "AAAA"}}, tests::peppol_keys().certificate("receiver")};
}

channels::HttpReply reply(int status, std::string body) {
  channels::HttpReply reply;
  reply.status = status;
  reply.body = std::move(body);
  reply.headers = {{"content-type", "application/soap+xml"}};
  return reply;
}

channels::HttpReply with_error(std::string_view code, std::string detail, std::string ref = "m@h",
                               std::string const& signer = "receiver") {
  as4::SignalHead const head{"s@h", {}, std::move(ref)};
  return reply(500, as4::write_error(head, as4::make_error(code, std::move(detail)),
                                     tests::peppol_keys().keys(signer)));
}

// The kind of outcome and its code.
std::string verdict(channels::HttpReply const& answer) {
  auto const outcome = channels::judge(answer, expected());
  constexpr std::array<std::string_view, 4> kinds{"handed over", "deferred", "refused", "unsure"};
  return std::string{kinds.at(outcome.index())} + " " + channels::trace_of(outcome).code;
}

}  // namespace

TEST_CASE("every ebMS error has its meaning") {
  CHECK(verdict(with_error("EBMS:0004", "PEPPOL:NOT_SERVICED")) == "refused as4.not_serviced");
  CHECK(verdict(with_error("EBMS:0004", "out of order")) == "refused as4.processing_rejected");
  CHECK(verdict(with_error("EBMS:0001", "")) == "refused as4.processing_rejected");
  CHECK(verdict(with_error("EBMS:0009", "")) == "refused as4.processing_rejected");
  CHECK(verdict(with_error("EBMS:0101", "")) == "refused as4.security_failed");
  CHECK(verdict(with_error("EBMS:0102", "")) == "refused as4.security_failed");
  CHECK(verdict(with_error("EBMS:0103", "")) == "refused as4.security_failed");
  CHECK(verdict(with_error("EBMS:0303", "")) == "refused as4.decompression_failed");
  CHECK(verdict(with_error("EBMS:0202", "")) == "deferred as4.delivery_failed");
  CHECK(verdict(with_error("EBMS:0005", "")) == "deferred as4.connection_failed");
  CHECK(verdict(with_error("EBMS:4001", "")) == "handed over ");
  CHECK(verdict(with_error("EBMS:4001", "", "")) == "handed over ");
}

TEST_CASE("an error about another message or by another signer says nothing about this one") {
  CHECK(verdict(with_error("EBMS:4001", "", "other@h")) == "unsure as4.invalid_receipt");
  CHECK(verdict(with_error("EBMS:4001", "", "m@h", "stranger")) == "unsure as4.invalid_receipt");
  CHECK(verdict(with_error("EBMS:0004", "", "m@h", "stranger")) == "unsure as4.invalid_receipt");
}

TEST_CASE("a receipt counts when all of it is right") {
  auto const by = [](std::string const& who, std::string digest, std::string ref) {
    xml::SignedPart part;
    part.uri = "#a";
    part.digest = std::move(digest);
    part.digest_method = "http://www.w3.org/2001/04/xmlenc#sha256";
    return verdict(reply(200, as4::write_receipt({"s@h", {}, std::move(ref)}, {part},
                                                 tests::peppol_keys().keys(who))));
  };
  CHECK(by("receiver", "AAAA", "m@h") == "handed over ");
  CHECK(by("receiver", "AAAB", "m@h") == "unsure as4.invalid_receipt");
  CHECK(by("stranger", "AAAA", "m@h") == "unsure as4.invalid_receipt");
  CHECK(by("receiver", "AAAA", "n@h") == "unsure as4.invalid_receipt");
}

TEST_CASE("an answer without a signal is judged by what may have been taken") {
  channels::HttpReply none;
  CHECK(verdict(none) == "deferred as4.connection_failed");
  none.may_have_arrived = true;
  CHECK(verdict(none) == "unsure as4.no_receipt");
  CHECK(verdict(reply(200, "")) == "unsure as4.no_receipt");
  CHECK(verdict(reply(202, "<html/>")) == "unsure as4.no_receipt");
  CHECK(verdict(reply(502, "<html/>")) == "unsure as4.no_receipt");
  CHECK(verdict(reply(500, "")) == "unsure as4.no_receipt");
  CHECK(verdict(reply(503, "")) == "deferred as4.connection_failed");
  CHECK(verdict(reply(404, "")) == "deferred as4.connection_failed");
  CHECK(verdict(reply(429, "")) == "deferred as4.connection_failed");
}
