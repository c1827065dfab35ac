#include "channels/finvoice_bank/certificate_desk.hpp"

#include <fmt/format.h>

#include "channels/file_name.hpp"
#include "channels/finvoice_bank/secret_file.hpp"
#include "formats/pki/request.hpp"

namespace airut::channels {
namespace {

// Two certificates at once, by Danske Bank's PKIFactoryService.
bool gives_pairs(config::BankProfile const& profile) {
  return profile.certificate_service == "danske";
}

tl::expected<config::BankProfile, Trace> serving_profile(config::BankWsSettings const& settings,
                                                         config::BankProfiles const& profiles,
                                                         model::Instant now) {
  auto found = profiles.find(settings.bank, model::day_of(now));
  if (!found) return no_certificate("bank.profile_missing", found.error());
  auto& endpoint = settings.test ? found->certificate_test_endpoint : found->certificate_endpoint;
  if (!settings.certificate_endpoint.empty()) endpoint = settings.certificate_endpoint;
  found->certificate_endpoint = endpoint;
  bool const by_service =
      gives_pairs(*found) || bank_ws::parse_certificate_authority(found->certificate_service);
  if (!by_service) {
    return no_certificate("bank.not_supported",
                          fmt::format("{} gives certificates by its own pages only.", found->name));
  }
  if (found->certificate_endpoint.empty()) {
    return no_certificate(
        "bank.profile_missing",
        "bank_profiles.tsv has no address of the bank's certificate service; give it as "
        "certificate_endpoint");
  }
  return *std::move(found);
}

}  // namespace

CertificateDesk::CertificateDesk(config::BankWsSettings settings, config::BankProfiles profiles,
                                 BankClient::Now now)
    : settings_(std::move(settings)), profiles_(std::move(profiles)), now_(std::move(now)) {}

std::filesystem::path CertificateDesk::coming() const {
  return std::filesystem::path{settings_.identity}.concat(".coming");
}

bool CertificateDesk::has_coming_certificate() const {
  return read_identity(pem_text(coming())).has_value();
}

// The key of a request that was begun before, or a new one. On the disk when this returns.
std::string CertificateDesk::coming_key() {
  auto const begun = pem_text(coming());
  if (pki::PrivateKey::from_pem(begun)) return begun;
  auto key = pki::new_key_pem();
  write_secret(coming(), key);
  return key;
}

bank_ws::CertificateRequest CertificateDesk::request(config::BankProfile const& profile) const {
  bank_ws::CertificateRequest request;
  request.authority = *bank_ws::parse_certificate_authority(profile.certificate_service);
  request.customer_id = settings_.customer_id;
  request.request_id = fresh_id();
  request.software_id = bank_software;
  request.timestamp = now_();
  request.test = settings_.test;
  return request;
}

tl::expected<pki::Certificate, Trace> CertificateDesk::fetch(std::string const& message,
                                                             std::string const& request_id,
                                                             config::BankProfile const& profile) {
  HttpRequest post;
  post.method = "POST";
  post.url = profile.certificate_endpoint;
  post.headers = {{"Content-Type", "text/xml; charset=UTF-8"}, {"SOAPAction", "\"\""}};
  post.body = message;
  HttpClient http{http_options(settings_, pki_reply_bytes)};
  auto const reply = http.perform(post);
  if (reply.status == 0 || reply.body.empty()) {
    return tl::unexpected{without_words(reply, {}).trace};
  }
  auto const answer = bank_ws::read_certificate_response(reply.body, profile.takes_sha1);
  if (!answer) return tl::unexpected{without_words(reply, answer.error()).trace};
  if (answer->code != "00") {
    auto const meaning = profiles_.response(answer->code);
    return tl::unexpected{Trace{reply.endpoint, meaning.deviation, answer->code,
                                excerpt(answer->text.empty() ? meaning.text : answer->text)}};
  }
  BankTrust bank{settings_};
  auto why = bank.objection(bank.doubt_of(answer->signer, now_()));
  bool const soap_is_signed = !answer->soap_signer || answer->soap_signer->has_value();
  if (why.empty() && soap_is_signed) {
    why = bank.objection(bank.doubt_of(answer->soap_signer, now_()));
  }
  if (why.empty() && answer->request_id != request_id) why = "The answer is to another request.";
  if (why.empty() && !answer->certificate) why = "The answer brings no certificate.";
  if (!why.empty()) {
    return tl::unexpected{Trace{reply.endpoint, "bank.invalid_response", "", std::move(why)}};
  }
  return *answer->certificate;
}

CertificateDesk::Step CertificateDesk::obtain(std::string const& key,
                                              bank_ws::CertificateRequest request,
                                              tl::expected<std::string, model::Problem> pkcs10,
                                              bank_ws::Keys const* signer,
                                              std::string const& transfer_key) {
  auto const profile = serving_profile(settings_, profiles_, now_());
  if (!profile) return tl::unexpected{profile.error()};
  if (!pkcs10) return no_certificate("bank.no_identity", pkcs10.error().text);
  request.pkcs10 = *std::move(pkcs10);
  auto const message = signer != nullptr
                           ? bank_ws::write_renewal(request, *signer, style_of(*profile))
                           : bank_ws::write_first(request, transfer_key);
  auto const certificate = fetch(message, request.request_id, *profile);
  if (!certificate) return tl::unexpected{certificate.error()};
  auto const pair = key + pki::certificate_pem(*certificate);
  if (auto const keys = read_identity(pair); !keys) {
    return no_certificate("bank.invalid_response", keys.error());
  }
  write_secret(coming(), pair);
  return {};
}

// A message signed with the new pair that changes nothing at the bank.
CertificateDesk::Step CertificateDesk::prove() {
  auto settings = settings_;
  settings.identity = coming();
  BankClient client{settings, profiles_, now_};
  auto const profile = client.profile();
  BankClient::Listing wish;
  wish.status = "NEW";
  auto const answer = profile && profile->user_info ? client.user_info() : client.list(wish);
  using config::BankVerdict;
  if (answer.verdict == BankVerdict::good || answer.verdict == BankVerdict::empty) return {};
  return tl::unexpected{answer.trace};
}

CertificateDesk::Result CertificateDesk::take_into_use(std::string const& previous_serial) {
  if (auto const good = prove(); !good) return tl::unexpected{good.error()};
  auto const fresh = read_identity(pem_text(coming()));
  if (!fresh) return no_certificate("bank.no_identity", fresh.error());
  auto const kept = std::filesystem::path{settings_.identity}.concat(
      "." + (previous_serial.empty() ? std::string{"none"} : previous_serial));
  replace_keeping(coming(), settings_.identity, kept);
  auto const& certificate = fresh->signing.certificate;
  return Obtained{certificate.serial(), previous_serial, certificate.not_after(), bank_};
}

// The keys of a request for a pair that was begun before, or new ones. On the disk when this
// returns.
std::vector<std::string> CertificateDesk::coming_keys() {
  auto keys = private_keys_in(pem_text(coming()));
  if (keys.size() == 2) return keys;
  keys = {pki::new_key_pem(), pki::new_key_pem()};
  write_secret(coming(), keys.at(0) + keys.at(1));
  return keys;
}

CertificateDesk::Step CertificateDesk::keep_pair(PairRequest::Result obtained) {
  if (!obtained) return tl::unexpected{obtained.error()};
  write_secret(coming(), obtained->pem);
  bank_ = std::move(obtained->bank);
  return {};
}

tl::expected<pki::Certificate, std::string> CertificateDesk::encryption_in_use(
    Identity const& current) const {
  if (current.encryption) return current.encryption->certificate;
  auto apart = read_identity(pem_text(settings_.encryption_identity));
  if (!apart) return tl::unexpected{"encryption_identity: " + apart.error()};
  return apart->signing.certificate;
}

CertificateDesk::Step CertificateDesk::obtain_first(config::BankProfile const& profile,
                                                    std::string const& transfer_key,
                                                    std::string const& company) {
  if (gives_pairs(profile)) {
    return keep_pair(
        PairRequest{settings_, profile, now_}.first(coming_keys(), transfer_key, company));
  }
  auto const key = coming_key();
  pki::RequestSubject subject{company, profile.country, {}};
  auto const wish = request(profile);
  if (wish.authority == bank_ws::CertificateAuthority::nordea) {
    subject.serial_number = settings_.customer_id;
  }
  return obtain(key, wish, pki::certificate_request(key, subject), nullptr, transfer_key);
}

CertificateDesk::Step CertificateDesk::obtain_next(config::BankProfile const& profile,
                                                   Identity const& current) {
  if (gives_pairs(profile)) {
    auto const encryption = encryption_in_use(current);
    if (!encryption) return no_certificate("bank.no_identity", encryption.error());
    return keep_pair(
        PairRequest{settings_, profile, now_}.renew(coming_keys(), current, *encryption));
  }
  auto const key = coming_key();
  return obtain(key, request(profile), pki::certificate_request(key, current.signing.certificate),
                &current.signing, {});
}

CertificateDesk::Result CertificateDesk::first(std::string const& transfer_key,
                                               std::string const& company) {
  if (read_identity(pem_text(settings_.identity))) {
    return no_certificate("bank.no_identity", fmt::format("{} has a certificate already; renew it.",
                                                          settings_.identity.string()));
  }
  if (!has_coming_certificate()) {
    auto const profile = serving_profile(settings_, profiles_, now_());
    if (!profile) return tl::unexpected{profile.error()};
    auto const done = obtain_first(*profile, transfer_key, company);
    if (!done) return tl::unexpected{done.error()};
  }
  return take_into_use({});
}

CertificateDesk::Result CertificateDesk::renew() {
  auto const current = read_identity(pem_text(settings_.identity));
  if (!current) return no_certificate("bank.no_identity", current.error());
  if (!has_coming_certificate()) {
    auto const profile = serving_profile(settings_, profiles_, now_());
    if (!profile) return tl::unexpected{profile.error()};
    auto const done = obtain_next(*profile, *current);
    if (!done) return tl::unexpected{done.error()};
  }
  return take_into_use(current->signing.certificate.serial());
}

}  // namespace airut::channels
