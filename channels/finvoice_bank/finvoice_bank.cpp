#include "channels/finvoice_bank/finvoice_bank.hpp"

#include <algorithm>

#include "channels/blocking.hpp"

namespace airut::channels {
namespace {

using config::BankVerdict;

// The invoice goes first, its attachments in a file of another kind after it.
std::string_view meaning_of(Parcel const& parcel) {
  if (parcel.taken > 0) return "attachment_out";
  return parcel.meaning.empty() ? std::string_view{"finvoice_out"} : parcel.meaning;
}

// A bank's list of what was sent may lag behind what it took.
constexpr std::chrono::minutes settling_time{15};
constexpr std::size_t remembered_most = 10000;
constexpr std::size_t name_most = 80;  // UserFilename in ApplicationRequest.xsd

std::string name_of(Parcel const& parcel) {
  std::string_view const end = parcel.taken > 0 ? "-attachments.xml" : ".xml";
  return parcel.message_id.substr(0, name_most - end.size()).append(end);
}

Outcome outcome_of(BankAnswer answer) {
  switch (answer.verdict) {
    case BankVerdict::good:
      return HandedOver{Evidence::handed_over, std::move(answer.receipt), std::move(answer.trace)};
    case BankVerdict::deferred:
      return Deferred{std::move(answer.trace), answer.retry_after};
    case BankVerdict::refused:
    case BankVerdict::empty:
      return Refused{std::move(answer.trace)};
    case BankVerdict::unsure:
      break;
  }
  return Unsure{std::move(answer.trace)};
}

// What a list of everything sent says of one name.
Arrival arrival_of(BankAnswer const& answer, std::string const& name) {
  if (answer.verdict == BankVerdict::empty) return Arrival::not_arrived;
  if (answer.verdict == BankVerdict::refused) return Arrival::cannot_tell;
  if (answer.verdict != BankVerdict::good) return Arrival::no_answer;
  auto const& files = answer.response.files;
  bool const found = std::any_of(files.begin(), files.end(),
                                 [&](auto const& one) { return one.user_filename == name; });
  if (found) return Arrival::arrived;
  bool const nameless = std::any_of(files.begin(), files.end(),
                                    [](auto const& one) { return one.user_filename.empty(); });
  return nameless ? Arrival::cannot_tell : Arrival::not_arrived;
}

}  // namespace

FinvoiceBankChannel::FinvoiceBankChannel(std::shared_ptr<BankClient> client,
                                         boost::asio::thread_pool& pool)
    : pool_(pool), client_(std::move(client)), started_(client_->now()) {}

Outcome FinvoiceBankChannel::send(Parcel const& parcel) {
  if (parcel.taken >= parcel.files.size()) {
    return Refused{{"", "internal.fault", "", "The bank has every file of the parcel."}};
  }
  auto const& file = parcel.files.at(parcel.taken);
  auto const name = name_of(parcel);
  auto const type = client_->profiles().file_type(client_->settings().bank, meaning_of(parcel),
                                                  model::day_of(client_->now()));
  if (!type) return Refused{{"", "bank.profile_missing", "", type.error()}};
  {
    std::lock_guard const lock{mutex_};
    if (tried_.size() >= remembered_most) {
      std::erase_if(tried_,
                    [&](auto const& one) { return one.second + settling_time < client_->now(); });
    }
    tried_[name] = client_->now();
  }
  auto outcome = outcome_of(client_->upload(name, *type, file.bytes));
  std::lock_guard const lock{mutex_};
  if (std::holds_alternative<Unsure>(outcome)) {
    tried_[name] = client_->now();
  } else {
    tried_.erase(name);
  }
  return outcome;
}

bool FinvoiceBankChannel::is_settled(std::string const& name) {
  std::lock_guard const lock{mutex_};
  auto const tried = tried_.find(name);
  auto const last = tried == tried_.end() ? started_ : tried->second;
  return last + settling_time <= client_->now();
}

Arrival FinvoiceBankChannel::look(Parcel const& parcel) {
  auto const profile = client_->profile();
  if (!profile || !profile->lists_uploads) return Arrival::cannot_tell;
  auto const today = model::day_of(client_->now());
  auto const type =
      client_->profiles().file_type(client_->settings().bank, meaning_of(parcel), today);
  if (!type) return Arrival::cannot_tell;
  BankClient::Listing wish;
  wish.file_type = *type;
  wish.status = "ALL";
  wish.start = model::day_of(parcel.created) - std::chrono::days{1};
  wish.end = today + std::chrono::days{1};
  auto const arrival = arrival_of(client_->list(wish), name_of(parcel));
  bool const early = arrival == Arrival::not_arrived && !is_settled(name_of(parcel));
  return early ? Arrival::no_answer : arrival;
}

boost::asio::awaitable<Outcome> FinvoiceBankChannel::deliver(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] { return send(parcel); };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Arrival> FinvoiceBankChannel::ask(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] { return look(parcel); };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
