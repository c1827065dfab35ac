#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/csv_profile.hpp"

// airut.toml as values: everything the operator decides. Read by config/load.hpp, which has
// already checked it; nothing here is half-valid. Text is UTF-8. Money is minor units.
namespace airut::config {

// A secret read from a file or the environment; printing settings shows "***".
struct Secret {
  std::string value;
  std::string source;  // "file:/etc/airut/smtp.pass" or "env:AIRUT_SMTP_PASSWORD", for messages
};

struct Listener {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8420;
  std::filesystem::path certificate;  // PEM chain; empty: plain HTTP (behind a proxy or loopback)
  std::filesystem::path private_key;
};

// Limits of the API listener (documented values are the defaults).
struct Limits {
  std::uint64_t json_body_bytes = 5u << 20;
  std::uint64_t file_body_bytes = 50u << 20;
  std::uint64_t unpacked_bytes = 500u << 20;
  std::uint32_t zip_files = 10000;
  std::uint32_t zip_ratio = 100;
  std::uint32_t header_bytes = 16u << 10;
  std::uint32_t connections = 4096;
  std::chrono::seconds header_time{10};
  std::chrono::seconds body_time{60};
  std::chrono::seconds idle_time{75};
  std::uint64_t body_memory_bytes = 512u << 20;  // all large bodies together; above: 503
  std::uint32_t intake_queue = 8192;             // requests waiting for the committer; above: 503
  std::uint64_t disk_floor_bytes = 1u << 30;     // free space below which intake answers 503
};

struct Address {
  std::string line1, line2, postal_code, city, country;
};

// The seller party (BG-4) of a billing client.
struct Seller {
  std::string name;             // BT-27
  std::string trading_name;     // BT-28
  std::string legal_id;         // BT-30: Y-tunnus or organisasjonsnummer
  std::string legal_id_scheme;  // 0212, 0192
  std::string vat_id;           // BT-31
  std::string legal_form;       // BT-33
  bool foretaksregisteret = false;
  std::string electronic_address, electronic_address_scheme;  // BT-34
  std::string intermediary;                // our operator or bank in Finvoice frames
  Address address;                         // BG-5
  std::string contact_name, phone, email;  // BG-6
};

struct Account {
  std::string iban, bic, name;
};

// How payment references are made when the caller leaves them out (BT-83).
struct ReferenceSeries {
  std::string kind = "fi_viite";    // fi_viite, rf, no_kid
  std::string prefix;               // digits put before the running number
  int length = 0;                   // no_kid: total length with check digit (4-25)
  std::string algorithm = "mod10";  // no_kid: mod10, mod11
};

// One step of a dunning policy, in order: first_reminder, second_reminder, collection_order.
struct DunningStep {
  std::string action;
  int after_days = 14;     // since the due date, or since the step before it
  int deadline_days = 14;  // minimum payment time that the letter gives
  bool fee = true;         // charge what the law allows on that day, else nothing
  bool interest = true;    // claim interest to the letter's day
};

struct DunningPolicy {
  std::string name;
  std::vector<DunningStep> steps;
  std::int64_t minimum_minor = 500;  // open principal below this is not reminded
  int grace_days = 3;                // for payments on their way
  int bank_data_age_days = 1;        // banking days the newest bank file may lag
  bool collection_automatic = false;
  // What counts as delivered: "handed_over" (it left with a receipt), "assumed" (and no bad news
  // came for the channel's time), "delivered" (the other side said so).
  std::string delivery_proof = "handed_over";
  bool compensation = false;  // charge businesses the standard compensation, which covers the fees
};

// Names of the templates that draw a client's papers.
struct Templates {
  std::string invoice = "invoice", credit_note = "credit_note", reminder = "reminder",
              collection = "collection";
};

// A billing client: one company that bills through this gateway.
struct Client {
  std::string ref;  // unique within the tenant, used in the API as client_ref
  Seller seller;
  std::vector<Account> accounts;
  ReferenceSeries reference;
  std::filesystem::path logo;   // PNG; empty: the name in text
  std::string language = "fi";  // of documents when the buyer has none
  std::string currency = "EUR";
  int payment_terms_days = 14;
  std::string late_interest_percent;  // decimal text; empty: the statutory rate
  std::vector<std::string> channel_order_business, channel_order_consumer;
  std::string dunning_policy;  // name of a DunningPolicy; empty: no reminders
  // Payments that no reference matches: left alone (reference), proposed to a person while
  // reminders of the proposed items wait (propose), or laid when there is one way alone
  // (automatic).
  std::string payment_matching = "propose";
  int proposal_hold_days = 14;     // reminders of a proposed item wait so long
  std::string collection_partner;  // channel name that carries collection orders
  std::string accent = "1f4e79";   // colour of the PDF, rrggbb
  Templates templates;
  std::string pdf_xml = "factur_x";  // none, factur_x, ubl: the e-invoice inside the PDF
};

struct ApiKey {
  std::string id;  // key_...
  std::string name;
  std::string sha256;                     // hex digest of the whole key text
  std::vector<std::string> scopes;        // "invoices:write" ...; "*" is every scope
  std::vector<std::string> clients;       // client refs; empty: all of the tenant
  std::uint32_t requests_per_second = 0;  // on average; 0: no limit
  std::uint32_t burst = 0;                // at once after a rest; 0: two seconds' worth
};

struct Tenant {
  std::string id;       // short, lower case; first part of every database key
  std::string country;  // FI, NO: business days and default law
  bool live = true;
  std::vector<Client> clients;
  std::vector<DunningPolicy> policies;
  std::vector<ApiKey> keys;
};

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
  std::string helo = "localhost";
  int connections = 4;
  std::chrono::seconds timeout{300};
};

