#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/avtalegiro_settings.hpp"
#include "config/bank_ws_settings.hpp"
#include "config/efaktura_settings.hpp"
#include "config/revocation.hpp"
#include "config/secret.hpp"
#include "config/transport_settings.hpp"
#include "config/vipps_settings.hpp"

// The channels of airut.toml as values: one struct a kind of transport.
namespace airut::config {

enum class TlsPolicy { required, none };

struct EmailSettings {
  std::string host;
  std::uint16_t port = 587;
  TlsPolicy starttls = TlsPolicy::required;
  std::filesystem::path ca_file;  // empty: the system's
  std::string user;
  std::optional<Secret> password;
  std::string from;     // From address, and envelope sender where bounces is empty
  std::string bounces;  // envelope sender of each mail: "{id}" becomes the delivery's id
  std::filesystem::path bounce_maildir;  // where the mail to that address is put; empty: unread
  std::chrono::seconds bounce_time{30};  // between two looks there
  std::string attach_xml = "none";       // beside the PDF: none, ubl, finvoice, cii
  std::string helo = "localhost";
  int connections = 4;
  std::chrono::seconds timeout{300};
};

// What is done with letters that the conditions name; an empty condition holds for all. Later rules
// win over earlier ones and over what the invoice itself asks for; inserts add up.
struct PrintRule {
  std::string client, document, country;  // ref of the billing client; "reminder"; "NO"
  std::optional<bool> colour, duplex;
  std::vector<std::string> inserts;  // leaflets, by the names that the printer knows
};

struct PrintEnvelope {
  std::string name;  // as the printer knows it: "C5"
  int sheets = 1;    // at most so many go in, inserts counted
};

// Until when a batch must be at the printer to be posted on the day, by the printer's clock.
struct PrintCutOff {
  std::array<bool, 7> weekdays{};  // from Monday
  std::chrono::minutes time{};     // after midnight
};

// What a letter costs, from a day on. Conditions that are left out hold for all; the first row that
// holds counts. Prices are thousandths of the currency's minor unit, without VAT.
struct PrintPrice {
  std::string valid_from;  // "2026-01-01"
  std::string country;     // of the recipient
  std::optional<bool> colour, duplex, priority;
  int sheets = 0;  // at most so many, inserts counted; 0: any number
  std::int64_t letter = 0, page = 0, sheet = 0, insert = 0;
};

// Ids at Posti's iPost, which wants a LetterBundle beside each PDF.
struct LetterBundleSettings {
  std::string customer_id, contact;
  Secret password;
  bool test = false;
};

struct PrintSettings {
  std::variant<SftpSettings, DirectorySettings> printer;
  int letters_per_batch = 500;
  std::chrono::seconds batch_time{60};  // a waiting letter leaves at the latest after this
  bool bundle = false;                  // one PDF for letters that are processed alike
  std::optional<LetterBundleSettings> letter_bundle;
  std::vector<PrintRule> rules;
  std::vector<PrintEnvelope> envelopes;  // smallest first; none: the printer chooses
  int pages_most = 0;                    // that the printer takes in a letter; 0: any number
  std::string calendar;                  // FI, NO: the printer's clock and holidays; "": UTC, none
  std::vector<PrintCutOff> cut_offs;     // none: a batch is posted whenever it comes
  std::string currency;                  // of the prices
  std::vector<PrintPrice> prices;
};

struct PortalSettings {
  std::string base_url;  // "https://lasku.example.fi": links are base_url/h/<token>
  Secret signing_key;    // at least 32 bytes
  int link_days = 400;
};

// An access point of the Peppol network, by AS4.
struct PeppolSettings {
  std::filesystem::path certificate, private_key;  // PEM; issued by the network
  std::filesystem::path trust;  // PEM: the issuing authorities of access points and registers
  std::string zone = "participant.sml.prod.tech.peppol.org";  // of the SML
  std::vector<std::string> resolvers;                         // "127.0.0.1:53"; empty: the system's
  std::filesystem::path ca_file;                              // of TLS; empty: the system's
  std::string host;         // right side of message ids, ours alone
  std::string mls_to;       // "0242:987654": where status messages come; empty: no wish
  bool mls_always = false;  // also good news, not failures alone
  Revocation revocation = Revocation::required;
  bool takes_sha1_registers = false;     // register entries signed as in earlier years, too
  std::chrono::seconds cache_time{900};  // of register entries
  // A recipient that is not registered is asked for again after this before it is believed.
  std::chrono::seconds recheck{600};
  std::chrono::seconds connect_time{30}, timeout{60};
  int per_access_point = 4;   // messages under way to one access point at once
  int certificate_days = 60;  // before our certificate's end that a person is told
  // Within which the sender of a received document is to be told what became of it, where he is
  // told at all: the network's service level for Message Level Statuses.
  std::chrono::seconds status_time{1200};
  // Who gets the monthly reports ("0242:..." of the authority); empty: they are only made.
  std::string reports_to;
  int reports_day = 2;  // of the next month on which they are sent
};

using AnyTransport = std::variant<EmailSettings, SftpSettings, HttpSettings, DirectorySettings,
                                  PrintSettings, PortalSettings, PeppolSettings, EfakturaSettings,
                                  VippsSettings, BankWsSettings, AvtaleGiroSettings>;

// The way a channel's documents go. A class of its own so that what copies, moves and destroys all
// kinds is compiled once.
class Transport : public AnyTransport {
 public:
  using AnyTransport::AnyTransport;
  Transport();
  Transport(Transport const& other);
  Transport(Transport&& other) noexcept;
  Transport& operator=(Transport const& other);
  Transport& operator=(Transport&& other) noexcept;
  ~Transport();
};

// A channel by its name in routes (finvoice, peppol, email, print, portal, ...), the transport
// that carries it and the document it carries.
struct Channel {
  std::string name;
  std::string format;  // finvoice, finvoice-utf8, finvoice-2.01, finvoice-2.01-utf8, ubl, pdf,
                       // json, claim; efaktura and vipps for the channels of these kinds
  int parallel = 8;    // deliveries under way at once
  Transport transport;
  std::optional<InboxSettings> inbox{};  // where the other side leaves files about what was sent
};

}  // namespace airut::config
