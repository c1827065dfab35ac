#include "channels/peppol/discovery.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "channels/file_name.hpp"
#include "channels/peppol/identity.hpp"
#include "formats/smp/address.hpp"

namespace airut::channels {
namespace {

constexpr std::size_t kept_most = 10000, entry_bytes = 4u << 20, list_bytes = 32u << 20;
constexpr std::string_view unavailable = "peppol.smp_unavailable",
                           not_registered = "peppol.participant_not_registered",
                           not_supported = "peppol.document_type_not_supported",
                           register_untrusted = "peppol.smp_certificate_invalid",
                           receiver_untrusted = "peppol.receiver_certificate_invalid";

pki::TrustAnchors anchors(std::filesystem::path const& file, std::string issuer) {
  std::ifstream in{file, std::ios::binary};
  std::string const pem{std::istreambuf_iterator<char>{in}, {}};
  auto anchors = pki::TrustAnchors::from_pem(pem, std::move(issuer));
  if (!anchors) throw std::runtime_error{file.string() + ": " + anchors.error().text};
  return *std::move(anchors);
}

tl::unexpected<NotFound> miss(std::string_view code, std::string endpoint, std::string native,
                              std::string text) {
  bool const final = code == not_supported || code == register_untrusted;
  return tl::unexpected{
      NotFound{{std::move(endpoint), std::string{code}, std::move(native), excerpt(text)}, final}};
}

std::string key_of(PeppolQuestion const& question) {
  return joined(question.recipient) + " " + joined(question.document_type) + " " +
         joined(question.process);
}

// Whether two distinguished names have the same parts, in whatever order they are written.
bool same_name(std::string_view one, std::string_view two) {
  auto const parts = [](std::string_view name) {
    std::vector<std::string> found;
    while (!name.empty()) {
      auto const comma = std::min(name.find(','), name.size());
      auto part = name.substr(0, comma);
      while (part.starts_with(' ')) part.remove_prefix(1);
      while (part.ends_with(' ')) part.remove_suffix(1);
      found.emplace_back(part);
      name.remove_prefix(std::min(comma + 1, name.size()));
    }
    std::sort(found.begin(), found.end());
    return found;
  };
  return parts(one) == parts(two);
}

}  // namespace

Discovery::Discovery(config::PeppolSettings const& settings, Now now)
    : settings_(settings),
      now_(std::move(now)),
      http_(http_options(settings, entry_bytes)),
      revocation_http_(http_options(settings, list_bytes)),
      resolver_(settings.resolvers),
      revocation_(settings.revocation, revocation_http_),
      access_points_(anchors(settings.trust, "ACCESS POINT")),
      registers_(anchors(settings.trust, "SERVICE METADATA PUBLISHER")) {}

void Discovery::forget(sbdh::ParticipantId const& recipient) {
  std::lock_guard const lock{mutex_};
  auto const prefix = joined(recipient) + " ";
  std::erase_if(kept_, [&](auto const& one) { return one.first.starts_with(prefix); });
}

tl::expected<AccessPoint, NotFound> Discovery::find(PeppolQuestion const& question) {
  auto const key = key_of(question);
  {
    std::lock_guard const lock{mutex_};
    auto const found = kept_.find(key);
    if (found != kept_.end() && now_() < found->second.until) return found->second.answer;
  }
  auto answer = look_up(question);
  if (answer || answer.error().final) {
    std::lock_guard const lock{mutex_};
    if (kept_.size() >= kept_most) kept_.clear();
    kept_.insert_or_assign(key, Kept{answer, now_() + settings_.cache_time});
  }
  return answer;
}

Discovery::Asked<AccessPoint> Discovery::look_up(PeppolQuestion const& question) {
  auto const base = register_of(question.recipient);
  if (!base) return tl::unexpected{base.error()};
  auto const found = entry(*base, question);
  if (!found) return tl::unexpected{found.error()};
  {
    std::lock_guard const lock{mutex_};
    missed_.erase(question.recipient.value);
  }
  return endpoint(*found, question);
}

// Not registered is believed when it is so again after a while.
NotFound Discovery::unregistered(sbdh::ParticipantId const& recipient, Trace trace) {
  trace.code = not_registered;
  std::lock_guard const lock{mutex_};
  if (missed_.size() >= kept_most) missed_.clear();
  auto const since = missed_.emplace(recipient.value, now_()).first->second;
  return {std::move(trace), now_() >= since + settings_.recheck};
}

Discovery::Asked<std::string> Discovery::register_of(sbdh::ParticipantId const& recipient) {
  auto const name = smp::sml_name(recipient, settings_.zone);
  auto const answer = resolver_.naptr(name);
  if (answer.kind == NaptrAnswer::Kind::failed) {
    return miss(unavailable, name, "DNS: " + answer.fault, "");
  }
  if (answer.kind == NaptrAnswer::Kind::none) {
    return tl::unexpected{unregistered(recipient, {name, "", "DNS: no such name", ""})};
  }
  for (auto const& record : answer.records) {
    bool const ours = (record.flags == "U" || record.flags == "u") && record.service == "Meta:SMP";
    auto address = ours ? smp::naptr_address(record.regexp) : std::nullopt;
    if (address) return *std::move(address);
  }
  return miss(unavailable, name, "DNS: no Meta:SMP", "The name has no usable U-NAPTR record.");
}

Discovery::Asked<HttpReply> Discovery::fetch(std::string const& url) {
  HttpRequest request;
  request.url = url;
  auto reply = http_.perform(request);
  if (reply.status == 200 || reply.status == 404) return reply;
  auto native = reply.status ? fmt::format("HTTP {}", reply.status) : reply.fault;
  return miss(unavailable, url, std::move(native), reply.body);
}

Discovery::Asked<sbdh::DocumentType> Discovery::registered_type(std::string const& base,
                                                                PeppolQuestion const& question) {
  auto const url = smp::group_url(base, question.recipient);
  auto const reply = fetch(url);
  if (!reply) return tl::unexpected{reply.error()};
  if (reply->status == 404) {
    return tl::unexpected{unregistered(question.recipient, {url, "", "HTTP 404", ""})};
  }
  auto const group = smp::read_group(reply->body);
  if (!group) return miss(unavailable, url, "", group.error());
  for (auto const& wanted : smp::entries_for(question.document_type)) {
    auto const& all = group->document_types;
    if (std::find(all.begin(), all.end(), wanted) != all.end()) return wanted;
  }
  return miss(not_supported, url, "", "The recipient does not take this kind of document.");
}

Discovery::Asked<smp::Metadata> Discovery::signed_entry(std::string const& url,
                                                        std::string const& certificate_uid) {
  auto const reply = fetch(url);
  if (!reply) return tl::unexpected{reply.error()};
  if (reply->status == 404) return miss(not_supported, url, "HTTP 404", "");
  auto entry = smp::read_metadata(reply->body, settings_.takes_sha1_registers);
  if (!entry) {
    auto const& why = entry.error();
    return miss(why.is_cut ? unavailable : register_untrusted, url, "", why.text);
  }
  auto const issuer = registers_.check(entry->signer, now_());
  if (!issuer) return miss(register_untrusted, url, "", issuer.error().text);
  if (auto const objection = revocation_.objection(entry->signer, *issuer, now_())) {
    bool const unasked = objection->reason == pki::Distrust::Reason::unchecked;
    return miss(unasked ? unavailable : register_untrusted, url, "", objection->text);
  }
  if (!certificate_uid.empty() && !same_name(certificate_uid, entry->signer.subject())) {
    return miss(register_untrusted, url, "",
                fmt::format("The register that was redirected to is {}, not {}.",
                            entry->signer.subject(), certificate_uid));
  }
  return *std::move(entry);
}

Discovery::Asked<smp::Metadata> Discovery::entry(std::string const& base,
                                                 PeppolQuestion const& question) {
  auto type = question.document_type;
  if (smp::is_wildcard(type)) {
    auto const found = registered_type(base, question);
    if (!found) return tl::unexpected{found.error()};
    type = *found;
  }
  auto url = smp::metadata_url(base, question.recipient, type);
  auto entry = signed_entry(url, {});
  if (!entry && entry.error().trace.native_code == "HTTP 404") {
    // Is it the type that is not there, or the recipient?
    auto const group = registered_type(base, question);
    return tl::unexpected{group ? entry.error() : group.error()};
  }
  if (entry && !entry->redirect.empty()) {
    url = entry->redirect;
    if (entry->redirect_certificate_uid.empty()) {
      return miss(register_untrusted, url, "", "The redirect does not name its register.");
    }
    entry = signed_entry(url, entry->redirect_certificate_uid);
    if (entry && !entry->redirect.empty()) {
      return miss(register_untrusted, url, "", "The register redirects more than once.");
    }
  }
  if (!entry) return entry;
  auto const lower = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  };
  bool const asked = lower(joined(entry->participant)) == lower(joined(question.recipient)) &&
                     entry->document_type == type;
  if (asked) return entry;
  return miss(register_untrusted, url, "",
              fmt::format("The entry is about {} and {}.", joined(entry->participant),
                          joined(entry->document_type)));
}

