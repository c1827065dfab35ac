#include "formats/json/submission.hpp"

#include <algorithm>

#include "formats/json/parts.hpp"
#include "formats/json/words.hpp"
#include "formats/model/sha256.hpp"

namespace airut::json {

namespace {

constexpr std::size_t attachment_bytes_max = 10u << 20;

std::vector<std::string> read_channels(ObjectReader& in, std::string_view name) {
  auto list = in.texts(name, words::channels.size(), 20);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (std::find(words::channels.begin(), words::channels.end(), list[i]) == words::channels.end())
      in.wrong(name, "channel-unknown", "\"" + list[i] + "\" is no channel.");
    auto const here = list.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(list.begin(), here, list[i]) != here)
      in.wrong(name, "listed-twice", "\"" + list[i] + "\" is listed twice.");
  }
  return list;
}

model::Distribution read_distribution(ObjectReader const& above, Node const& object) {
  ObjectReader in{above, object, "distribution"};
  model::Distribution wish;
  wish.channels = read_channels(in, "channels");
  wish.forbid = read_channels(in, "forbid");
  wish.not_before = in.instant("not_before");
  wish.give_up_after = in.instant("give_up_after");
  wish.on_failure =
      static_cast<model::OnFailure>(in.one_of("on_failure", words::on_failure).value_or(0));
  wish.hold = in.flag("hold").value_or(false);
  wish.priority_high = in.one_of("priority", {"normal", "high"}).value_or(0) == 1;
  if (auto const* node = in.object("email")) {
    ObjectReader email{in, *node, "email"};
    wish.email_to = email.texts("to", 5, 254);
    wish.email_message = email.text("message", 2000);
    wish.email_attach_pdf = email.flag("attach_pdf");
    if (auto const xml = email.one_of("attach_xml", words::attached_xml))
      wish.email_attach_xml = words::attached_xml.at(*xml);
    email.finish();
  }
  if (auto const* node = in.object("print")) {
    ObjectReader print{in, *node, "print"};
    if (auto const postage = print.one_of("postage", {"economy", "priority"}))
      wish.print_postage = *postage == 0 ? "economy" : "priority";
    wish.print_colour = print.flag("colour");
    wish.print_duplex = print.flag("duplex");
    print.finish();
  }
  wish.template_name = in.text("template", 64);
  in.finish();
  return wish;
}

model::ReceivableWish read_receivable(ObjectReader const& above, Node const& object,
                                      model::Currency currency) {
  ObjectReader in{above, object, "receivable"};
  model::ReceivableWish wish;
  static std::vector<std::string_view> const modes{"auto", "manual", "never"};
  wish.track = in.flag("track").value_or(true);
  wish.policy = in.text("policy", 64);
  if (auto const mode = in.one_of("reminders", modes)) wish.reminders = modes.at(*mode);
  if (auto const mode = in.one_of("collection", modes)) wish.collection = modes.at(*mode);
  wish.already_paid = in.money("already_paid", currency);
  in.finish();
  return wish;
}

model::Attachment read_attachment(ObjectReader const& above, Node const& object,
                                  std::size_t index) {
  ObjectReader in{above, object, "attachments", index};
  model::Attachment one;
  one.reference = in.text("reference", 100, "BT-122");
  if (in.has("content")) {
    if (!in.has("filename")) in.missing("filename", "BT-125");
    if (!in.has("media_type")) in.missing("media_type", "BT-125");
  }
  one.filename = in.text("filename", 120, "BT-125");
  if (!in.trusting() && one.filename.find_first_of("/\\") != std::string::npos)
    in.wrong("filename", "bad-filename", "A file name has no path.", "BT-125");
  one.media_type = in.text("media_type", 100, "BT-125");
  one.description = in.text("description", 200, "BT-123");
  one.url = in.text("url", 1000, "BT-124");
  auto const content = in.text("content", attachment_bytes_max / 3 * 4 + 4, "BT-125");
  if (content.empty() && one.url.empty() && one.reference.empty()) in.missing("content", "BT-125");
  if (!model::base64_decode(content, one.content))
    in.wrong("content", "bad-base64", "\"content\" is not base64.", "BT-125");
  in.finish();
  return one;
}

