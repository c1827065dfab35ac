#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "formats/bank_csv/read.hpp"
#include "formats/bank_files/bank_files.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/upload.hpp"
#include "gateway/batches/csv_profile.hpp"
#include "gateway/claim/import.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

void write_imported(json::Writer& out, Imported const& imported, model::BankFile const& file) {
  out.begin_object();
  out.member("object", "payment_file");
  out.member("id", imported.file_id);
  out.member("format", file.format);
  out.member_if("version", file.version);
  out.member("seen_before", imported.seen_before);
  out.member("entries", imported.entries);
  out.member("new", static_cast<std::int64_t>(imported.payments.size()));
  out.member("duplicates", imported.duplicates);
  out.member("not_incoming", imported.skipped);
  write_day(out, "covers_until", file.covers_until);
  out.key("payments");
  out.begin_array();
  for (auto const& payment : imported.payments) {
    out.begin_object();
    out.member("id", payment.id);
    out.member("amount", payment.amount.text());
    out.member("currency", payment.amount.currency().code());
    out.member("unallocated", payment.unallocated.text());
    out.member_if("unallocated_reason", payment.unallocated_reason);
    out.member("rule", payment.rule);
    out.member("explanation", payment.explanation);
    out.member_if("proposal", payment.proposal);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

struct ReadFile {
  model::Sha256 digest{};
  model::BankFile file;
  model::Findings faults;
};

// By the CSV profile that is named, or by what is in it.
tl::expected<model::BankFile, model::Findings> read_entries(House& house,
                                                            http::Request const& request) {
  auto const name = request.parameter("profile");
  if (name.empty()) return bank_files::read(request.body);
  for (auto const& one : house.settings.bank_csv_profiles) {
    if (one.name == name) return bank_csv::read(request.body, csv_profile(one));
  }
  model::Finding finding;
  finding.code = "profile-unknown";
  finding.detail = fmt::format("There is no [[bank_csv_profile]] \"{}\".", name);
  return tl::unexpected(model::Findings{finding});
}

// All or nothing: the whole file is read and its accounts are known before the transaction begins.
ReadFile read_bank_file(House& house, http::Request const& request) {
  ReadFile read;
  read.digest = request_digest(request);
  auto file = read_entries(house, request);
  if (!file) {
    read.faults = std::move(file.error());
    return read;
  }
  read.file = *std::move(file);
  read.faults = check_accounts(read.file, house.billers, request.principal->tenant);
  return read;
}

asio::awaitable<http::Response> import_payments(House& house, http::Request request) {
  need_whole_tenant(request);
  take_file_out(request);
  auto const read =
      co_await channels::on_pool(house.workers, [&] { return read_bank_file(house, request); });
  if (!read.faults.empty()) co_return http::invalid(read.faults, request.language);
  Acting const take = [&read](House& at, http::Request const& asked, ledger::Transaction& tx) {
    ImportContext const context{at.billers, at.law, asked.principal->tenant,
                                asked.principal->key_id, at.clock.now()};
    auto const imported = import_file(tx, read.file, asked.body, context);
    tell_imported(tx, imported, context, at.codes);
    json::Writer out;
    write_imported(out, imported, read.file);
    return Effect{reply(std::move(out), imported.seen_before ? 200 : 201), false};
  };
  co_return co_await act(house, request, read.digest, take);
}

}  // namespace

void add_payment_file_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back(
      {Method::post,
       "/v1/payment-files",
       "payments:write",
       Body::document,
       false,
       "Ledger",
       "Import a bank file, whole or not at all; CSV by the profile that is named",
       {"profile"},
       [&house](http::Request request) { return import_payments(house, std::move(request)); },
       {.gives = "PaymentFile",
        .status = 201,
        .takes_media = {"application/octet-stream", "application/xml", "text/csv",
                        "multipart/form-data"}}});
}

}  // namespace airut::gateway::api