Discovery::Asked<AccessPoint> Discovery::endpoint(smp::Metadata const& entry,
                                                  PeppolQuestion const& question) {
  auto const endpoint = smp::endpoint_for(entry, question.process, now_());
  if (!endpoint) return miss(not_supported, "", "", endpoint.error());
  auto const& url = endpoint->address;
  if (!url.starts_with("https://")) {
    return miss(receiver_untrusted, url, "", "The access point's address is not HTTPS.");
  }
  auto const certificate = pki::Certificate::from_text(endpoint->certificate);
  if (!certificate) return miss(receiver_untrusted, url, "", certificate.error().text);
  if (auto const objection = access_point_objection(*certificate)) {
    bool const unasked = objection->reason == pki::Distrust::Reason::unchecked;
    return miss(unasked ? unavailable : receiver_untrusted, url, "", objection->text);
  }
  return AccessPoint{url, *certificate};
}

std::optional<pki::Distrust> Discovery::role_objection(pki::Certificate const& certificate) const {
  auto const issuer = access_points_.check(certificate, now_());
  if (!issuer) return issuer.error();
  return std::nullopt;
}

std::optional<pki::Distrust> Discovery::access_point_objection(
    pki::Certificate const& certificate) {
  auto const issuer = access_points_.check(certificate, now_());
  if (!issuer) return issuer.error();
  return revocation_.objection(certificate, *issuer, now_());
}

}  // namespace airut::channels
