#include <random>

#include <doctest/doctest.h>

#include "formats/finvoice/read.hpp"
#include "formats/finvoice_frame/stream.hpp"
#include "formats/xml/document.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
namespace ff = finvoice_frame;

namespace {

ff::Frame sample_frame(std::string id = "dlv_01m8bz45ype0288rmgsqkpgbcd") {
  ff::Frame frame;
  frame.from = {"003726174164", "DABAFIHH"};
  frame.to = {"FI2112345600000785", "NDEAFIHH"};
  frame.message_id = std::move(id);
  frame.timestamp = "2026-04-29T08:00:12.156Z";
  frame.content = "Finvoice";
  frame.version = "3.0";
  return frame;
}

std::string envelope(ff::Frame const& frame) {
  return ff::write_frame(frame, xml::Encoding::iso_8859_15).value();
}

// Gives the bytes in pieces of the lengths that `next` says.
template <class Next>
documents::Splitter::Source in_pieces(std::string_view bytes, Next next) {
  return [bytes, next](char* to, std::size_t most) mutable {
    auto const taken = bytes.copy(to, std::min<std::size_t>(most, next()));
    bytes.remove_prefix(taken);
    return taken;
  };
}

std::vector<ff::Message> messages(documents::Splitter::Source source) {
  ff::Stream stream{std::move(source), 1 << 20};
  std::vector<ff::Message> found;
  for (auto next = stream.next(); next && *next; next = stream.next()) found.push_back(**next);
  return found;
}

std::vector<ff::Message> messages(std::string_view bytes) {
  return messages(in_pieces(bytes, [] { return std::size_t{1} << 16; }));
}

std::string invoice(std::string_view encoding, std::string_view name) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"{}\"?>\n<Finvoice Version=\"3.0\"><N>{}</N></Finvoice>\n",
      encoding, name);
}

std::string name_in(ff::Message const& message) {
  auto const parsed = xml::Document::parse(ff::readable(message.bytes));
  return parsed ? parsed->root().text_of("N") : parsed.error().front().detail;
}

}  // namespace

