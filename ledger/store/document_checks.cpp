#include "ledger/store/document_checks.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "ledger/journal/fields.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/replay.hpp"

namespace airut::ledger {
namespace {

constexpr std::int64_t documents_at_once = 500;
constexpr std::size_t details_most = 100;
constexpr std::size_t digest_bytes = 32;

using Digest = std::array<char, digest_bytes>;

// Facts whose member `digest` names a document; elsewhere it is of bytes that are not kept.
template <class F>
constexpr bool names_by_digest =
    std::is_same_v<F, PaymentFileImported> || std::is_same_v<F, MoneySettled> ||
    std::is_same_v<F, TransmissionMade> || std::is_same_v<F, ClearingFileTaken> ||
    std::is_same_v<F, CollectionFileTaken> || std::is_same_v<F, BankFileFetched> ||
    std::is_same_v<F, SenderNoticeMade>;

// An archive for fields(): gives every text that names a document.
class Names {
 public:
  Names(bool by_digest, std::function<void(std::string_view hex)> const& take)
      : by_digest_(by_digest), take_(take) {}

  void operator()(char const* name, std::string const& text) const {
    std::string_view const member{name};
    bool const names =
        member.ends_with("_digest") || (by_digest_ && member == std::string_view{"digest"});
    if (names && !text.empty()) take_(text);
  }
  template <class T, class... Usual>
  void operator()(char const*, T const&, Usual const&...) const {}
  void personal(char const*, std::string const&) const {}

 private:
  bool by_digest_;
  std::function<void(std::string_view)> const& take_;
};

std::string hex_of(Digest const& digest) { return model::hex({digest.data(), digest.size()}); }

class Check {
 public:
  Check(Snapshot& view, PartsOf const& parts_of) : view_(view), parts_of_(parts_of) {}

  DocumentsChecked run() {
    std::int64_t after = 0;
    while (look_at_some(after)) continue;
    std::sort(whole_.begin(), whole_.end());
    look_for_parts();
    look_for_named();
    return std::move(found_);
  }

 private:
  void tell(std::string sentence) {
    ++found_.broken;
    if (found_.details.size() < details_most) found_.details.push_back(std::move(sentence));
  }

  // false after the last.
  bool look_at_some(std::int64_t& after) {
    Query query{view_.connection(),
                "SELECT number, digest, media_type, size, packed, bytes FROM documents"
                " WHERE number > ? ORDER BY number LIMIT ?"};
    query.bind(after, documents_at_once);
    bool more = false;
    while (query.next()) {
      more = true;
      ++found_.documents;
      after = query.take<std::int64_t>();
      look_at(query);
    }
    return more;
  }

  void look_at(Query& row) {
    Digest digest{};
    auto const name = row.take_view();
    std::memcpy(digest.data(), name.data(), std::min(name.size(), digest.size()));
    StoredDocument document;
    std::int64_t size = 0;
    int packing = 0;
    row.take(document.media_type, size, packing);
    if (document.media_type.empty()) {  // emptied by an erasure
      whole_.push_back(digest);
      return;
    }
    try {
      document.bytes = unpack(Packing{packing}, row.take_view(), static_cast<std::size_t>(size));
    } catch (StoreDamaged const&) {
      return tell(fmt::format("document {} is damaged", hex_of(digest)));
    }
    if (model::sha256_hex(document.bytes) != hex_of(digest))
      return tell(fmt::format("document {} is damaged", hex_of(digest)));
    whole_.push_back(digest);
    for (auto& part : parts_of_(document)) parts_.emplace_back(std::move(part), digest);
  }

  bool is_whole(std::string_view hex) const {
    Digest digest{};
    if (hex.size() != 2 * digest.size()) return false;
    for (std::size_t i = 0; i < digest.size(); ++i) {
      unsigned byte = 0;
      for (char const c : hex.substr(2 * i, 2))
        byte = byte * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
      digest.at(i) = static_cast<char>(byte);
    }
    return std::binary_search(whole_.begin(), whole_.end(), digest);
  }

  void look_for_parts() {
    for (auto const& [part, parcel] : parts_) {
      if (is_whole(part)) continue;
      tell(fmt::format("document {} is not there whole, a file of the parcel {}", part,
                       hex_of(parcel)));
    }
    parts_ = {};
  }

  void look_for_named() {
    std::int64_t after = 0;
    for (auto some = events_to_project(view_, after); !some.empty();
         some = events_to_project(view_, after)) {
      for (auto const& event : some) look_for_named(event);
      after = some.back().at.key;
    }
  }

  std::string tenant_name(std::int64_t tenant) const {
    Query query{view_.connection(), "SELECT name FROM tenants WHERE tenant = ?"};
    return query.bind(tenant).next() ? query.take<std::string>() : std::string{};
  }

  void look_for_named(EventToProject const& event) {
    each_document(event.fact, [&](std::string_view hex) {
      if (is_whole(hex)) return;
      tell(fmt::format("document {} is not there whole, named by event {} of {}", hex,
                       seq_of_key(event.at.key), tenant_name(event.at.tenant)));
    });
  }

  Snapshot& view_;
  PartsOf const& parts_of_;
  DocumentsChecked found_;
  std::vector<Digest> whole_;
  std::vector<std::pair<std::string, Digest>> parts_;
};

}  // namespace

void each_document(Fact const& fact, std::function<void(std::string_view hex)> const& take) {
  FactView{fact}.visit([&]<class F>(F const& one) {
    Names names{names_by_digest<F>, take};
    fields(names, one);
  });
}

DocumentsChecked check_documents(Snapshot& view, PartsOf const& parts_of) {
  return Check{view, parts_of}.run();
}

}  // namespace airut::ledger
