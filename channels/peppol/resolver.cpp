#include "channels/peppol/resolver.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <tuple>

#include <ares.h>
#include <arpa/nameser.h>
#include <fmt/format.h>
#include <poll.h>

namespace airut::channels {
namespace {

constexpr int timeout_ms = 3000, tries = 2;

struct Free {
  void operator()(ares_channeldata* one) const { ares_destroy(one); }
  void operator()(ares_naptr_reply* one) const { ares_free_data(one); }
};

std::string text_or_none(unsigned char const* text) {
  return text ? reinterpret_cast<char const*>(text) : "";
}

void read_records(NaptrAnswer& answer, unsigned char const* bytes, int size) {
  ares_naptr_reply* raw = nullptr;
  auto const status = ares_parse_naptr_reply(bytes, size, &raw);
  std::unique_ptr<ares_naptr_reply, Free> const records{raw};
  if (status == ARES_ENODATA) {
    answer.kind = NaptrAnswer::Kind::none;
    return;
  }
  if (status != ARES_SUCCESS) {
    answer.fault = ares_strerror(status);
    return;
  }
  for (auto const* one = records.get(); one; one = one->next) {
    answer.records.push_back({one->order, one->preference, text_or_none(one->flags),
                              text_or_none(one->service), text_or_none(one->regexp)});
  }
  std::sort(answer.records.begin(), answer.records.end(), [](auto const& a, auto const& b) {
    return std::tie(a.order, a.preference) < std::tie(b.order, b.preference);
  });
  answer.kind = answer.records.empty() ? NaptrAnswer::Kind::none : NaptrAnswer::Kind::found;
}

void on_answer(void* to, int status, int, unsigned char* bytes, int size) {
  auto& answer = *static_cast<NaptrAnswer*>(to);
  if (status == ARES_SUCCESS) return read_records(answer, bytes, size);
  if (status == ARES_ENOTFOUND || status == ARES_ENODATA) {
    answer.kind = NaptrAnswer::Kind::none;
  } else {
    answer.fault = ares_strerror(status);
  }
}

// Runs the channel until nothing is asked any more.
void run(ares_channeldata* channel) {
  for (;;) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    auto const mask = ares_getsock(channel, sockets.data(), ARES_GETSOCK_MAXNUM);
    std::array<pollfd, ARES_GETSOCK_MAXNUM> polls{};
    nfds_t count = 0;
    for (std::size_t i = 0; i < sockets.size(); ++i) {
      bool const readable = ARES_GETSOCK_READABLE(mask, i) != 0;
      bool const writable = ARES_GETSOCK_WRITABLE(mask, i) != 0;
      if (!readable && !writable) continue;
      polls.at(count++) = {
          sockets.at(i), static_cast<short>((readable ? POLLIN : 0) | (writable ? POLLOUT : 0)), 0};
    }
    if (count == 0) return;
    timeval most{1, 0}, wait{};
    auto const* left = ares_timeout(channel, &most, &wait);
    poll(polls.data(), count, static_cast<int>(left->tv_sec * 1000 + left->tv_usec / 1000 + 1));
    for (nfds_t i = 0; i < count; ++i) {
      auto const& one = polls.at(i);
      bool const in = (one.revents & (POLLIN | POLLERR | POLLHUP)) != 0;
      ares_process_fd(channel, in ? one.fd : ARES_SOCKET_BAD,
                      (one.revents & POLLOUT) ? one.fd : ARES_SOCKET_BAD);
    }
  }
}

void start_library() {
  static bool const ready = [] {
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
      throw std::runtime_error{"c-ares cannot start"};
    }
    return true;
  }();
  static_cast<void>(ready);
}

}  // namespace

Resolver::Resolver(std::vector<std::string> servers)
    : servers_(fmt::format("{}", fmt::join(servers, ","))) {
  start_library();
}

NaptrAnswer Resolver::naptr(std::string const& name) const {
  NaptrAnswer answer;
  ares_options options{};
  options.timeout = timeout_ms;
  options.tries = tries;
  ares_channeldata* raw = nullptr;
  auto status = ares_init_options(&raw, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
  std::unique_ptr<ares_channeldata, Free> const channel{raw};
  if (status == ARES_SUCCESS && !servers_.empty()) {
    status = ares_set_servers_ports_csv(channel.get(), servers_.c_str());
  }
  if (status != ARES_SUCCESS) {
    answer.fault = ares_strerror(status);
    return answer;
  }
  ares_query(channel.get(), name.c_str(), ns_c_in, ns_t_naptr, on_answer, &answer);
  run(channel.get());
  return answer;
}

}  // namespace airut::channels
