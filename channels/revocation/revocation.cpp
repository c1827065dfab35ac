#include "channels/revocation/revocation.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "formats/pki/revocation.hpp"

namespace airut::channels {
namespace {

using model::Fault;
using model::Problem;

constexpr std::chrono::hours known_most{24}, list_age_most{1};
constexpr std::chrono::minutes silence_kept{5};
constexpr std::size_t kept_most = 10000;

bool is_http(std::string const& address) {
  return address.starts_with("http://") || address.starts_with("https://");
}

}  // namespace

model::Result<RevocationCheck::Known> RevocationCheck::looked_up(pki::Certificate const& leaf,
                                                                 pki::Certificate const& issuer,
                                                                 model::Instant now) const {
  Problem last{Fault::missing, {}};
  for (auto const& file : own_lists_) {
    std::ifstream in{file, std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
    auto const answer = pki::ask_crl(bytes, leaf, issuer, now);
    if (answer) return Known{answer->revoked, answer->valid_until};
    last.text += fmt::format("{}: {} ", file.string(), answer.error().text);
  }
  return tl::unexpected{last};
}

std::optional<RevocationCheck::Known> RevocationCheck::remembered(std::string const& key,
                                                                  model::Instant now) {
  std::lock_guard const lock{mutex_};
  auto const found = known_.find(key);
  if (found == known_.end() || found->second.until <= now) return std::nullopt;
  return found->second;
}

// Who waits for one that does not answer waits for it once, and not again with each message. A
// silence of the future is none: the clock went back.
HttpReply RevocationCheck::asked(HttpRequest const& request, model::Instant now) {
  {
    std::lock_guard const lock{mutex_};
    auto const found = silent_.find(request.url);
    if (found != silent_.end() && now >= found->second.since &&
        now < found->second.since + silence_kept) {
      return found->second.reply;
    }
  }
  auto reply = http_.perform(request);
  std::lock_guard const lock{mutex_};
  silent_.erase(request.url);
  if (silent_.size() >= kept_most) silent_.clear();
  if (reply.status == 0) silent_.emplace(request.url, Silence{reply, now});
  return reply;
}

// The list as it was fetched at most an hour ago, else fetched now.
model::Result<std::string> RevocationCheck::list_at(std::string const& address,
                                                    model::Instant now) {
  {
    std::lock_guard const lock{mutex_};
    auto const found = lists_.find(address);
    if (found != lists_.end() && now < found->second.fetched + list_age_most) {
      return found->second.bytes;
    }
  }
  HttpRequest request;
  request.url = address;
  auto reply = asked(request, now);
  if (reply.status != 200) {
    return tl::unexpected{
        Problem{Fault::missing,
                fmt::format("{}: {}", address,
                            reply.status ? "HTTP " + std::to_string(reply.status) : reply.fault)}};
  }
  std::lock_guard const lock{mutex_};
  if (lists_.size() >= kept_most) lists_.clear();
  lists_[address] = {reply.body, now};
  return std::move(reply.body);
}

model::Result<RevocationCheck::Known> RevocationCheck::ask(pki::Certificate const& leaf,
                                                           pki::Certificate const& issuer,
                                                           model::Instant now) {
  Problem last{Fault::missing, "The certificate names nobody to ask."};
  for (auto const& address : leaf.ocsp_addresses()) {
    if (!is_http(address)) continue;
    HttpRequest request;
    request.method = "POST";
    request.url = address;
    request.headers = {{"Content-Type", "application/ocsp-request"}};
    request.body = pki::ocsp_question(leaf, issuer);
    request.repeatable = true;
    auto const reply = asked(request, now);
    auto const answer = pki::ask_ocsp(reply.body, leaf, issuer, now);
    if (answer) return Known{answer->revoked, answer->valid_until};
    last.text = fmt::format("{}: {}", address, reply.status ? answer.error().text : reply.fault);
  }
  for (auto const& address : leaf.crl_addresses()) {
    if (!is_http(address)) continue;
    auto const bytes = list_at(address, now);
    if (!bytes) {
      last = bytes.error();
      continue;
    }
    auto const answer = pki::ask_crl(*bytes, leaf, issuer, now);
    if (answer) return Known{answer->revoked, answer->valid_until};
    last = answer.error();
  }
  return tl::unexpected{last};
}

model::Result<RevocationCheck::Known> RevocationCheck::asked_or_remembered(
    pki::Certificate const& leaf, pki::Certificate const& issuer, model::Instant now) {
  auto const key = leaf.issuer() + " " + leaf.serial();
  if (auto const known = remembered(key, now)) return *known;
  auto answer = ask(leaf, issuer, now);
  if (!answer) return answer;
  answer->until = std::min<model::Instant>(answer->until, now + known_most);
  std::lock_guard const lock{mutex_};
  if (known_.size() >= kept_most) known_.clear();
  known_[key] = *answer;
  return answer;
}

std::optional<pki::Distrust> RevocationCheck::objection(pki::Certificate const& leaf,
                                                        pki::Certificate const& issuer,
                                                        model::Instant now) {
  using Reason = pki::Distrust::Reason;
  if (policy_ == config::Revocation::off) return std::nullopt;
  auto known = looked_up(leaf, issuer, now);
  auto const here = known ? std::string{} : known.error().text;
  if (!known) known = asked_or_remembered(leaf, issuer, now);
  if (!known) {
    if (policy_ == config::Revocation::when_reachable) return std::nullopt;
    return pki::Distrust{Reason::unchecked,
                         fmt::format("Whether {} was revoked could not be asked: {}{}",
                                     leaf.subject(), here, known.error().text)};
  }
  if (!known->revoked) return std::nullopt;
  return pki::Distrust{Reason::revoked,
                       fmt::format("{} was revoked by {}.", leaf.subject(), leaf.issuer())};
}

}  // namespace airut::channels
