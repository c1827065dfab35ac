#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/book_settings.hpp"
#include "config/channel_settings.hpp"
#include "config/csv_profile.hpp"
#include "config/dunning_settings.hpp"
#include "config/e_invoice_settings.hpp"
#include "config/kid_structure.hpp"
#include "config/store_settings.hpp"

// airut.toml as values: everything the operator decides. Read by config/load.hpp, which has
// already checked it; nothing here is half-valid. Text is UTF-8. Money is minor units.
namespace airut::config {

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
  std::uint32_t answer_days = 30;  // a repeated request gets the answer of the first so long
  std::uint64_t disk_floor_bytes = 1u << 30;  // free space below which intake answers 503
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
  bool held = false;  // an account of the service: its money is held for the client
};

// How payment references are made when the caller leaves them out (BT-83).
struct ReferenceSeries {
  std::string kind = "fi_viite";    // fi_viite, rf, no_kid
  std::string prefix;               // digits put before the running number
  int length = 0;                   // no_kid: total length with check digit (4-25)
  std::string algorithm = "mod10";  // no_kid: mod10, mod11
};

// One step of a dunning policy, in order: first_reminder, second_reminder, collection_order.
// Names of the templates that draw a client's papers.
struct Templates {
  std::string invoice = "invoice", credit_note = "credit_note", reminder = "reminder",
              collection = "collection";
};

// Whom a printed collection order is written to; the order's JSON needs neither.
struct Agency {
  std::string name;
  Address address;
};

// A billing client: one company that bills through this gateway.
struct Client {
  std::string ref;  // unique within the tenant, used in the API as client_ref
  Seller seller;
  std::vector<Account> accounts;
  ReferenceSeries reference;
  std::vector<KidStructure> kids;  // registered at the bank; empty: no agreement is known
  std::filesystem::path logo;      // PNG; empty: the name in text
  std::string language = "fi";     // of documents when the buyer has none
  std::string currency = "EUR";
  int payment_terms_days = 14;
  std::string late_interest_percent;  // decimal text; empty: the statutory rate
  std::vector<std::string> channel_order_business, channel_order_consumer;
  std::string dunning_policy;           // name of a DunningPolicy; empty: no reminders
  std::vector<SegmentPolicy> segments;  // other policies than that, by who owes
  // Payments that no reference matches: left alone (reference), proposed to a person while
  // reminders of the proposed items wait (propose), or laid when there is one way alone
  // (automatic).
  std::string payment_matching = "propose";
  int proposal_hold_days = 14;     // reminders of a proposed item wait so long
  std::string collection_partner;  // channel name that carries collection orders
  std::optional<Agency> agency;    // at its other end; needed where that channel prints
  // Its claims can be enforced without a judgment: less may be charged for collecting them.
  bool directly_enforceable = false;
  std::string accent = "1f4e79";   // colour of the PDF, rrggbb
  Templates templates;
  BookSettings books;
  EInvoiceSettings e_invoice;        // what Finnish banks are told of the client
  std::string pdf_xml = "factur_x";  // none, factur_x, ubl: the e-invoice inside the PDF
};

struct ApiKey {
  std::string id;  // key_...
  std::string name;
  std::string sha256;                // hex digest of the whole key text
  std::vector<std::string> scopes;   // "invoices:write" ...; "*" is every scope
  std::vector<std::string> clients;  // client refs; empty: all of the tenant
  std::string agency;  // channel of the collection agency whose key it is; "": nobody's
  std::uint32_t requests_per_second = 0;  // on average; 0: no limit
  std::uint32_t burst = 0;                // at once after a rest; 0: two seconds' worth
};

struct Tenant {
  std::string id;       // short, lower case; first part of every database key
  std::string country;  // FI, NO: business days and default law
  bool live = true;
  // When the day is run by itself, after midnight there, in order; none: only when it is asked for.
  std::vector<std::chrono::minutes> day_run_times;
  std::vector<Client> clients;
  std::vector<DunningPolicy> policies;
  std::vector<ApiKey> keys;
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
  StoreSettings store;
  std::vector<Tenant> tenants;
  std::vector<Channel> channels;
  std::vector<CsvProfile> csv_profiles;
  std::vector<CsvProfile> bank_csv_profiles;  // of bank statements; the same keys
};

}  // namespace airut::config
