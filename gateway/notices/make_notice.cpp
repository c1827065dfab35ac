#include "gateway/notices/make_notice.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/finvoice/write.hpp"
#include "formats/finvoice_frame/frame.hpp"
#include "formats/finvoice_notice/sender_notice.hpp"

namespace airut::gateway {
namespace {

namespace fn = finvoice_notice;

std::vector<fn::Said> said(config::Wording const& wording) {
  std::vector<fn::Said> all;
  for (auto const& [language, text] : wording) {
    auto upper = language;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    all.push_back({std::move(upper), text});
  }
  return all;
}

fn::DirectPayment direct_payment_of(std::string_view word) {
  if (word == "yes") return fn::DirectPayment::yes;
  return word == "no_new" ? fn::DirectPayment::no_new : fn::DirectPayment::no;
}

std::vector<fn::AskedIdentifier> asked_of(config::EInvoiceSettings const& settings) {
  std::vector<fn::AskedIdentifier> asked;
  for (auto const& one : settings.identifiers) {
    asked.push_back({fn::parse_kind(one.kind).value_or(fn::IdentifierKind::other), said(one.name)});
  }
  return asked;
}

fn::SenderNotice notice_of(config::Client const& client, NoticeWish const& wish) {
  auto const& settings = client.e_invoice;
  auto const& seller = client.seller;
  fn::SenderNotice notice;
  notice.action = wish.action;
  notice.id = wish.id;
  notice.day = model::day_of(wish.made);
  notice.business_id = seller.legal_id;
  // The biller has one name, which the customers see in the language of their bank.
  for (auto const& [language, text] : said(settings.invoice_type)) {
    notice.names.push_back({language, seller.name});
  }
  notice.sender = {seller.electronic_address, seller.intermediary};
  for (auto const& account : client.accounts) {
    if (!account.bic.empty()) notice.accounts.push_back({account.iban, account.bic});
  }
  notice.payment_instruction = settings.payment_instruction;
  notice.instructions = said(settings.instruction);
  notice.invoice_types = said(settings.invoice_type);
  notice.identifiers = asked_of(settings);
  notice.direct_payment = direct_payment_of(settings.direct_payment);
  return notice;
}

finvoice_frame::Frame frame_of(fn::SenderNotice const& notice, NoticeWish const& wish) {
  finvoice_frame::Frame frame;
  frame.from = notice.sender;
  frame.to = fn::sender_notice_place(wish.bank);
  frame.message_id = wish.id;
  frame.timestamp = model::instant_text(wish.made);
  frame.content = "FinvoiceSenderInfo";
  frame.version = "2.0";
  return frame;
}

}  // namespace

model::Result<std::string> notice_bytes(config::Client const& client,
                                        config::Channel const& channel, NoticeWish const& wish) {
  auto const style = finvoice::style_of(channel.format);
  if (!style) {
    return tl::unexpected{model::Problem{
        model::Fault::unsupported,
        fmt::format("The channel {} carries {}, not Finvoice.", channel.name, channel.format)}};
  }
  auto const notice = notice_of(client, wish);
  auto const body = fn::write_sender_notice(notice, style->encoding);
  if (!body) return body;
  auto const head = finvoice_frame::write_frame(frame_of(notice, wish), style->encoding);
  if (!head) return head;
  return *head + *body;
}

channels::Parcel notice_parcel(ledger::SenderNoticeRow const& row, std::string bytes) {
  channels::Parcel parcel;
  parcel.delivery_id = parcel.message_id = row.id;
  parcel.created = row.made;
  parcel.address = "SENDERINFO";
  parcel.intermediary = row.bank;
  parcel.meaning = "sender_info";
  parcel.files.push_back({"sender-info.xml", "application/xml", std::move(bytes)});
  return parcel;
}

}  // namespace airut::gateway
