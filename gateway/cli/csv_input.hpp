#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "formats/csv/profile.hpp"
#include "formats/model/submission.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"

namespace airut::gateway::cli {

// Reads CSV files by a profile, and fills in what a billing client's settings say (seller,
// accounts, terms), as intake does.
class CsvInput {
 public:
  // The profile by its name in airut.toml, or a .toml file that holds one. The client: the one that
  // the rows name, else the chosen one, else the only one there is. Says why not on stderr.
  static std::optional<CsvInput> open(Options const& options, CsvChoice const& choice);

  // Gives every invoice of the file to take(), named "FILE:line". The error: the file is no table
  // of the profile's.
  using Take = std::function<void(std::string const& name, Checked checked)>;
  tl::expected<void, model::Findings> read(std::string const& file, std::string_view bytes,
                                           Take const& take) const;

 private:
  config::Client const* client_of(model::Submission const& submission) const;
  Checked checked(model::Submission submission) const;

  csv::Profile profile_;
  std::string client_;
  std::vector<config::Client> clients_;
};

}  // namespace airut::gateway::cli
