#include "channels/finvoice_bank/pair_request.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "channels/file_name.hpp"
#include "channels/finvoice_bank/secret_file.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/request.hpp"

namespace airut::channels {

tl::unexpected<Trace> no_certificate(std::string code, std::string text) {
  return tl::unexpected{Trace{"", std::move(code), "", std::move(text)}};
}

namespace {

using bank_ws::PkiOperation;

tl::unexpected<Trace> disbelieved_service(std::string text) {
  return no_certificate("bank.invalid_response", std::move(text));
}

// The newest root of the file: the bank is asked by its number.
std::optional<pki::Certificate> root_of(pki::TrustAnchors const& anchors) {
  std::optional<pki::Certificate> newest;
  for (auto const& one : anchors.all()) {
    bool const later = !newest || newest->not_after() < one.not_after();
    if (one.subject() == one.issuer() && later) newest = one;
  }
  return newest;
}

BankFingerprint fingerprint_of(std::string use, pki::Certificate const& one) {
  return {std::move(use), one.subject(), model::sha256_hex(one.der()), one.not_after()};
}

// What the service's schema allows.
std::string objection_to(config::BankWsSettings const& settings, std::string_view pin) {
  if (settings.customer_id.size() != bank_ws::pki_customer_id_length) {
    return fmt::format("customer_id has {} characters at this bank's certificate service.",
                       bank_ws::pki_customer_id_length);
  }
  if (pin.size() <= bank_ws::pin_most) return {};
  return fmt::format("The bank's PIN has at most {} characters.", bank_ws::pin_most);
}

}  // namespace

bank_ws::PkiHeader PairRequest::header() const {
  bank_ws::PkiHeader header;
  header.customer_id = settings_.customer_id;
  header.request_id = fresh_id().substr(0, bank_ws::pki_request_id_most);
  header.timestamp = now_();
  header.test = settings_.test;
  return header;
}

// A good answer to this question, signed by who the configured root trusts.
tl::expected<bank_ws::PkiResponse, Trace> PairRequest::ask(std::string const& message,
                                                           std::string const& request_id,
                                                           PkiOperation operation) {
  HttpRequest post;
  post.method = "POST";
  post.url = profile_.certificate_endpoint;
  post.headers = {{"Content-Type", "text/xml; charset=UTF-8"},
                  {"SOAPAction", fmt::format("\"{}\"", bank_ws::pki_operation_text(operation))}};
  post.body = message;
  HttpClient http{http_options(settings_, pki_reply_bytes)};
  auto const reply = http.perform(post);
  if (reply.status == 0 || reply.body.empty()) {
    return tl::unexpected{without_words(reply, {}).trace};
  }
  auto response = bank_ws::read_pki_response(reply.body, operation, profile_.takes_sha1);
  if (!response) return tl::unexpected{without_words(reply, response.error()).trace};
  if (response->code != "00") {
    return tl::unexpected{Trace{reply.endpoint, "bank.request_refused", "PKI " + response->code,
                                excerpt(response->text)}};
  }
  auto why = trust_.objection(trust_.doubt_of(response->signer, now_()));
  if (why.empty() && response->request_id != request_id) why = "The answer is to another request.";
  bool const whole = response->encryption && response->signing;
  if (why.empty() && !whole) why = "The answer lacks a certificate.";
  if (!why.empty()) return disbelieved_service(std::move(why));
  return *std::move(response);
}

// What content is encrypted to changes with the bank's own certificates.
void PairRequest::keep(pki::Certificate const& encryption) const {
  auto const& file = settings_.bank_encryption;
  auto const before = pki::Certificate::from_text(pem_text(file));
  if (before && *before == encryption) return;
  auto const coming = std::filesystem::path{file}.concat(".coming");
  write_secret(coming, pki::certificate_pem(encryption));
  replace_keeping(coming, file,
                  std::filesystem::path{file}.concat(before ? "." + before->serial() : ".none"));
}

tl::expected<PairRequest::Bank, Trace> PairRequest::bank() {
  auto const root = root_of(trust_.anchors());
  if (!root) return no_certificate("bank.no_identity", "trust holds no root of the bank.");
  auto const own = header();
  auto const told = ask(bank_ws::write_bank_question(own, root->serial_number()), own.request_id,
                        PkiOperation::bank_certificates);
  if (!told) return tl::unexpected{told.error()};
  if (told->authority && *told->authority != *root) {
    return disbelieved_service(fmt::format("The bank shows another root: {}, SHA-256 {}.",
                                           told->authority->subject(),
                                           model::sha256_hex(told->authority->der())));
  }
  if (auto why = trust_.objection(trust_.doubt_of_signing(*told->signing, now_())); !why.empty()) {
    return disbelieved_service(std::move(why));
  }
  if (auto why = trust_.objection(trust_.doubt_of_encryption(*told->encryption, now_()));
      !why.empty()) {
    return disbelieved_service(std::move(why));
  }
  keep(*told->encryption);
  return Bank{*told->encryption,
              {fingerprint_of("encryption", *told->encryption),
               fingerprint_of("signing", *told->signing), fingerprint_of("root", *root)}};
}

PairRequest::Result PairRequest::issued(tl::expected<std::string, std::string> const& message,
                                        bank_ws::PairRequest const& request, PkiOperation operation,
                                        std::vector<std::string> const& keys, Bank const& bank) {
  if (!message) return no_certificate("bank.no_identity", message.error());
  auto const answer = ask(*message, request.header.request_id, operation);
  if (!answer) return tl::unexpected{answer.error()};
  auto pem = keys.at(0) + pki::certificate_pem(*answer->signing) + keys.at(1) +
             pki::certificate_pem(*answer->encryption);
  if (auto const both = read_identity(pem); !both) return disbelieved_service(both.error());
  return Obtained{std::move(pem), bank.fingerprints};
}

PairRequest::Result PairRequest::first(std::vector<std::string> const& keys, std::string const& pin,
                                       std::string const& company) {
  if (auto why = objection_to(settings_, pin); !why.empty()) {
    return no_certificate("bank.request_refused", std::move(why));
  }
  auto const bank = this->bank();
  if (!bank) return tl::unexpected{bank.error()};
  pki::RequestSubject const subject{company, profile_.country, settings_.customer_id};
  auto const signing = pki::certificate_request(keys.at(0), subject);
  auto const encryption = pki::certificate_request(keys.at(1), subject);
  if (!signing || !encryption)
    return no_certificate("bank.no_identity", "A new key cannot be read.");
  bank_ws::PairRequest const request{header(), *encryption, *signing};
  return issued(bank_ws::write_create(request, pin, bank->encryption), request,
                PkiOperation::create, keys, *bank);
}

PairRequest::Result PairRequest::renew(std::vector<std::string> const& keys,
                                       Identity const& current,
                                       pki::Certificate const& current_encryption) {
  if (auto why = objection_to(settings_, {}); !why.empty()) {
    return no_certificate("bank.request_refused", std::move(why));
  }
  auto const bank = this->bank();
  if (!bank) return tl::unexpected{bank.error()};
  auto const signing = pki::certificate_request(keys.at(0), current.signing.certificate);
  auto const encryption = pki::certificate_request(keys.at(1), current_encryption);
  if (!signing || !encryption)
    return no_certificate("bank.no_identity", "A new key cannot be read.");
  bank_ws::PairRequest const request{header(), *encryption, *signing};
  return issued(
      bank_ws::write_renew(request, current.signing, style_of(profile_), bank->encryption), request,
      PkiOperation::renew, keys, *bank);
}

}  // namespace airut::channels
