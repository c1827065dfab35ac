#include "gateway/dispatch/seal.hpp"

#include <stdexcept>
#include <utility>

#include "formats/json/object_reader.hpp"
#include "formats/json/writer.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace {

struct Seal {
  std::vector<SealedFile> files;
  std::optional<channels::PrintJob> print;
  std::string from_name, reply_to, subject, text, html, unsubscribe;
};

constexpr std::size_t text_max = 1 << 20;

channels::PrintJob read_print(json::ObjectReader const& above, json::Node const& node) {
  json::ObjectReader in{above, node, "print"};
  channels::PrintJob job;
  job.address_lines = in.texts("address_lines", 10, 400);
  job.country = in.text("country");
  job.pages = static_cast<int>(in.whole_number("pages").value_or(1));
  job.colour = in.flag("colour").value_or(false);
  job.duplex = in.flag("duplex").value_or(true);
  job.priority = in.flag("priority").value_or(false);
  job.client = in.text("client");
  job.document = in.text("document");
  return job;
}

void write_print(json::Writer& out, channels::PrintJob const& job) {
  out.key("print");
  out.begin_object();
  out.key("address_lines");
  out.begin_array();
  for (auto const& line : job.address_lines) out.string(line);
  out.end_array();
  out.member("country", job.country);
  out.member("pages", job.pages);
  out.member("colour", job.colour);
  out.member("duplex", job.duplex);
  out.member("priority", job.priority);
  out.member("client", job.client);
  out.member("document", job.document);
  out.end_object();
}

Seal read_seal(std::string_view bytes) {
  auto const tree = json::Tree::parse(bytes);
  if (!tree) throw std::runtime_error{"a sealed parcel cannot be read"};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings, true};
  Seal seal;
  std::size_t index = 0;
  for (auto const* node : in.objects("files", 1000)) {
    json::ObjectReader file{in, *node, "files", index++};
    seal.files.push_back({file.text("name"), file.text("media_type"), file.text("digest")});
  }
  seal.from_name = in.text("from_name");
  seal.reply_to = in.text("reply_to");
  seal.subject = in.text("subject");
  seal.text = in.text("text", text_max);
  seal.html = in.text("html", text_max);
  seal.unsubscribe = in.text("unsubscribe", text_max);
  if (auto const* print = in.object("print")) seal.print = read_print(in, *print);
  if (!findings.empty()) throw std::runtime_error{"a sealed parcel cannot be read"};
  return seal;
}

}  // namespace

PackedParcel pack_parcel(channels::Parcel const& parcel) {
  PackedParcel packed;
  json::Writer out;
  out.begin_object();
  out.key("files");
  out.begin_array();
  for (auto const& file : parcel.files) {
    out.begin_object();
    out.member("name", file.name);
    out.member("media_type", file.media_type);
    packed.files.push_back(ledger::pack_document(file.media_type, file.bytes));
    out.member("digest", packed.files.back().name);
    out.end_object();
  }
  out.end_array();
  out.member_if("from_name", parcel.from_name);
  out.member_if("reply_to", parcel.reply_to);
  out.member_if("subject", parcel.subject);
  out.member_if("text", parcel.text);
  out.member_if("html", parcel.html);
  out.member_if("unsubscribe", parcel.unsubscribe);
  if (parcel.print) write_print(out, *parcel.print);
  out.end_object();
  packed.list = ledger::pack_document(seal_media_type, out.text());
  return packed;
}

std::string keep_parcel(ledger::Transaction& tx, PackedParcel const& parcel) {
  for (auto const& file : parcel.files) ledger::keep_document(tx, file);
  return ledger::keep_document(tx, parcel.list);
}

channels::Parcel sealed_parcel(ledger::Snapshot& view, ledger::DeliveryRow const& delivery) {
  auto const seal = read_seal(ledger::needed_document(view, delivery.payload_digest).bytes);
  channels::Parcel parcel;
  parcel.delivery_id = delivery.id;
  parcel.message_id = delivery.message_id;
  parcel.created = delivery.created;
  parcel.address = delivery.address;
  parcel.intermediary = delivery.intermediary;
  parcel.from_name = seal.from_name;
  parcel.reply_to = seal.reply_to;
  parcel.subject = seal.subject;
  parcel.text = seal.text;
  parcel.html = seal.html;
  parcel.unsubscribe = seal.unsubscribe;
  parcel.print = seal.print;
  for (auto const& file : seal.files) {
    parcel.files.push_back(
        {file.name, file.media_type, ledger::needed_document(view, file.digest).bytes});
  }
  return parcel;
}

std::optional<channels::PrintJob> sealed_letter(ledger::Snapshot& view,
                                                ledger::DeliveryRow const& delivery) {
  if (delivery.payload_digest.empty()) return std::nullopt;
  return read_seal(ledger::needed_document(view, delivery.payload_digest).bytes).print;
}

std::vector<SealedFile> sealed_files(std::string_view seal) { return read_seal(seal).files; }

std::vector<std::string> files_of_parcel(ledger::StoredDocument const& document) {
  if (document.media_type != seal_media_type) return {};
  std::vector<std::string> digests;
  for (auto& file : sealed_files(document.bytes)) digests.push_back(std::move(file.digest));
  return digests;
}

}  // namespace airut::gateway
