#pragma once

#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "channels/channel.hpp"

namespace airut::tests {

// Runs a coroutine to its end on a context of its own.
template <class T>
T run_to_end(boost::asio::awaitable<T> work) {
  boost::asio::io_context context;
  std::optional<T> result;
  std::exception_ptr fault;
  boost::asio::co_spawn(context, std::move(work), [&](std::exception_ptr thrown, T value) {
    fault = thrown;
    result.emplace(std::move(value));
  });
  context.run();
  if (fault) std::rethrow_exception(fault);
  return std::move(*result);
}

inline channels::Parcel sample_parcel(std::string address = "osto@example.test") {
  channels::Parcel parcel;
  parcel.delivery_id = parcel.message_id = "dlv_01";
  parcel.created = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};
  parcel.address = std::move(address);
  parcel.files = {{"invoice-1.xml", "application/xml", "<Finvoice/>"}};
  parcel.from_name = "Mallisiivous Öy";
  parcel.reply_to = "laskut@example.test";
  parcel.subject = "Lasku 1 – Mallisiivous";
  parcel.text = "Hei,\n\n.alkaa pisteellä\nääkköset\n";
  return parcel;
}

template <class Kind>
Kind const& as(channels::Outcome const& outcome) {
  auto const* kind = std::get_if<Kind>(&outcome);
  if (!kind) {
    auto const& trace = channels::trace_of(outcome);
    throw std::runtime_error{"another outcome: " + trace.code + " " + trace.native_code + " " +
                             trace.excerpt};
  }
  return *kind;
}

}  // namespace airut::tests
