#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "config/settings.hpp"
#include "formats/model/finding.hpp"
#include "formats/model/submission.hpp"
#include "formats/rules/check.hpp"
#include "gateway/billers.hpp"
#include "gateway/intake/references.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {

class OfficialRules;

// A document that was read, completed and checked, ready to be accepted in one transaction.
struct Prepared {
  model::Submission submission;  // completed: seller, totals, reference, due date
  config::Client const* client = nullptr;
  std::string syntax;                // json, csv, finvoice, ubl_invoice, ubl_credit_note, cii
  ledger::PackedDocument original;   // the bytes as received
  ledger::PackedDocument canonical;  // json::write_submission(submission)
  model::Findings warnings;          // what is odd but not wrong
};

// Who submits: the tenant of the key and the clients that the key may bill for (empty: all).
struct Caller {
  std::string tenant;
  std::string actor;  // key_...
  std::vector<std::string> clients;
  // Nothing will be kept: running numbers are shown, not taken.
  bool preview = false;
  // Payment terms agreed with a customer of a client, in days; 0 or none: the client's.
  std::function<std::int64_t(std::string_view client, std::string_view customer)> terms_of{};
};

// The official rules that the operator installed (none: nullptr), and the moment that says which
// set is in force.
struct Authority {
  OfficialRules const* rules = nullptr;
  model::Instant now{};
};

// The bytes as they came, their media type, and what the checks ask of their syntax.
struct Original {
  std::string_view media_type, bytes;
  rules::CheckContext context{};
  std::optional<model::Sha256> digest{};  // where it is known already
};

// What a reader of another format made of its bytes.
struct ReadSubmission {
  model::Submission submission;
  model::Findings notes;  // warnings
  std::string syntax;     // csv
};

// A document with what may stand beside it in a multipart body.
struct Upload {
  std::string document;
  std::string wishes;  // JSON as in a submission, without invoice and attachments; may be empty
  std::vector<model::Attachment> attachments;
};

// Reads JSON (POST /v1/invoices), fills in what the client's settings say (seller, accounts, terms,
// payment reference) and checks everything. The error holds every finding; nothing was stored.
// A running number of the client's series is taken only when all else was right. digest: of the
// body, where it is known already.
tl::expected<Prepared, model::Findings> prepare_json(
    std::string body, Caller const& caller, Billers const& billers, ReferenceNumbers& numbers,
    std::optional<model::Sha256> digest = std::nullopt);

// The same for an XML document recognised by its content (or the one inside a hybrid PDF); the
// client is found by the seller. XML that the official rules refuse by the client's policy is
// refused.
tl::expected<Prepared, model::Findings> prepare_upload(Upload upload, Caller const& caller,
                                                       Billers const& billers,
                                                       ReferenceNumbers& numbers,
                                                       Authority const& authority);

// The same for what was read already.
tl::expected<Prepared, model::Findings> prepare_submission(ReadSubmission read,
                                                           Original const& original,
                                                           Caller const& caller,
                                                           Billers const& billers,
                                                           ReferenceNumbers& numbers);

// The same for those who keep nothing and take no number of a series, so that only a structured KID
// becomes a reference: fills in, completes and checks in place. Every finding, warnings too.
model::Findings look_over(model::Submission& submission, rules::CheckContext const& context,
                          Caller const& caller, Billers const& billers);

// Either, by the first character that is not blank.
tl::expected<Prepared, model::Findings> prepare(std::string body, Caller const& caller,
                                                Billers const& billers, ReferenceNumbers& numbers,
                                                Authority const& authority);

}  // namespace airut::gateway
