#include "gateway/intake/prepare.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "formats/documents/checked.hpp"
#include "formats/json/submission.hpp"
#include "formats/pdf/read.hpp"
#include "formats/rules/settle.hpp"
#include "gateway/kid/kid.hpp"
#include "gateway/official/authority.hpp"

namespace airut::gateway {

namespace {

model::Finding finding(std::string code, std::string pointer, std::string term,
                       std::string detail) {
  model::Finding one;
  one.code = std::move(code);
  one.pointer = std::move(pointer);
  one.term = std::move(term);
  one.detail = std::move(detail);
  return one;
}

bool may_bill(Caller const& caller, std::string_view client) {
  return caller.clients.empty() ||
         std::find(caller.clients.begin(), caller.clients.end(), client) != caller.clients.end();
}

// The client by name, by being the only one, or by the seller on the document.
config::Client const* client_of(model::Submission const& submission, Caller const& caller,
                                Billers const& billers) {
  if (!submission.client_ref.empty()) return billers.client(caller.tenant, submission.client_ref);
  if (!submission.invoice.seller.name.empty())
    return billers.client_of_seller(caller.tenant, submission.invoice.seller);
  if (caller.clients.size() == 1) return billers.client(caller.tenant, caller.clients.front());
  auto const* tenant = billers.tenant(caller.tenant);
  return tenant != nullptr && tenant->clients.size() == 1 ? &tenant->clients.front() : nullptr;
}

model::Finding no_client(model::Submission const& submission) {
  if (submission.client_ref.empty())
    return finding(
        "client-unknown", "/invoice/seller", "BG-4",
        "The seller is none of the billing clients of this key; name one in client_ref.");
  return finding("client-unknown", "/client_ref", "",
                 fmt::format("There is no billing client \"{}\".", submission.client_ref));
}

// A given seller must be the client: nobody bills in another's name.
void fill_seller(model::Submission& submission, config::Client const& client, Caller const& caller,
                 Billers const& billers, model::Findings& findings) {
  auto& seller = submission.invoice.seller;
  if (seller.name.empty()) {
    seller = seller_party(client);
    return;
  }
  if (billers.client_of_seller(caller.tenant, seller) != &client)
    findings.push_back(
        finding("seller-not-client", "/invoice/seller", "BG-4",
                fmt::format("The seller is not the billing client \"{}\".", client.ref)));
}

void fill_payment(model::Invoice& invoice, config::Client const& client) {
  if (!invoice.payment) invoice.payment.emplace();
  if (invoice.payment->accounts.empty()) invoice.payment->accounts = payment_accounts(client);
  if (!invoice.payment->late_interest_percent && !client.late_interest_percent.empty())
    invoice.payment->late_interest_percent = model::Decimal::parse(client.late_interest_percent);
}

// What the client's settings say where the document is silent.
void fill_in(model::Submission& submission, config::Client const& client) {
  auto& invoice = submission.invoice;
  submission.client_ref = client.ref;
  fill_payment(invoice, client);
  if (invoice.buyer.language.empty()) invoice.buyer.language = client.language;
  if (submission.receivable.policy.empty()) submission.receivable.policy = client.dunning_policy;
}

bool needs_reference(model::Invoice const& invoice) {
  return invoice.type != model::InvoiceType::credit_note && invoice.payment &&
         invoice.payment->reference.empty();
}

// By the structure that is registered at the bank: customer's number and invoice number.
void make_structured_kid(model::Invoice& invoice, config::KidStructure const& structure,
                         model::Findings& findings) {
  auto const made = make_kid(structure, invoice.buyer.customer_number, invoice.number);
  if (!made) {
    findings.push_back(
        finding("kid-not-possible", "/invoice/payment/reference", "BT-83", made.error().text));
    return;
  }
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = *made;
}

void make_reference(model::Invoice& invoice, config::Client const& client, Caller const& caller,
                    ReferenceNumbers& numbers, model::Findings& findings) {
  auto series = client.reference;
  if (invoice.payment->reference_kind == model::ReferenceKind::free) return;
  if (auto const* structure = structure_for(client, invoice.issue_date)) {
    return make_structured_kid(invoice, *structure, findings);
  }
  if (invoice.payment->reference_kind && series.kind != "no_kid")
    series.kind = std::string{model::reference_kind_text(*invoice.payment->reference_kind)};
  auto const number = caller.preview ? numbers.peek(caller.tenant, client.ref)
                                     : numbers.next(caller.tenant, client.ref);
  auto made = series_reference(series, number);
  if (!made) {
    findings.push_back(finding("reference-series-used-up", "/invoice/payment/reference", "BT-83",
                               made.error().text));
    return;
  }
  invoice.payment->reference_kind = made->kind();
  invoice.payment->reference = made->text();
}

// What is paid and not said on the document is asked for on it all the same, with slip and bar
// code.
void warn_of_hidden_payment(model::Submission const& submission, model::Findings& warnings) {
  auto const& told = submission.receivable.already_paid;
  if (!told || told->is_zero()) return;
  auto const& totals = submission.invoice.totals;
  auto const asks = totals.due.value_or(model::Money{0, submission.invoice.currency});
  if (asks.minor() <= 0) return;
  auto one = finding("already-paid-not-shown", "/receivable/already_paid", "BT-113",
                     fmt::format("{} {} are paid already, and the document asks for {}: say it in "
                                 "totals.paid.",
                                 told->text(), told->currency().code(), asks.text()));
  one.severity = model::Severity::warning;
  warnings.push_back(std::move(one));
}

// A bank lets through only KIDs that are built as the agreement says, and for the right payer.
void check_kid(model::Invoice const& invoice, config::Client const& client,
               model::Findings& findings) {
  bool const is_kid =
      invoice.payment && invoice.payment->reference_kind == model::ReferenceKind::no_kid;
  if (client.kids.empty() || !is_kid) return;
  auto const& kid = invoice.payment->reference;
  auto const* structure = structure_of(client, kid, invoice.issue_date);
  auto const parts = structure ? take_apart(*structure, kid) : std::nullopt;
  if (!parts) {
    findings.push_back(finding(
        "kid-not-registered", "/invoice/payment/reference", "BT-83",
        fmt::format("\"{}\" is built by none of the structures that are registered for KIDs on {}.",
                    kid, model::date_text(invoice.issue_date))));
    return;
  }
  auto const& number = invoice.buyer.customer_number;
  if (parts->customer.empty() || number.empty()) return;
  if (plain_number(parts->customer) == plain_number(number)) return;
  findings.push_back(finding("kid-of-another-customer", "/invoice/payment/reference", "BT-83",
                             fmt::format("The KID names the customer {}, the invoice {}.",
                                         plain_number(parts->customer), number)));
}

// Numbers run out: told while there is time to register a longer series.
void warn_of_series_end(Caller const& caller, config::Client const& client,
                        ReferenceNumbers const& numbers, model::Findings& warnings) {
  auto const next = numbers.peek(caller.tenant, client.ref);
  auto const text = series_end_text(client.reference, next);
  if (!client.kids.empty() || text.empty()) return;
  auto one = finding("reference-series-ends", "/invoice/payment/reference", "BT-83", text);
  one.severity = model::Severity::warning;
  warnings.push_back(std::move(one));
}

// Without its PDF, too: by the link to its page, or as XML.
bool mail_brings_invoice(model::Distribution const& wish, Billers const& billers) {
  if (billers.portal() != nullptr) return true;
  if (!wish.email_attach_xml.empty()) return wish.email_attach_xml != "none";
  return std::any_of(billers.channels().begin(), billers.channels().end(), [](auto const& one) {
    auto const* mail = std::get_if<config::EmailSettings>(&one.transport);
    return mail != nullptr && mail->attach_xml != "none";
  });
}

// A wish that is not kept is taken, and said.
void warn_of_wishes(model::Distribution const& wish, Billers const& billers,
                    model::Findings& warnings) {
  if (wish.email_attach_pdf.value_or(true) || mail_brings_invoice(wish, billers)) return;
  auto one = finding("wish-not-kept", "/distribution/email/attach_pdf", "",
                     "The PDF is attached: nothing else in the mail would bring the invoice.");
  one.severity = model::Severity::warning;
  warnings.push_back(std::move(one));
}

void sort_out(model::Findings&& found, model::Findings& errors, model::Findings& warnings) {
  for (auto& one : found)
    (one.severity == model::Severity::error ? errors : warnings).push_back(std::move(one));
}

rules::CheckContext check_context(config::Client const& client, rules::CheckContext context) {
  context.kid_algorithm = client.reference.kind != "no_kid" ? std::nullopt
                          : client.reference.algorithm == "mod11"
                              ? std::optional{model::KidAlgorithm::mod11}
                              : std::optional{model::KidAlgorithm::mod10};
  context.payment_instruction_id = client.e_invoice.payment_instruction;
  if (context.payment_instruction_id.empty()) return context;
  for (auto const& account : client.accounts) {
    if (!account.bic.empty()) context.sender_info_accounts.push_back(account.iban);
  }
  return context;
}

rules::CheckContext context_of_json() {
  rules::CheckContext context;
  context.origin = rules::Origin::own;
  return context;
}

int terms_days(model::Submission const& submission, config::Client const& client,
               Caller const& caller) {
  auto const& customer = submission.invoice.buyer.customer_number;
  auto const own = caller.terms_of && !customer.empty() ? caller.terms_of(client.ref, customer) : 0;
  return own > 0 ? static_cast<int>(own) : client.payment_terms_days;
}

// Fills in what the client's settings say, completes and checks.
void settle_for(config::Client const& client, model::Submission& submission,
                rules::CheckContext const& asked, Caller const& caller, Billers const& billers,
                model::Findings& found) {
  fill_seller(submission, client, caller, billers, found);
  fill_in(submission, client);
  rules::CompleteContext terms;
  terms.payment_terms_days = terms_days(submission, client, caller);
  auto const context = check_context(client, asked);
  documents::add_unsaid(found, rules::settle(submission.invoice, terms, context));
}

// What was found before the checks on the model: by the reader, and by the official rules.
struct Heard {
  model::Findings read, official;
};

tl::expected<Prepared, model::Findings> finish(Prepared&& prepared, Heard heard,
                                               Original const& original, Caller const& caller,
                                               Billers const& billers, ReferenceNumbers& numbers) {
  auto& submission = prepared.submission;
  auto found = std::move(heard.read);
  model::Findings errors;
  prepared.client = client_of(submission, caller, billers);
  if (prepared.client == nullptr || !may_bill(caller, prepared.client->ref)) {
    documents::add_unsaid(found, std::move(heard.official));
    found.push_back(no_client(submission));
    sort_out(std::move(found), errors, prepared.warnings);
    return tl::unexpected{std::move(errors)};
  }
  auto const& client = *prepared.client;
  settle_for(client, submission, original.context, caller, billers, found);
  auto const wants_reference = needs_reference(submission.invoice);
  documents::add_unsaid(found, std::move(heard.official));
  sort_out(std::move(found), errors, prepared.warnings);
  if (errors.empty() && wants_reference)
    make_reference(submission.invoice, client, caller, numbers, errors);
  if (!wants_reference) check_kid(submission.invoice, client, errors);
  if (!errors.empty()) return tl::unexpected{std::move(errors)};
  if (!wants_reference && !caller.preview && submission.invoice.payment)
    numbers.note(caller.tenant, client, submission.invoice.payment->reference);
  warn_of_series_end(caller, client, numbers, prepared.warnings);
  warn_of_wishes(submission.distribution, billers, prepared.warnings);
  warn_of_hidden_payment(submission, prepared.warnings);
  prepared.original = ledger::pack_document(original.media_type, original.bytes, original.digest);
  prepared.canonical =
      ledger::pack_document("application/json", json::write_submission(submission));
  return std::move(prepared);
}

// What the installed official rules say of the document as it came.
model::Findings ask_authority(Authority const& authority, std::string_view document,
                              Caller const& caller, Billers const& billers,
                              model::Submission const& submission) {
  if (authority.rules == nullptr || authority.rules->profiles().empty()) return {};
  auto const* client = client_of(submission, caller, billers);
  return official_findings(*authority.rules, document, authority.now,
                           client == nullptr ? std::string{} : client->ref);
}

bool is_told(model::Findings const& findings, std::string_view pointer) {
  return std::any_of(findings.begin(), findings.end(), [&](model::Finding const& one) {
    return pointer.starts_with(one.pointer) || one.pointer.starts_with(pointer);
  });
}

// The findings of a document that could be read in part, and those of the values in that part: a
// clerk corrects everything at once. What needs sums is looked at when all can be read.
model::Findings with_value_checks(json::PartlyRead read, Caller const& caller,
                                  Billers const& billers) {
  rules::CheckContext context;
  if (auto const* client = client_of(read.submission, caller, billers)) {
    fill_in(read.submission, *client);
    context = check_context(*client, context_of_json());
  }
  auto const told = read.findings;
  for (auto& one : rules::check_values(read.submission.invoice, context)) {
    bool const ours = one.pointer.starts_with("/invoice/seller");  // filled in from the settings
    if (!ours && !is_told(told, one.pointer)) read.findings.push_back(std::move(one));
  }
  return std::move(read.findings);
}

}  // namespace

tl::expected<Prepared, model::Findings> prepare_json(std::string body, Caller const& caller,
                                                     Billers const& billers,
                                                     ReferenceNumbers& numbers,
                                                     std::optional<model::Sha256> digest) {
  auto read = json::read_as_far_as_it_goes(body);
  if (!read.findings.empty()) {
    return tl::unexpected{with_value_checks(std::move(read), caller, billers)};
  }
  Prepared prepared;
  prepared.submission = std::move(read.submission);
  prepared.syntax = "json";
  return finish(std::move(prepared), {}, {"application/json", body, context_of_json(), digest},
                caller, billers, numbers);
}

tl::expected<Prepared, model::Findings> prepare_upload(Upload upload, Caller const& caller,
                                                       Billers const& billers,
                                                       ReferenceNumbers& numbers,
                                                       Authority const& authority) {
  auto read = documents::read_document(upload.document);
  if (!read) return tl::unexpected{std::move(read.error())};
  Prepared prepared;
  Heard heard{std::move(read->notes), {}};
  if (upload.wishes.empty()) {
    prepared.submission.invoice = std::move(read->invoice);
  } else {
    auto wishes = json::read_wishes_for(upload.wishes, std::move(read->invoice));
    if (!wishes) return tl::unexpected{std::move(wishes.error())};
    prepared.submission = *std::move(wishes);
  }
  auto& kept = prepared.submission.invoice.attachments;
  std::move(upload.attachments.begin(), upload.attachments.end(), std::back_inserter(kept));
  prepared.syntax = std::string{documents::syntax_text(read->syntax)};
  auto const context = documents::check_context(read->syntax);
  bool const is_pdf = pdf::is_pdf(upload.document);
  auto const& xml = is_pdf ? read->embedded : upload.document;
  heard.official = ask_authority(authority, xml, caller, billers, prepared.submission);
  auto const* media = is_pdf ? "application/pdf" : "application/xml";
  return finish(std::move(prepared), std::move(heard), {media, upload.document, context}, caller,
                billers, numbers);
}

tl::expected<Prepared, model::Findings> prepare_submission(ReadSubmission read,
                                                           Original const& original,
                                                           Caller const& caller,
                                                           Billers const& billers,
                                                           ReferenceNumbers& numbers) {
  Prepared prepared;
  prepared.submission = std::move(read.submission);
  prepared.syntax = std::move(read.syntax);
  return finish(std::move(prepared), {std::move(read.notes), {}}, original, caller, billers,
                numbers);
}

model::Findings look_over(model::Submission& submission, rules::CheckContext const& context,
                          Caller const& caller, Billers const& billers) {
  auto const* client = client_of(submission, caller, billers);
  if (client == nullptr || !may_bill(caller, client->ref)) return {no_client(submission)};
  model::Findings found;
  settle_for(*client, submission, context, caller, billers, found);
  auto& invoice = submission.invoice;
  if (!needs_reference(invoice)) {
    check_kid(invoice, *client, found);
  } else if (invoice.payment->reference_kind != model::ReferenceKind::free) {
    auto const* structure = structure_for(*client, invoice.issue_date);
    if (structure == nullptr) {
      auto one = finding("reference-at-intake", "/invoice/payment/reference", "BT-83",
                         "The payment reference is the next of the client's series, which the "
                         "invoice gets when it is submitted.");
      one.severity = model::Severity::warning;
      found.push_back(std::move(one));
    } else if (!model::has_errors(found)) {
      make_structured_kid(invoice, *structure, found);
    }
  }
  return found;
}

tl::expected<Prepared, model::Findings> prepare(std::string body, Caller const& caller,
                                                Billers const& billers, ReferenceNumbers& numbers,
                                                Authority const& authority) {
  if (body.starts_with("PK\x03\x04"))
    return tl::unexpected{model::Findings{
        finding("zip-nested", "", "", "An archive stands where an invoice should.")}};
  auto const first = body.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && body[first] == '{')
    return prepare_json(std::move(body), caller, billers, numbers);
  return prepare_upload({std::move(body), {}, {}}, caller, billers, numbers, authority);
}

}  // namespace airut::gateway