struct SftpSettings {
  std::string host;
  std::uint16_t port = 22;
  std::string user;
  std::optional<Secret> password;
  std::filesystem::path private_key, public_key;
  std::string host_key_sha256;  // base64 fingerprint as ssh-keygen -l prints it; required
  std::string directory;        // remote
  int connections = 2;
  std::chrono::seconds timeout{120};
};

struct HttpSettings {
  std::string url;  // the document is POSTed to it
  std::optional<Secret> bearer_token;
  std::filesystem::path ca_file, certificate, private_key;
  std::string status_url;     // GET with {message_id}: 200 arrived, 404 not; empty: cannot ask
  bool deduplicates = false;  // the operator refuses a message id twice: repeating is safe
  int connections = 8;
  std::chrono::seconds timeout{60};
};

struct DirectorySettings {
  std::filesystem::path path;  // atomic drop: temporary name, fsync, rename
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
};

struct PortalSettings {
  std::string base_url;  // "https://lasku.example.fi": links are base_url/h/<token>
  Secret signing_key;    // at least 32 bytes
  int link_days = 400;
};

// What an access point does about a certificate whose revocation cannot be asked.
enum class Revocation { required, when_reachable, off };

// An access point of the Peppol network, by AS4.
struct PeppolSettings {
  std::filesystem::path certificate, private_key;  // PEM; issued by the network
  std::filesystem::path trust;  // PEM: the issuing authorities of access points and registers
  std::string zone = "participant.sml.prod.tech.peppol.org";  // of the SML
  std::vector<std::string> resolvers;                         // "127.0.0.1:53"; empty: the system's
  std::filesystem::path ca_file;                              // of TLS; empty: the system's
  std::string host;    // right side of message ids, ours alone
  std::string mls_to;  // "0242:987654": where status messages come; empty: no wish
  bool mls_always = false;  // also good news, not failures alone
  Revocation revocation = Revocation::required;
  std::chrono::seconds cache_time{900};  // of register entries
  // A recipient that is not registered is asked for again after this before it is believed.
  std::chrono::seconds recheck{600};
  std::chrono::seconds connect_time{30}, timeout{60};
};

// A channel by its name in routes (finvoice, peppol, email, print, portal, ...), the transport
// that carries it and the document it carries.
struct Channel {
  std::string name;
  std::string format;  // finvoice, finvoice-utf8, finvoice-2.01, finvoice-2.01-utf8, ubl, pdf,
                       // json
  int parallel = 8;    // deliveries under way at once
  std::variant<EmailSettings, SftpSettings, HttpSettings, DirectorySettings, PrintSettings,
               PortalSettings, PeppolSettings>
      transport;
};

struct Settings {
  std::filesystem::path file;                 // where it was read from
  Listener api;                               // the API and the portal pages
  Listener admin{"127.0.0.1", 8421, {}, {}};  // healthz, readyz, metrics
  std::filesystem::path data_directory;
  std::filesystem::path tables_directory;                     // shipped law and code tables
  std::filesystem::path tables_overlay;                       // operator's own rows; may be empty
  std::filesystem::path font_directory = "/usr/share/fonts";  // and all below it
  std::filesystem::path template_directory;  // operator's own templates; may be empty
  std::string public_url;  // how callers reach the API, for Location and problem types
  int threads = 0;         // 0: one per core
  std::optional<std::chrono::sys_days>
      test_clock;                        // time of day begins here; never with live tenants
  bool webhooks_allow_loopback = false;  // tests and demos only: SSRF filter lets 127/8 through
  Limits limits;
  std::vector<Tenant> tenants;
  std::vector<Channel> channels;
  std::vector<CsvProfile> csv_profiles;
};

}  // namespace airut::config