TEST_SUITE("formats/finvoice_frame") {
  TEST_CASE("a frame that is written is read as it was") {
    auto frame = sample_frame();
    frame.ref_message_id = "1297326762_3";
    auto const read = ff::read_frame(envelope(frame), "");
    REQUIRE(read);
    CHECK(*read == frame);
  }

  TEST_CASE("the same frame gives the same bytes") {
    CHECK(envelope(sample_frame()) == envelope(sample_frame()));
  }

  TEST_CASE("a frame has a tag a line and no declaration of its own") {
    auto const text = envelope(sample_frame());
    CHECK(text.starts_with("<SOAP-ENV:Envelope "));
    CHECK(text.ends_with("</SOAP-ENV:Envelope>\n"));
    CHECK(text.find("<eb:schema ") != text.npos);
    CHECK(text.find("><") == text.find("></"));  // only empty elements end on their line
  }

  TEST_CASE("a frame without an intermediary is refused, never guessed") {
    auto frame = sample_frame();
    frame.to.intermediary.clear();
    auto const written = ff::write_frame(frame, xml::Encoding::utf8);
    REQUIRE(!written);
    CHECK(written.error().fault == model::Fault::missing);
  }

  TEST_CASE("an address or message id that is too long is refused, never cut") {
    auto frame = sample_frame();
    frame.to.address = std::string(36, '1');
    CHECK(ff::write_frame(frame, xml::Encoding::utf8).error().fault == model::Fault::out_of_range);
    frame = sample_frame(std::string(62, 'x'));
    CHECK(ff::write_frame(frame, xml::Encoding::utf8).error().fault == model::Fault::out_of_range);
  }

  TEST_CASE("the frames of others are read: eb:Schema, comments, tabs, no conversation") {
    if (!tests::has_shared("data/finvoice/instances")) return;
    auto const text = tests::slurp(tests::shared("data/finvoice/instances/soap_frame.xml"));
    auto const read = ff::read_frame(text, "");
    REQUIRE(read);
    CHECK(read->from == ff::Place{"FI9956789012345678", "OKOYFIHH"});
    CHECK(read->to == ff::Place{"PROPOSAL", "OKOYFIHH"});
    CHECK(read->message_id == "RP_20120831/1");
    CHECK(read->content == "ReceiverProposal");
    CHECK(read->version == "2.0");
  }

  TEST_CASE("a real framed file gives its frame and an invoice that is read") {
    if (!tests::has_shared("data/finvoice/instances")) return;
    auto const bytes = tests::slurp(tests::shared("data/finvoice/instances/gobl_soap-framed.xml"));
    auto const found = messages(bytes);
    REQUIRE(found.size() == 1);
    REQUIRE(found.front().frame);
    CHECK(found.front().frame->message_id == "MSG-2026-77");
    CHECK(found.front().content == ff::Content::invoice);
    auto const parsed = xml::Document::parse(found.front().bytes);
    REQUIRE(parsed);
    auto const read = finvoice::read(parsed->root());
    REQUIRE(read);
    CHECK(read->invoice.number == "2026-77");
  }

  TEST_CASE("many messages in a row are told apart, each with its own frame") {
    std::string file;
    for (int i = 0; i < 50; ++i) {
      file += envelope(sample_frame(fmt::format("id-{}", i))) + invoice("ISO-8859-15", "x");
      if (i % 7 == 0) file += "<Finvoiceack Version=\"2.0\"/>\n";
    }
    auto const found = messages(file);
    REQUIRE(found.size() == 58);
    int framed = 0;
    for (auto const& one : found) {
      if (one.content == ff::Content::acknowledgement) CHECK(!one.frame);
      if (one.frame) CHECK(one.frame->message_id == fmt::format("id-{}", framed++));
    }
    CHECK(framed == 50);
  }

  TEST_CASE("every encoding is read: declared, UTF-8, byte order mark, none declared") {
    struct Case {
      std::string bytes, name;
    };
    std::vector<Case> const cases{
        {invoice("ISO-8859-15", "\xA4 \xE4"), "€ ä"},
        {invoice("ISO-8859-1", "\xA4 \xE4"), "¤ ä"},
        {invoice("windows-1252", "\x80 \xE4"), "€ ä"},
        {invoice("UTF-8", "€ ä"), "€ ä"},
        {"\xEF\xBB\xBF" + invoice("UTF-8", "€ ä"), "€ ä"},
        {"<Finvoice><N>€ ä</N></Finvoice>", "€ ä"},
        {"\xEF\xBB\xBF<Finvoice><N>€ ä</N></Finvoice>", "€ ä"},
        {"<Finvoice><N>\xA4 \xE4</N></Finvoice>", "€ ä"},
    };
    for (auto const& one : cases) {
      for (auto const* before : {"", "framed"}) {
        auto const found = messages((*before ? envelope(sample_frame()) : "") + one.bytes);
        REQUIRE(found.size() == 1);
        CHECK(found.front().content == ff::Content::invoice);
        CHECK(found.front().frame.has_value() == (*before != 0));
        CHECK(name_in(found.front()) == one.name);
      }
    }
  }

  TEST_CASE("an envelope without its message is told, not passed over") {
    auto const found = messages(envelope(sample_frame("one")) + envelope(sample_frame("two")) +
                                invoice("UTF-8", "x") + envelope(sample_frame("three")));
    REQUIRE(found.size() == 3);
    CHECK(found.at(0).content == ff::Content::frame_alone);
    CHECK(found.at(0).frame->message_id == "one");
    CHECK(found.at(1).content == ff::Content::invoice);
    CHECK(found.at(1).frame->message_id == "two");
    CHECK(found.at(2).content == ff::Content::frame_alone);
  }

  TEST_CASE("a broken envelope leaves its message readable and says what is wrong") {
    auto const found =
        messages("<SOAP-ENV:Envelope><oops></SOAP-ENV:Envelope>\n" + invoice("UTF-8", "x"));
    REQUIRE(found.size() == 1);
    CHECK(!found.front().frame);
    CHECK(!found.front().frame_problem.empty());
    CHECK(name_in(found.front()) == "x");
  }

  TEST_CASE("what is no XML is one unknown message") {
    auto const found = messages("%PDF-1.7 nothing here");
    REQUIRE(found.size() == 1);
    CHECK(found.front().content == ff::Content::unknown);
  }

  TEST_CASE("a message without an end is refused by its size") {
    std::string const endless = "<Finvoice>" + std::string(4096, 'x');
    ff::Stream stream{in_pieces(endless, [] { return std::size_t{100}; }), 1000};
    auto const next = stream.next();
    REQUIRE(!next);
    CHECK(next.error().front().code == "document-too-large");
  }

  TEST_CASE("property: the messages are the same however the stream comes") {
    std::mt19937 random{2026};
    for (int round = 0; round < 200; ++round) {
      std::string file = random() % 5 == 0 ? "\xEF\xBB\xBF" : "";
      auto const count = random() % 6;
      for (std::uint32_t i = 0; i < count; ++i) {
        if (random() % 3 != 0) file += envelope(sample_frame(fmt::format("id-{}-{}", round, i)));
        if (random() % 8 == 0) continue;
        file += invoice(random() % 2 ? "UTF-8" : "ISO-8859-15", std::string(random() % 90, 'n'));
        file += std::string(random() % 3, '\n');
      }
      auto const whole = messages(file);
      auto const pieces = messages(in_pieces(file, [&random] { return 1 + random() % 40; }));
      REQUIRE(whole.size() == pieces.size());
      for (std::size_t i = 0; i < whole.size(); ++i) {
        CHECK(whole[i].bytes == pieces[i].bytes);
        CHECK(whole[i].envelope == pieces[i].envelope);
        CHECK(whole[i].frame == pieces[i].frame);
        CHECK(whole[i].line == pieces[i].line);
      }
    }
  }
}
