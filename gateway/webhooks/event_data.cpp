#include "gateway/webhooks/event_data.hpp"

#include <optional>
#include <string_view>
#include <type_traits>

#include "formats/json/writer.hpp"
#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/journal/event.hpp"
#include "ledger/journal/fields.hpp"

namespace airut::gateway {
namespace {

constexpr std::size_t large_bytes = 120;  // of a member: longer than an id, a digest or a word

bool is_json(std::string_view name, std::string const& text) {
  return (name == "problem" || name == "definition") &&
         (text.starts_with('{') || text.starts_with('['));
}

bool is_local_path(std::string_view name, std::string const& text) {
  return (name == "endpoint" || name == "destination") &&
         (text.starts_with('/') || text.starts_with("file:"));
}

// An archive for ledger::fields(): writes an object as the API's others are.
class Archive {
 public:
  // small: members of more than large_bytes are left out, and named.
  Archive(json::Writer& out, std::vector<std::string>* left_out) : out_(out), left_out_(left_out) {
    out_.begin_object();
  }

  template <class T>
  void operator()(char const* name, T const& value) {
    (*this)(name, value, T{});
  }
  template <class T>
  void operator()(char const* name, T const& value, std::type_identity_t<T> const& usual) {
    if (value == usual) return;
    std::string_view const word = name == std::string_view{"client"} ? "client_ref" : name;
    if (left_out_ != nullptr && size_of(word, value) > large_bytes) {
      left_out_->emplace_back(word);
      return;
    }
    member(out_, word, value);
  }
  template <class T>
  void operator()(char const* name, std::vector<T> const& list) {
    if (list.empty()) return;
    if (left_out_ != nullptr && size_of(name, list) > large_bytes) {
      left_out_->emplace_back(name);
      return;
    }
    member(out_, name, list);
  }
  void personal(char const*, std::string const&) {}

  void close() {
    if (currency_ && !names_currency_) out_.member("currency", currency_->code());
    out_.end_object();
  }

 private:
  template <class T>
  std::size_t size_of(std::string_view name, T const& value) {
    json::Writer aside;
    aside.begin_object();
    member(aside, name, value);
    aside.end_object();
    return std::move(aside).text().size();
  }

  void member(json::Writer& out, std::string_view name, std::string const& text) {
    if (is_local_path(name, text)) return;
    if (name == "currency") names_currency_ = true;
    if (!is_json(name, text)) return out.member(name, text);
    out.key(name);
    out.raw(text);
  }
  void member(json::Writer& out, std::string_view name, bool value) { out.member(name, value); }
  void member(json::Writer& out, std::string_view name, std::int64_t value) {
    out.member(name, value);
  }
  void member(json::Writer& out, std::string_view name, model::Money const& money) {
    if (!currency_) currency_ = money.currency();
    out.member(name, money.text());
  }
  void member(json::Writer& out, std::string_view name, model::Date day) {
    out.member(name, model::date_text(day));
  }
  void member(json::Writer& out, std::string_view name, model::Instant moment) {
    out.member(name, model::instant_text(moment));
  }
  template <class T>
  void member(json::Writer& out, std::string_view name, std::optional<T> const& value) {
    if (value) member(out, name, *value);
  }
  template <class T>
  void member(json::Writer& out, std::string_view name, std::vector<T> const& list) {
    out.key(name);
    out.begin_array();
    for (auto const& one : list) {
      if constexpr (std::is_same_v<T, std::string>) {
        out.string(one);
      } else {
        Archive inner{out, nullptr};
        fields(inner, one);
        inner.close();
      }
    }
    out.end_array();
  }

  json::Writer& out_;
  std::vector<std::string>* left_out_;
  std::optional<model::Currency> currency_;
  bool names_currency_ = false;
};

std::string written(ledger::Fact const& fact, std::vector<std::string>* left_out) {
  json::Writer out;
  Archive archive{out, left_out};
  ledger::FactView{fact}.visit([&](auto const& one) { fields(archive, one); });
  archive.close();
  return std::move(out).text();
}

}  // namespace

EventText event_data(ledger::StoredEvent const& stored, std::size_t most) {
  auto const fact = ledger::decode(stored.kind, stored.event.body, {});
  if (!fact) return {stored.event.body, {}};
  EventText data{written(*fact, nullptr), {}};
  if (data.text.size() > most) data.text = written(*fact, &data.left_out);
  return data;
}

}  // namespace airut::gateway
