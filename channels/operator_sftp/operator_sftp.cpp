#include "channels/operator_sftp/operator_sftp.hpp"

#include "channels/blocking.hpp"
#include "channels/content.hpp"
#include "channels/file_name.hpp"

namespace airut::channels {
namespace {

Outcome outcome_of(SftpReply const& reply, std::string const& name) {
  Trace trace;
  trace.endpoint = reply.endpoint;
  trace.native_code = reply.fault;
  if (reply.ok) return HandedOver{Evidence::handed_over, name, trace};
  if (reply.host_key_changed) {
    trace.code = "transport.sftp_host_key_changed";
    return Refused{trace};
  }
  if (reply.refused_login) {
    trace.code = "transport.not_authorised";
    return Refused{trace};
  }
  if (reply.name_taken) {
    trace.code = "transport.name_taken";
    return Refused{trace};
  }
  if (reply.may_have_arrived) {
    trace.code = "transport.no_answer";
    return Unsure{trace};
  }
  trace.code = reply.disk_full ? "transport.disk_full" : "transport.sftp_down";
  return Deferred{trace, std::nullopt};
}

Arrival arrival_of(SftpClient::Place place) {
  switch (place) {
    case SftpClient::Place::final_name:
      return Arrival::arrived;
    case SftpClient::Place::temporary_name:
      return Arrival::not_arrived;
    case SftpClient::Place::no_answer:
      return Arrival::no_answer;
    case SftpClient::Place::other_file:
    case SftpClient::Place::nowhere:
      break;
  }
  return Arrival::cannot_tell;
}

}  // namespace

OperatorSftpChannel::OperatorSftpChannel(config::SftpSettings settings,
                                         boost::asio::thread_pool& pool)
    : pool_(pool), client_(std::move(settings)) {}

bool OperatorSftpChannel::take_ready(std::string const& name) {
  std::lock_guard const lock{mutex_};
  return ready_.erase(name) > 0;
}

boost::asio::awaitable<std::optional<Outcome>> OperatorSftpChannel::prepare(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)]() -> std::optional<Outcome> {
    auto const name = drop_name(parcel);
    Content content{parcel.files.front()};
    auto const reply = client_.make_ready(name, content);
    if (!reply.ok) return outcome_of(reply, name);
    std::lock_guard const lock{mutex_};
    ready_.insert(name);
    return std::nullopt;
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<void> OperatorSftpChannel::discard(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    auto const name = drop_name(parcel);
    if (take_ready(name)) client_.discard(name);
    return true;
  };
  co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Outcome> OperatorSftpChannel::deliver(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    auto const name = drop_name(parcel);
    Content content{parcel.files.front()};
    auto const reply =
        take_ready(name) ? client_.give_name(name, content.size()) : client_.upload(name, content);
    return outcome_of(reply, name);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Arrival> OperatorSftpChannel::ask(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    return arrival_of(client_.find(drop_name(parcel), Content{parcel.files.front()}.size()));
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
