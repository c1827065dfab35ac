#include "gateway/make_channels.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "channels/avtalegiro/avtalegiro.hpp"
#include "channels/directory/directory.hpp"
#include "channels/efaktura/efaktura.hpp"
#include "channels/email/email.hpp"
#include "channels/finvoice_bank/finvoice_bank.hpp"
#include "channels/operator_http/operator_http.hpp"
#include "channels/operator_sftp/operator_sftp.hpp"
#include "channels/peppol/peppol.hpp"
#include "channels/portal/portal.hpp"
#include "channels/print/print.hpp"
#include "channels/vipps/vipps.hpp"
#include "gateway/clock.hpp"
#include "gateway/postage/posting.hpp"

namespace airut::gateway {
namespace {

using Made = std::unique_ptr<channels::Channel>;

// Certificates and register entries live by the real time, whatever a test clock says.
// How long it is until letters must be at the printer. Where a table lacks the holidays the batch
// goes by its own time, and the route preview names the table.
channels::PrintChannel::UntilCutOff until_cut_off(ChannelNeeds const& needs,
                                                  config::PrintSettings const& settings) {
  if (settings.cut_offs.empty()) return {};
  return
      [&law = needs.law, &clock = needs.clock, settings]() -> std::optional<std::chrono::seconds> {
        auto const now = clock.now();
        auto const next = next_posting(settings, law, now);
        if (!next) return std::nullopt;
        return std::chrono::floor<std::chrono::seconds>(next->cut_off - now);
      };
}

struct Maker {
  Maker(std::string const& the_name, ChannelNeeds const& the_needs)
      : name(the_name),
        needs(the_needs),
        house(needs.settings),
        answers(needs.answers),
        pool(needs.pool) {}

  std::string const& name;
  ChannelNeeds const& needs;
  config::Settings const& house;
  config::OperatorAnswers const& answers;
  boost::asio::thread_pool& pool;

  Made operator()(config::EmailSettings const& settings) const {
    return std::make_unique<channels::EmailChannel>(settings, pool);
  }
  Made operator()(config::SftpSettings const& settings) const {
    return std::make_unique<channels::OperatorSftpChannel>(settings, pool);
  }
  Made operator()(config::HttpSettings const& settings) const {
    return std::make_unique<channels::OperatorHttpChannel>(settings, pool);
  }
  Made operator()(config::DirectorySettings const& settings) const {
    return std::make_unique<channels::DirectoryChannel>(settings.path, pool);
  }
  Made operator()(config::PrintSettings const& settings) const {
    return std::make_unique<channels::PrintChannel>(std::visit(*this, settings.printer), settings,
                                                    house.data_directory / "print" / name, pool,
                                                    until_cut_off(needs, settings));
  }
  Made operator()(config::PortalSettings const&) const {
    return std::make_unique<channels::PortalChannel>();
  }
  Made operator()(config::EfakturaSettings const& settings) const {
    return std::make_unique<channels::EfakturaChannel>(settings, answers, pool);
  }
  Made operator()(config::VippsSettings const& settings) const {
    return std::make_unique<channels::VippsChannel>(settings, answers, pool);
  }
  Made operator()(config::AvtaleGiroSettings const& settings) const {
    return std::make_unique<channels::AvtaleGiroChannel>(
        std::visit(*this, settings.clearing_house));
  }
  Made operator()(config::PeppolSettings const& settings) const {
    return std::make_unique<channels::PeppolChannel>(settings, pool, real_now);
  }
  Made operator()(config::BankWsSettings const& settings) const {
    auto client =
        std::make_shared<channels::BankClient>(settings, load_bank_profiles(house), real_now);
    needs.banks.insert_or_assign(name, client);
    return std::make_unique<channels::FinvoiceBankChannel>(std::move(client), pool);
  }
};

}  // namespace

config::BankProfiles load_bank_profiles(config::Settings const& settings) {
  auto profiles = config::BankProfiles::load(settings.tables_directory, settings.tables_overlay);
  if (!profiles) throw std::runtime_error{profiles.error()};
  return *std::move(profiles);
}

Channels make_channels(ChannelNeeds const& needs) {
  Channels channels;
  for (auto const& one : needs.settings.channels) {
    channels.emplace(one.name, std::visit(Maker{one.name, needs}, one.transport));
  }
  return channels;
}

std::map<std::string, std::string> channel_faults(ChannelNeeds const& needs) {
  std::map<std::string, std::string> faults;
  for (auto const& one : needs.settings.channels) {
    try {
      std::ignore = std::visit(Maker{one.name, needs}, one.transport);
    } catch (std::exception const& fault) {
      faults.emplace(one.name, fault.what());
    }
  }
  return faults;
}

std::size_t blocking_threads(config::Settings const& settings) {
  std::size_t threads = 0;
  for (auto const& one : settings.channels) {
    if (std::holds_alternative<config::PrintSettings>(one.transport))
      continue;  // letters only wait
    threads += static_cast<std::size_t>(one.parallel);
  }
  constexpr std::size_t least = 2, most = 64;
  return std::clamp(threads, least, most);
}

}  // namespace airut::gateway
