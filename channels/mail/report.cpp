#include "channels/mail/report.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/MediaType.h>
#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>
#include <Poco/String.h>

namespace airut::channels {
namespace {

using Poco::Net::MediaType;
using Poco::Net::MessageHeader;
using Says = MailReport::Says;

constexpr std::size_t words_most = 2048;
constexpr int parts_most = 16;

std::string bare_address(std::string const& text) {
  auto const open = text.rfind('<'), close = text.rfind('>');
  auto const inner = open != std::string::npos && close != std::string::npos && open < close
                         ? text.substr(open + 1, close - open - 1)
                         : text;
  return Poco::trim(inner);
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (text.size() > words_most) text.resize(words_most);
  return Poco::trim(text);
}

// "rfc822;who@example.fi" and "smtp;550 5.1.1 no such user" without the kind that stands before.
std::string after_kind(std::string const& value) {
  auto const mark = value.find(';');
  return Poco::trim(mark == std::string::npos ? value : value.substr(mark + 1));
}

void take_addresses(MessageHeader const& header, MailReport& report) {
  for (auto const* name : {"Delivered-To", "X-Original-To", "To"}) {
    for (auto at = header.find(name); at != header.end() && Poco::icompare(at->first, name) == 0;
         ++at)
      report.sent_to.push_back(bare_address(at->second));
  }
}

std::optional<Says> says_of(std::string const& action) {
  constexpr std::array<std::pair<std::string_view, Says>, 5> words{
      {{"failed", Says::failed},
       {"delayed", Says::delayed},
       {"relayed", Says::relayed},
       {"expanded", Says::relayed},
       {"delivered", Says::delivered}}};
  for (auto const& [word, says] : words) {
    if (Poco::icompare(Poco::trim(action), std::string{word}) == 0) return says;
  }
  return std::nullopt;
}

// The fields of one recipient; the first block of the part is about the message and has none.
bool take_recipient(MessageHeader const& fields, MailReport& report, bool known) {
  auto const says = says_of(fields.get("Action", ""));
  if (!says) return known;
  auto const address = [&](char const* name) {
    return bare_address(one_line(after_kind(fields.get(name, ""))));
  };
  report.recipients.push_back({address("Original-Recipient"), address("Final-Recipient"), *says,
                               one_line(fields.get("Status", "")),
                               one_line(after_kind(fields.get("Diagnostic-Code", "")))});
  if (known && *says >= report.says) return known;
  report.says = *says;
  report.status = report.recipients.back().status;
  report.words = report.recipients.back().words;
  return true;
}

bool take_status(std::istream& part, MailReport& report) {
  bool known = false;
  for (int block = 0; block < parts_most && part.good(); ++block) {
    MessageHeader fields;
    fields.read(part);
    known = take_recipient(fields, report, known);
    while (part.peek() == '\r' || part.peek() == '\n') part.get();
  }
  return known;
}

bool take_complaint(std::istream& part, MailReport& report) {
  MessageHeader fields;
  fields.read(part);
  report.says = Says::complaint;
  report.words = one_line(fields.get("Feedback-Type", ""));
  return Poco::icompare(report.words, std::string{"not-spam"}) != 0;
}

void take_quoted(std::istream& part, MailReport& report) {
  MessageHeader header;
  header.read(part);
  report.message_id = bare_address(header.get("Message-ID", ""));
}

bool take_part(MediaType const& type, std::istream& part, MailReport& report) {
  if (type.matches("message", "delivery-status")) return take_status(part, report);
  if (type.matches("message", "feedback-report")) return take_complaint(part, report);
  if (type.matches("message", "rfc822") || type.matches("text", "rfc822-headers"))
    take_quoted(part, report);
  return false;
}

std::optional<MailReport> read(std::string const& mail) {
  std::istringstream in{mail};
  MessageHeader header;
  header.read(in);
  MediaType const type{header.get("Content-Type", "text/plain")};
  if (!type.matches("multipart", "report") || !type.hasParameter("boundary")) return std::nullopt;
  MailReport report;
  take_addresses(header, report);
  bool known = false;
  Poco::Net::MultipartReader parts{in, type.getParameter("boundary")};
  for (int part = 0; part < parts_most && parts.hasNextPart(); ++part) {
    MessageHeader about;
    parts.nextPart(about);
    auto& body = parts.stream();
    known = take_part(MediaType{about.get("Content-Type", "text/plain")}, body, report) || known;
    body.ignore(static_cast<std::streamsize>(mail.size()));
  }
  if (!known) return std::nullopt;
  return report;
}

}  // namespace

std::optional<MailReport> read_mail_report(std::string const& mail) {
  try {
    return read(mail);
  } catch (Poco::Exception const&) {
    return std::nullopt;
  }
}

}  // namespace airut::channels
