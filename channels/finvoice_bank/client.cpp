#include "channels/finvoice_bank/client.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "formats/bank_ws/encryption.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/cipher.hpp"

namespace airut::channels {
namespace {

using bank_ws::Operation;
using config::BankVerdict;

// Smaller content gains nothing, and plain content is easier to look at for the bank.
constexpr std::size_t compressed_from = 64u << 10;
constexpr std::size_t bank_reply_bytes = 512u << 20;

BankAnswer unsent(std::string code, std::string why) {
  BankAnswer answer;
  answer.verdict = BankVerdict::refused;
  answer.trace = {"", std::move(code), "", std::move(why)};
  return answer;
}

// Nothing left, and the same may go when it can be asked.
BankAnswer unasked(std::string why) {
  auto answer = unsent("bank.revocation_unchecked", std::move(why));
  answer.verdict = BankVerdict::deferred;
  return answer;
}

}  // namespace

HttpOptions http_options(config::BankWsSettings const& settings, std::size_t most_bytes) {
  HttpOptions options;
  options.ca_file = settings.ca_file;
  options.certificate = settings.tls_certificate;
  options.private_key = settings.tls_private_key;
  options.connect_time = settings.connect_time;
  options.timeout = settings.timeout;
  options.reply_bytes = most_bytes;
  return options;
}

bank_ws::Style style_of(config::BankProfile const& profile) {
  bank_ws::Style style;
  style.digest = profile.sha256 ? pki::Digest::sha256 : pki::Digest::sha1;
  if (!profile.canonicalization.empty()) style.canonicalization = profile.canonicalization;
  return style;
}

std::string fresh_id() {
  constexpr std::size_t bytes = 16;
  return model::hex(pki::random_bytes(bytes));
}

BankClient::BankClient(config::BankWsSettings settings, config::BankProfiles profiles, Now now)
    : settings_(std::move(settings)),
      profiles_(std::move(profiles)),
      now_(std::move(now)),
      identity_(settings_.identity),
      sender_identity_(settings_.sender_identity.empty() ? settings_.identity
                                                         : settings_.sender_identity),
      encryption_identity_(settings_.encryption_identity),
      bank_(settings_) {
  if (auto const found = profile(); !found) throw std::runtime_error{found.error()};
}

tl::expected<config::BankProfile, std::string> BankClient::profile() const {
  auto found = profiles_.find(settings_.bank, model::day_of(now_()));
  if (!found) return found;
  if (found->encryption && settings_.bank_encryption.empty()) {
    return tl::unexpected{
        fmt::format("{} wants encrypted content: give bank_encryption", found->name)};
  }
  auto& endpoint = settings_.test ? found->test_endpoint : found->endpoint;
  if (!settings_.endpoint.empty()) endpoint = settings_.endpoint;
  found->endpoint = endpoint;
  if (found->endpoint.empty()) {
    return tl::unexpected{fmt::format(
        "bank_profiles.tsv has no address of the bank \"{}\" for {}; give it as endpoint",
        settings_.bank, settings_.test ? "tests" : "production")};
  }
  return found;
}

// CustomerId and Timestamp together are never used twice (response code 32).
model::Instant BankClient::fresh_timestamp() {
  std::lock_guard const lock{mutex_};
  last_ = std::max(now_(), last_ + std::chrono::milliseconds{1});
  return last_;
}

bank_ws::ApplicationRequest BankClient::request(Operation operation) const {
  bank_ws::ApplicationRequest request;
  request.customer_id = settings_.customer_id;
  request.operation = operation;
  request.test = settings_.test;
  request.target_id = settings_.target_id;
  request.software_id = bank_software;
  return request;
}

// Where the bank gives both pairs at once, the identity has both, and they change together.
BankIdentity::Current BankClient::opener() {
  auto own = identity_.encryption();
  if (own && *own != nullptr) return own;
  if (settings_.encryption_identity.empty()) {
    return tl::unexpected{fmt::format(
        "{} holds no pair that the bank encrypts to: give encryption_identity, or renew",
        settings_.identity.string())};
  }
  return encryption_identity_.current();
}

tl::expected<std::string, BankAnswer> BankClient::document_of(
    bank_ws::ApplicationRequest const& request, config::BankProfile const& profile,
    bank_ws::Keys const& keys) {
  auto document = bank_ws::write(request, keys, style_of(profile));
  if (!profile.encryption) return document;
  auto const receiver = pki::Certificate::from_text(pem_text(settings_.bank_encryption));
  auto const at_fault = [&](std::string const& why) {
    return fmt::format("{}: {}", settings_.bank_encryption.string(), why);
  };
  if (!receiver) return tl::unexpected{unsent("bank.no_identity", at_fault(receiver.error().text))};
  auto const doubt = bank_.doubt_of_encryption(*receiver, now_());
  if (auto const why = bank_.objection(doubt); !why.empty()) {
    using Reason = pki::Distrust::Reason;
    if (doubt->reason == Reason::unchecked) return tl::unexpected{unasked(at_fault(why))};
    bool const revoked = doubt->reason == Reason::revoked;
    return tl::unexpected{
        unsent(revoked ? "bank.certificate_revoked" : "bank.no_identity", at_fault(why))};
  }
  auto sealed = bank_ws::encrypt(document, *receiver);
  if (!sealed) return tl::unexpected{unsent("bank.no_identity", sealed.error())};
  return *std::move(sealed);
}

// Why who signed the bank's last answer cannot be asked for before anything leaves, where the
// settings demand that. One that was revoked meanwhile stops nothing here: the bank may sign with
// another by now, and what it signs itself is refused.
std::string BankClient::unasked_signer() {
  if (settings_.revocation != config::Revocation::required) return {};
  std::vector<pki::Certificate> signers;
  {
    std::lock_guard const lock{mutex_};
    signers = bank_signers_;
  }
  for (auto const& one : signers) {
    auto const doubt = bank_.doubt_of_signing(one, now_());
    if (doubt && doubt->reason == pki::Distrust::Reason::unchecked) return doubt->text;
  }
  return {};
}

// A file that the bank has signed for is there, whether or not a list can be reached; its signer is
// asked for again before the next one leaves. What is only fetched can wait.
BankAnswer BankClient::weighed(BankAnswer answer, Operation operation) {
  if (answer.signers.empty()) return answer;
  {
    std::lock_guard const lock{mutex_};
    bank_signers_ = answer.signers;
    unchecked_ = answer.unchecked;
  }
  bool const demanded =
      !answer.unchecked.empty() && settings_.revocation == config::Revocation::required;
  if (!demanded || operation == Operation::upload_file) return answer;
  return unasked(std::move(answer.unchecked));
}

std::optional<std::string> BankClient::unchecked() const {
  std::lock_guard const lock{mutex_};
  return bank_signers_.empty() ? std::nullopt : std::optional{unchecked_};
}

BankAnswer BankClient::post(bank_ws::ApplicationRequest const& request,
                            config::BankProfile const& profile, Signers const& signers) {
  BankQuestion question;
  question.operation = request.operation;
  question.request_id = fresh_id();
  question.customer_id = settings_.customer_id;
  question.takes_sha1 = profile.takes_sha1;
  if (profile.encryption) {
    auto own = opener();
    if (!own) return unsent("bank.no_identity", own.error());
    question.opener = *std::move(own);
  }
  auto const document = document_of(request, profile, *signers.customer);
  if (!document) return document.error();
  bank_ws::RequestHeader header;
  header.sender_id = settings_.sender_id;
  header.request_id = question.request_id;
  header.timestamp = request.timestamp;
  header.language = settings_.language;
  header.user_agent = bank_software;
  header.receiver_id = profile.bic;
  HttpRequest post;
  post.method = "POST";
  post.url = profile.endpoint;
  post.headers = {{"Content-Type", "text/xml; charset=UTF-8"}, {"SOAPAction", "\"\""}};
  post.body = bank_ws::write_soap(request.operation, header, *document, profile.timestamp,
                                  *signers.sender, style_of(profile));
  // A connection of its own: a bank is asked a few times a day.
  HttpClient http{http_options(settings_, bank_reply_bytes)};
  auto const reply = http.perform(post);
  question.now = now_();
  return weighed(judge(reply, question, profiles_, bank_), request.operation);
}

tl::expected<BankClient::Signers, std::string> BankClient::signers() {
  auto customer = identity_.current();
  if (!customer) return tl::unexpected{customer.error()};
  auto sender = sender_identity_.current();
  if (!sender) return tl::unexpected{sender.error()};
  return Signers{*std::move(customer), *std::move(sender)};
}

tl::expected<model::Instant, std::string> BankClient::not_after() {
  auto const own = signers();
  if (!own) return tl::unexpected{own.error()};
  return std::min(own->customer->certificate.not_after(), own->sender->certificate.not_after());
}

BankAnswer BankClient::ask(bank_ws::ApplicationRequest request) {
  auto const wanted = profile();
  if (!wanted) return unsent("bank.profile_missing", wanted.error());
  auto const keys = signers();
  if (!keys) return unsent("bank.no_identity", keys.error());
  for (auto const& one : {keys->customer, keys->sender}) {
    auto const& certificate = one->certificate;
    if (certificate.not_after() >= now_()) continue;
    return unsent("bank.no_identity",
                  fmt::format("Our certificate {} ended at {}.", certificate.subject(),
                              model::instant_text(certificate.not_after())));
  }
  if (request.content && request.content->size() > wanted->max_bytes) {
    return unsent("bank.content_refused",
                  fmt::format("{} bytes are more than the bank takes.", request.content->size()));
  }
  if (auto why = unasked_signer(); !why.empty()) {
    std::lock_guard const lock{mutex_};
    unchecked_ = why;
    return unasked(std::move(why));
  }
  request.timestamp = fresh_timestamp();
  request.compressed =
      request.content && wanted->compression && request.content->size() >= compressed_from;
  return post(request, *wanted, *keys);
}

BankAnswer BankClient::upload(std::string const& name, std::string const& file_type,
                              std::string bytes) {
  auto wish = request(Operation::upload_file);
  wish.user_filename = name;
  wish.file_type = file_type;
  wish.content = std::move(bytes);
  return ask(std::move(wish));
}

BankAnswer BankClient::list(Listing const& listing) {
  auto wish = request(Operation::download_file_list);
  wish.file_type = listing.file_type;
  wish.status = listing.status;
  wish.start = listing.start;
  wish.end = listing.end;
  return ask(std::move(wish));
}

BankAnswer BankClient::download(std::string const& reference, std::string const& file_type,
                                std::string const& target_id) {
  auto wish = request(Operation::download_file);
  wish.file_references = {reference};
  wish.file_type = file_type;
  if (!target_id.empty()) wish.target_id = target_id;
  return ask(std::move(wish));
}

BankAnswer BankClient::remove(std::string const& reference, std::string const& file_type) {
  auto const wanted = profile();
  if (wanted && !wanted->deletes) {
    return unsent("bank.not_supported", fmt::format("{} deletes no files.", wanted->name));
  }
  auto wish = request(Operation::delete_file);
  wish.file_references = {reference};
  wish.file_type = file_type;
  return ask(std::move(wish));
}

BankAnswer BankClient::user_info() {
  auto const wanted = profile();
  if (wanted && !wanted->user_info) {
    return unsent("bank.not_supported", fmt::format("{} has no GetUserInfo.", wanted->name));
  }
  return ask(request(Operation::get_user_info));
}

}  // namespace airut::channels
