#include "ledger/journal/export.hpp"

#include <set>
#include <utility>

#include <boost/json/parse.hpp>

#include "ledger/journal/codec.hpp"

namespace airut::ledger {
namespace {

namespace json = boost::json;

std::string hex_of(model::Sha256 const& digest) {
  return model::hex({reinterpret_cast<char const*>(digest.data()), digest.size()});
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    auto const high = nibble(text[i]);
    auto const low = nibble(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::optional<model::Sha256> digest_of(std::string_view text) {
  auto const bytes = from_hex(text);
  model::Sha256 digest{};
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

void member(std::string& out, std::string_view name, std::string_view text) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json_string(out, text);
}

// One line of an export as its fields.
struct Line {
  Event event;
  std::string kind;
};

std::string text_at(json::object const& object, std::string_view name) {
  auto const* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

std::int64_t number_at(json::object const& object, std::string_view name) {
  auto const* value = object.if_contains({name.data(), name.size()});
  return value == nullptr || !value->is_int64() ? 0 : value->get_int64();
}

// Takes what it finds; whether the line is exactly what an export writes is judged by writing it
// again.
std::optional<Line> read_line(std::string const& text) {
  boost::system::error_code fault;
  auto const value = json::parse(text, fault);
  if (fault || !value.is_object()) return std::nullopt;
  auto const& object = value.get_object();
  Line line;
  line.kind = text_at(object, "kind");
  auto& event = line.event;
  event.tenant = text_at(object, "tenant");
  event.seq = number_at(object, "seq");
  event.id = text_at(object, "id");
  event.booked = model::Instant{std::chrono::milliseconds{number_at(object, "booked")}};
  event.type = text_at(object, "type");
  event.subject = text_at(object, "subject");
  event.actor = text_at(object, "actor");
  event.body = text_at(object, "body");
  event.personal = text_at(object, "personal");
  auto const salt = from_hex(text_at(object, "salt"));
  auto const personal = digest_of(text_at(object, "personal_digest"));
  auto const hash = digest_of(text_at(object, "hash"));
  if (!salt || !hash) return std::nullopt;
  event.salt = *salt;
  event.personal_digest = personal.value_or(model::Sha256{});
  event.hash = *hash;
  return line;
}

// Walks the lines and says what is wrong with the first one that does not fit.
class Verifier {
 public:
  std::string judge(std::string const& text) {
    auto const line = read_line(text);
    if (!line) return "the line cannot be read";
    auto const& event = line->event;
    tenant_ = event.tenant;
    seq_ = event.seq;
    if (export_line(event, line->kind, !event.personal.empty()) != text) {
      return "the line is not as an export writes it";
    }
    if (auto what = place(event); !what.empty()) return what;
    if (!event.personal.empty() &&
        personal_digest(event.salt, event.personal) != event.personal_digest) {
      return "personal part was changed";
    }
    if (chain_hash(last_hash_, event) != event.hash) return "hash differs";
    if (auto what = content(*line); !what.empty()) return what;
    last_hash_ = event.hash;
    last_booked_ = event.booked;
    if (event.seq == 1) heads_.push_back({event.tenant, 0, ""});
    heads_.back().seq = event.seq;
    heads_.back().hash = hex_of(event.hash);
    return {};
  }

  std::string const& tenant() const { return tenant_; }
  std::int64_t seq() const { return seq_; }
  std::int64_t tenants() const { return static_cast<std::int64_t>(seen_.size()); }
  std::vector<VerifyReport::Head> const& heads() const { return heads_; }
  std::string last_hash() const { return seen_.empty() ? std::string{} : hex_of(last_hash_); }

 private:
  std::string place(Event const& event) {
    if (seen_.empty() || event.tenant != chain_) {
      if (!seen_.insert(event.tenant).second) return "the tenant was already complete";
      chain_ = event.tenant;
      last_seq_ = 0;
      last_hash_ = {};
      last_booked_ = event.booked;
    }
    auto const before = std::exchange(last_seq_, event.seq);
    if (event.seq != before + 1) return fmt::format("seq {} follows {}", event.seq, before);
    return event.booked < last_booked_ ? "booked runs backwards" : "";
  }

  // The kind is not hashed itself: it must be the one that the hashed body and type speak of.
  static std::string content(Line const& line) {
    auto const fact = decode(line.kind, line.event.body, line.event.personal);
    if (!fact) return fact.error().text;
    if (event_type(*fact) != line.event.type) return "the kind does not fit the type";
    return event_subject(*fact) == line.event.subject ? "" : "the subject does not fit the body";
  }

  std::set<std::string> seen_;
  std::string chain_, tenant_;
  std::int64_t last_seq_ = 0, seq_ = 0;
  model::Sha256 last_hash_{};
  std::vector<VerifyReport::Head> heads_;
  model::Instant last_booked_{};
};

}  // namespace

std::string export_line(Event const& event, std::string_view kind, bool with_personal) {
  std::string out = "{\"tenant\":";
  out.reserve(512 + event.body.size() + event.personal.size());
  append_json_string(out, event.tenant);
  out += ",\"seq\":";
  append_value(out, event.seq);
  member(out, "id", event.id);
  out += ",\"booked\":";
  append_value(out, event.booked);
  member(out, "kind", kind);
  member(out, "type", event.type);
  member(out, "subject", event.subject);
  member(out, "actor", event.actor);
  member(out, "body", event.body);
  if (event.personal_digest != model::Sha256{}) {
    if (with_personal && !event.personal.empty()) {
      member(out, "personal", event.personal);
      member(out, "salt", model::hex(event.salt));
    }
    member(out, "personal_digest", hex_of(event.personal_digest));
  }
  member(out, "hash", hex_of(event.hash));
  out += '}';
  return out;
}

bool holds_secret(std::string_view kind) {
  static std::string const endpoint{fact_kind(WebhookEndpointChanged{})};
  return kind == endpoint;
}

struct ExportVerifier::Parts {
  VerifyReport report;
  Verifier verifier;
  std::int64_t number = 0;
};

ExportVerifier::ExportVerifier() : parts_(std::make_unique<Parts>()) {}
ExportVerifier::~ExportVerifier() = default;

bool ExportVerifier::take(std::string const& line) {
  auto& [report, verifier, number] = *parts_;
  if (report.first_break) return false;
  ++number;
  if (auto what = verifier.judge(line); !what.empty()) {
    report.first_break =
        VerifyReport::Break{number, verifier.seq(), verifier.tenant(), std::move(what)};
    return false;
  }
  ++report.events;
  return true;
}

VerifyReport ExportVerifier::report() const {
  auto report = parts_->report;
  report.tenants = parts_->verifier.tenants();
  report.heads = parts_->verifier.heads();
  report.last_hash = parts_->verifier.last_hash();
  return report;
}

VerifyReport verify_export(std::istream& in) {
  ExportVerifier verifier;
  for (std::string text; std::getline(in, text);) {
    if (!verifier.take(text)) break;
  }
  return verifier.report();
}

}  // namespace airut::ledger