void read_metadata(ObjectReader& in, model::Submission& submission) {
  auto const* object = in.object("metadata");
  if (object == nullptr) return;
  ObjectReader map{in, *object, "metadata"};
  for (auto const* member : map.members()) {
    if (member->kind == Kind::string && member->text.size() <= 500)
      submission.metadata.emplace(member->key, member->text);
    else
      map.wrong(member->key, "wrong-type", "Metadata are texts of at most 500 bytes.");
  }
  if (submission.metadata.size() > 20)
    in.wrong("metadata", "too-many", "At most 20 metadata members are kept.");
}

model::Findings no_object(std::string detail) {
  model::Finding finding;
  finding.code = "wrong-type";
  finding.detail = std::move(detail);
  return {std::move(finding)};
}

// What stands beside the invoice.
void read_wishes(ObjectReader& in, model::Submission& submission) {
  if (auto const* distribution = in.object("distribution"))
    submission.distribution = read_distribution(in, *distribution);
  if (auto const* receivable = in.object("receivable"))
    submission.receivable = read_receivable(in, *receivable, submission.invoice.currency);
  read_metadata(in, submission);
}

PartlyRead read_tree(Tree const& tree, Source source, bool suggesting) {
  PartlyRead read;
  auto& submission = read.submission;
  ObjectReader in{tree, tree.root(), read.findings, source == Source::stored};
  if (!suggesting) in.suggest_nothing();
  submission.client_ref = in.text("client_ref", 64);
  submission.external_id = in.text("external_id", 128);
  if (auto const* invoice = in.object("invoice"))
    read_invoice(in, *invoice, source, submission.invoice);
  else if (!in.has("invoice"))
    in.missing("invoice");
  std::size_t index = 0;
  for (auto const* attachment : in.objects("attachments", 20, "BG-24"))
    submission.invoice.attachments.push_back(read_attachment(in, *attachment, index++));
  read_wishes(in, submission);
  in.finish();
  return read;
}

}  // namespace

PartlyRead read_as_far_as_it_goes(std::string_view bytes, Source source) {
  auto const tree = Tree::parse(bytes);
  if (!tree) return {{}, tree.error()};
  if (tree->root().kind != Kind::object) return {{}, no_object("A submission is a JSON object.")};
  auto read = read_tree(*tree, source, false);
  // The names that unknown members may have meant are worth a second look.
  bool const unknown = std::any_of(read.findings.begin(), read.findings.end(),
                                   [](auto const& one) { return one.code == "unknown-member"; });
  if (unknown) read = read_tree(*tree, source, true);
  return read;
}

tl::expected<model::Submission, model::Findings> read_submission(std::string_view bytes,
                                                                 Source source) {
  auto read = read_as_far_as_it_goes(bytes, source);
  if (!read.findings.empty()) return tl::unexpected{std::move(read.findings)};
  return std::move(read.submission);
}

tl::expected<model::Submission, model::Findings> read_for_letter(std::string_view bytes) {
  auto const tree = Tree::parse(bytes);
  if (!tree) return tl::unexpected{tree.error()};
  if (tree->root().kind != Kind::object)
    return tl::unexpected{no_object("A submission is a JSON object.")};
  model::Findings findings;
  ObjectReader in{*tree, tree->root(), findings, true};
  in.suggest_nothing();
  model::Submission submission;
  submission.client_ref = in.text("client_ref", 64);
  submission.external_id = in.text("external_id", 128);
  if (auto const* invoice = in.object("invoice"))
    read_terms(in, *invoice, submission.invoice);
  else
    in.missing("invoice");
  read_wishes(in, submission);
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  return submission;
}

tl::expected<model::Submission, model::Findings> read_wishes_for(std::string_view bytes,
                                                                 model::Invoice invoice) {
  auto const tree = Tree::parse(bytes);
  if (!tree) return tl::unexpected{tree.error()};
  if (tree->root().kind != Kind::object)
    return tl::unexpected{no_object("Metadata is a JSON object.")};
  model::Findings findings;
  ObjectReader in{*tree, tree->root(), findings};
  model::Submission submission;
  submission.invoice = std::move(invoice);
  submission.client_ref = in.text("client_ref", 64);
  submission.external_id = in.text("external_id", 128);
  read_wishes(in, submission);
  in.finish();
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  return submission;
}

}  // namespace airut::json
