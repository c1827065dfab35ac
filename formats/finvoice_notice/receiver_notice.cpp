#include "formats/finvoice_notice/receiver_notice.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "formats/finvoice_frame/stream.hpp"
#include "formats/model/clock_days.hpp"
#include "formats/xml/document.hpp"

namespace airut::finvoice_notice {
namespace {

class Reader {
 public:
  explicit Reader(xml::Element root) : root_(root) {}

  ReceiverNotice read() {
    message();
    biller();
    customer();
    return std::move(info_);
  }
  model::Findings findings() && { return std::move(findings_); }

 private:
  void wrong(xml::Element at, std::string detail) {
    model::Finding finding;
    finding.code = "notice-invalid";
    finding.detail = std::move(detail);
    finding.line = at ? at.line() : root_.line();
    findings_.push_back(std::move(finding));
  }

  std::string needed(xml::Element parent, std::string_view name) {
    auto text = parent.text_of(name);
    if (text.empty()) wrong(parent, fmt::format("{} is missing.", name));
    return text;
  }

  void message() {
    auto const details = root_.child("MessageDetails");
    auto const action = needed(details, "MessageActionCode");
    if (auto const known = parse_action(action)) {
      info_.action = *known;
    } else if (!action.empty()) {
      wrong(details, fmt::format("MessageActionCode \"{}\" is not known.", action));
    }
    info_.message_class = details.text_of("MessageActionCodeIdentifier");
    info_.sender_info_id = details.text_of("SenderInfoIdentifier");
    auto const stamp = needed(root_, "ReceiverInfoTimeStamp");
    auto const stated = parse_stamp(stamp);
    if (stated) info_.stated = *stated;
    if (!stated && !stamp.empty()) {
      wrong(root_.child("ReceiverInfoTimeStamp"), fmt::format("\"{}\" is no moment.", stamp));
    }
  }

  void biller() {
    info_.business_id = root_.child("SellerPartyDetails").text_of("SellerPartyIdentifier");
    auto const sender = root_.child("InvoiceSenderInformationDetails");
    info_.sender = {needed(sender, "InvoiceSenderAddress"),
                    needed(sender, "InvoiceSenderIntermediatorAddress")};
    info_.payment_instruction =
        needed(root_.child("SellerInvoiceDetails"), "PaymentInstructionIdentifier");
  }

  void customer() {
    info_.buyer_name = root_.child("BuyerPartyDetails").text_of("BuyerOrganisationName");
    auto const recipient = root_.child("InvoiceRecipientDetails");
    info_.recipient = {needed(recipient, "InvoiceRecipientAddress"),
                       needed(recipient, "InvoiceRecipientIntermediatorAddress")};
    for (auto const& one : recipient.children("SellerInvoiceIdentifier")) {
      auto const kind = one.attribute("SellerInvoiceIdentifierType").value_or("99");
      info_.identifiers.push_back({parse_kind(kind).value_or(IdentifierKind::other), one.text()});
    }
    info_.remittance = recipient.text_of("EpiRemittanceIdentifier");
    info_.language = recipient.text_of("InvoiceRecipientLanguageCode");
    std::transform(info_.language.begin(), info_.language.end(), info_.language.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (info_.language == "se") info_.language = "sv";  // the schema lets both through
    info_.direct_payment = root_.text_of("BuyerServiceCode") == "01";
  }

  static std::optional<model::Instant> parse_stamp(std::string const& text);

  xml::Element root_;
  ReceiverNotice info_;
  model::Findings findings_;
};

// Banks write the moment with an offset, with its hours alone ("+02"), or as the clock shows it in
// Finland.
std::optional<model::Instant> Reader::parse_stamp(std::string const& text) {
  if (auto const full = model::parse_instant(text)) return full;
  if (auto const minutes = model::parse_instant(text + ":00")) return minutes;
  auto const winter = model::parse_instant(text + "+02:00");
  if (!winter) return std::nullopt;
  auto const summer = *winter - std::chrono::hours{1};
  return model::is_summer_time(summer) ? summer : *winter;
}

}  // namespace

tl::expected<ReceiverNotice, model::Findings> read_receiver_notice(std::string_view bytes) {
  auto const parsed = xml::Document::parse(finvoice_frame::readable(bytes));
  if (!parsed) return tl::unexpected{parsed.error()};
  Reader reader{parsed->root()};
  auto info = reader.read();
  auto findings = std::move(reader).findings();
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  return info;
}

}  // namespace airut::finvoice_notice
