#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/invoice.hpp"

// What a caller sends: the invoice that the law sees, how it shall travel, and how the money
// is followed. Member names are those of the JSON shape (invoice.schema.json).
namespace airut::model {

enum class OnFailure { next_channel, hold, return_to_sender };

struct Distribution {
  std::vector<std::string> channels;  // order to try; empty: the client's policy
  std::vector<std::string> forbid;
  std::optional<Instant> not_before, give_up_after;
  OnFailure on_failure = OnFailure::next_channel;
  bool hold = false;
  bool priority_high = false;
  std::vector<std::string> email_to;
  std::string email_message;
  std::optional<bool> email_attach_pdf;
  std::string email_attach_xml;  // none, ubl, finvoice, cii; "": as the channel has it
  std::string print_postage;     // economy, priority
  std::optional<bool> print_colour, print_duplex;
  std::string template_name;
  friend bool operator==(Distribution const&, Distribution const&) = default;
};

struct ReceivableWish {
  bool track = true;
  std::string policy;
  std::string reminders = "auto";     // auto, manual, never
  std::string collection = "manual";  // auto, manual, never
  std::optional<Money> already_paid;
  friend bool operator==(ReceivableWish const&, ReceivableWish const&) = default;
};

struct Submission {
  std::string client_ref;
  std::string external_id;
  Invoice invoice;
  Distribution distribution;
  ReceivableWish receivable;
  std::map<std::string, std::string> metadata;
  friend bool operator==(Submission const&, Submission const&) = default;
};

}  // namespace airut::model
