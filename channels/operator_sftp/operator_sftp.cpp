#include "channels/operator_sftp/operator_sftp.hpp"

#include "channels/blocking.hpp"
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
  trace.code = "transport.sftp_down";
  return Deferred{trace, std::nullopt};
}

}  // namespace

OperatorSftpChannel::OperatorSftpChannel(config::SftpSettings settings,
                                         boost::asio::thread_pool& pool)
    : pool_(pool), client_(std::move(settings)) {}

boost::asio::awaitable<Outcome> OperatorSftpChannel::deliver(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    auto const name = drop_name(parcel);
    return outcome_of(client_.upload(name, parcel.files.front().bytes), name);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Arrival> OperatorSftpChannel::ask(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    auto const size = client_.size_of(drop_name(parcel));
    bool const whole = size == static_cast<std::int64_t>(parcel.files.front().bytes.size());
    return whole ? Arrival::arrived : Arrival::cannot_tell;
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
