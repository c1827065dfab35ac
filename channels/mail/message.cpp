#include "channels/mail/message.hpp"

#include <algorithm>
#include <sstream>

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartWriter.h>
#include <Poco/Net/QuotedPrintableEncoder.h>
#include <Poco/Timestamp.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "channels/mail/header_value.hpp"
#include "formats/model/sha256.hpp"

namespace airut::channels {
namespace {

constexpr std::size_t line_length = 72;

std::string domain_of(std::string_view address) {
  auto const at = address.rfind('@');
  return std::string{at == std::string_view::npos ? "localhost" : address.substr(at + 1)};
}

std::string date_of(Parcel const& parcel) {
  auto const since =
      std::chrono::duration_cast<std::chrono::microseconds>(parcel.created.time_since_epoch());
  Poco::Timestamp const stamp{since.count()};
  return Poco::DateTimeFormatter::format(stamp, Poco::DateTimeFormat::RFC1123_FORMAT);
}

void write_text(Poco::Net::MultipartWriter& parts, std::ostream& out, std::string const& type,
                std::string const& text) {
  Poco::Net::MessageHeader header;
  header.set("Content-Type", type + "; charset=UTF-8");
  header.set("Content-Transfer-Encoding", "quoted-printable");
  parts.nextPart(header);
  Poco::Net::QuotedPrintableEncoder encoder{out};
  for (char const c : text) {
    if (c == '\n') encoder << '\r';
    encoder << c;
  }
  encoder.close();
}

// Readers take the last form that they understand (RFC 2046 section 5.1.4).
void write_letter(Poco::Net::MultipartWriter& parts, std::ostream& out, Parcel const& parcel) {
  if (parcel.html.empty()) return write_text(parts, out, "text/plain", parcel.text);
  auto const boundary = "text-" + parcel.message_id;
  Poco::Net::MessageHeader header;
  header.set("Content-Type", fmt::format("multipart/alternative; boundary=\"{}\"", boundary));
  parts.nextPart(header);
  Poco::Net::MultipartWriter forms{out, boundary};
  write_text(forms, out, "text/plain", parcel.text);
  write_text(forms, out, "text/html", parcel.html);
  forms.close();
}

// In lines of 72 characters, without a line break behind the last.
void write_base64(std::ostream& out, std::string_view bytes) {
  auto const text = model::base64(bytes);
  for (std::string_view left = text; !left.empty();) {
    auto const line = left.substr(0, line_length);
    out.write(line.data(), static_cast<std::streamsize>(line.size()));
    left.remove_prefix(line.size());
    if (!left.empty()) out.write("\r\n", 2);
  }
}

void write_file(Poco::Net::MultipartWriter& parts, std::ostream& out, ParcelFile const& file) {
  Poco::Net::MessageHeader header;
  header.set("Content-Type", media_type(file.media_type));
  header.set("Content-Disposition", "attachment" + file_name_parameter(file.name));
  header.set("Content-Transfer-Encoding", "base64");
  parts.nextPart(header);
  write_base64(out, file.bytes);
}

// RFC 2369, and RFC 8058 where the address is one that mail providers post to.
void add_unsubscribe(Poco::Net::MessageHeader& header, std::string const& address) {
  header.set("List-Unsubscribe", "<" + address + ">");
  if (address.starts_with("https://")) {
    header.set("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
}

std::string recipients_of(Parcel const& parcel) {
  std::string text;
  for (auto const& one : mail_addresses(parcel.address)) {
    if (!is_mail_address(one)) continue;
    text += fmt::format("{}<{}>", text.empty() ? "" : ", ", one);
  }
  return text;
}

void write_head(std::ostream& out, Parcel const& parcel, std::string_view from,
                std::string const& boundary) {
  Poco::Net::MessageHeader header;
  header.set("Date", date_of(parcel));
  auto const name = parcel.from_name.empty() ? std::string{} : phrase(parcel.from_name) + " ";
  header.set("From", fmt::format("{}<{}>", name, one_line(std::string{from})));
  header.set("To", recipients_of(parcel));
  if (is_mail_address(parcel.reply_to))
    header.set("Reply-To", fmt::format("<{}>", parcel.reply_to));
  header.set("Subject", encoded(parcel.subject));
  header.set("Message-ID", fmt::format("<{}@{}>", parcel.message_id, domain_of(from)));
  header.set("Auto-Submitted", "auto-generated");
  if (is_header_url(parcel.unsubscribe)) add_unsubscribe(header, parcel.unsubscribe);
  header.set("MIME-Version", "1.0");
  header.set("Content-Type", fmt::format("multipart/mixed; boundary=\"{}\"", boundary));
  header.write(out);
  out << "\r\n";
}

}  // namespace

bool is_mail_address(std::string_view text) {
  auto const at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  constexpr std::size_t longest = 254;  // RFC 5321 section 4.5.3.1
  if (text.size() > longest) return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte <= ' ' || c == '<' || c == '>' || c == ',' || c == '"' || byte >= 0x7F;
  });
}

std::vector<std::string> mail_addresses(std::string_view list) {
  std::vector<std::string> addresses;
  while (!list.empty()) {
    auto const comma = list.find(',');
    auto one = list.substr(0, comma);
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    auto const first = one.find_first_not_of(' ');
    if (first == one.npos) continue;
    one = one.substr(first, one.find_last_not_of(' ') - first + 1);
    addresses.emplace_back(one);
  }
  return addresses;
}

std::string mail_address_list(std::vector<std::string> const& addresses) {
  return fmt::format("{}", fmt::join(addresses, ", "));
}

std::string mail_message(Parcel const& parcel, std::string_view from) {
  auto const boundary = "part-" + parcel.message_id;
  std::ostringstream out;
  write_head(out, parcel, from, boundary);
  Poco::Net::MultipartWriter parts{out, boundary};
  write_letter(parts, out, parcel);
  for (auto const& file : parcel.files) write_file(parts, out, file);
  parts.close();
  return std::move(out).str();
}

}  // namespace airut::channels
