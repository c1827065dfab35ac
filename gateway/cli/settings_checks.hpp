#pragma once

#include <string>
#include <vector>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "config/places.hpp"
#include "config/settings.hpp"

// What is wrong with settings that could be read, by what each check tries; none is told twice.
namespace airut::gateway::cli {

using Complaints = std::vector<config::Complaint>;

// Whether billers can bill: the check digits of their ids and accounts.
void check_sellers(config::Settings const& settings, config::Places const& at, Complaints& out);

// Whether every scope of a key is one that some address asks for.
void check_scopes(config::Settings const& settings, config::Places const& at, Complaints& out);

// Whether the templates are good and each client's are there and draw what he uses them for.
void check_templates(config::Settings const& settings, config::Places const& at, Complaints& out);

// Whether the tables know the banks of the channels, and what is to be fetched there.
void check_banks(config::Settings const& settings, config::Places const& at, Complaints& out);

// What the daemon opens besides: its certificates, the tables that are read later, official rules,
// logos, the channels with their keys, the store's connection string. Neither a port nor a store.
void check_start(config::Settings const& settings, config::Law const& law,
                 config::Codes const& codes, config::Places const& at, Complaints& out);

// What hinders no start but is hardly meant: directories that are not there yet, tables that nobody
// reads, certificates that have ended, listeners whose keys and invoices go over a network in plain
// text.
std::vector<std::string> warnings_of(config::Settings const& settings);

}  // namespace airut::gateway::cli
