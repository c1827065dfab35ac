#pragma once

#include "config/section.hpp"

// The readers of airut.toml's parts, one function a section.
namespace airut::config {

Tenant read_tenant(toml::table const& table, Reading& reading);
DunningPolicy read_policy(toml::table const& table, Reading& reading);
SegmentPolicy read_segment(toml::table const& table, Reading& reading);
Client read_client(toml::table const& table, Reading& reading);
EInvoiceSettings read_e_invoice(toml::table const& table, Section& above);
BookSettings read_books(toml::table const& table, Reading& reading);
Channel read_channel(toml::table const& table, Reading& reading);
StoreSettings read_store(toml::table const& table, Reading& reading);
EfakturaSettings read_efaktura(Section& in);
VippsSettings read_vipps(Section& in);
BankWsSettings read_bank_ws(Section& in);
Revocation read_revocation(Section& in, Revocation otherwise);
AvtaleGiroSettings read_avtalegiro(Section& in,
                                   std::variant<SftpSettings, DirectorySettings> transport);
PrintSettings read_print(Section& in, std::variant<SftpSettings, DirectorySettings> transport);
// Where the channel's other side leaves files for us; nullopt without the key inbox.
std::optional<InboxSettings> read_inbox(Section& in, decltype(Channel::transport) const& transport);
std::vector<KidStructure> read_kids(Section& in);
void check_clearing(Section& in, std::vector<Channel> const& channels,
                    std::vector<Tenant> const& tenants);
// What one part says against another: twins, a test clock for live tenants, listeners and limits
// that cannot serve.
void check_whole(Section& in, Settings const& settings);
// A list of times of day, "HH:MM", put in order; left alone when the key is not there.
void read_times(Section& in, std::string_view key, std::vector<std::chrono::minutes>& times);
CsvProfile read_csv_profile(toml::table const& table, Reading& reading);

// Complain of what is not there, where it is named at all; a file that must be given is complained
// of when it is not, too. Whether it can be read is for the start to tell: whoever looks at the
// settings alone need not be able to.
void must_exist(Section& in, std::string_view key, std::filesystem::path const& path);
void must_be_file(Section& in, std::string_view key, std::filesystem::path const& path);
void must_be_folder(Section& in, std::string_view key, std::filesystem::path const& path);
void must_be_given(Section& in, std::string_view key, std::filesystem::path const& path);

// Complain of a text that cannot be what the key wants; of none when it is empty.
void must_be_url(Section& in, std::string_view key, std::string const& text);
// A URL of a host alone, to which paths are put.
void must_be_origin(Section& in, std::string_view key, std::string const& text);
void must_be_host(Section& in, std::string_view key, std::string const& text);
void must_be_mailbox(Section& in, std::string_view key, std::string const& text);
void must_be_fingerprint(Section& in, std::string_view key, std::string_view text);
void must_be_servers(Section& in, std::string_view key, std::vector<std::string> const& servers);
// A code of so many capital letters: of a country (2), of a currency (3).
void must_be_code(Section& in, std::string_view key, std::string_view text, std::size_t letters);
void must_be_bic(Section& in, std::string_view key, std::string_view text);
// What stands in the names of folders and addresses.
void must_be_name(Section& in, std::string_view key, std::string_view text);
void must_be_participant(Section& in, std::string_view key, std::string const& text);

bool is_numeric_address(std::string const& text);

}  // namespace airut::config
