#pragma once

#include <memory>
#include <optional>
#include <string>

#include "config/settings.hpp"
#include "formats/model/submission.hpp"
#include "formats/rules/check.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"

namespace airut::gateway::cli {

// The billing clients whose settings fill in what a document leaves out, as intake does it.
class Billing {
 public:
  // Those of airut.toml. The client: the one that the document names, else this one, else the only
  // one there is. Says why not on stderr.
  static std::optional<Billing> open(Options const& options, std::string client);
  // Where a client or the file is named on the command line; else nothing is filled in, and
  // Checked says so. False: open() has said why not.
  static bool open_if_named(Options const& options, std::string const& client,
                            std::optional<Billing>& billing);

  bool names_client() const { return !client_.empty(); }
  Checked look_over(model::Submission submission, rules::CheckContext const& context,
                    model::Findings notes) const;

 private:
  config::Tenant const* tenant_of(model::Submission const& submission) const;

  std::unique_ptr<config::Settings const> settings_;
  std::string client_;
};

}  // namespace airut::gateway::cli
