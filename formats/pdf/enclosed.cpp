#include "formats/pdf/enclosed.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEFStreamObjectHelper.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFExc.hh>

namespace airut::pdf {
namespace {

constexpr std::size_t largest_invoice = 50u << 20;

struct TooLarge : std::runtime_error {
  TooLarge() : std::runtime_error{"the embedded file is too large"} {}
};

// Gathers what a stream unpacks to, and gives up when it is too much.
class Gathering : public Pipeline {
 public:
  Gathering() : Pipeline("gathering", nullptr) {}
  void write(unsigned char const* bytes, std::size_t length) override {
    if (gathered_.size() + length > largest_invoice) throw TooLarge{};
    gathered_.append(reinterpret_cast<char const*>(bytes), length);
  }
  void finish() override {}
  std::string take() { return std::move(gathered_); }

 private:
  std::string gathered_;
};

bool ends_in_xml(std::string const& name) {
  if (name.size() < 5) return false;
  auto const end = name.substr(name.size() - 4);
  return end == ".xml" || end == ".XML";
}

using Streams = std::map<std::string, QPDFObjectHandle>;

// By file name; the name tree's own keys may say anything.
Streams streams_of(QPDF& file) {
  Streams found;
  QPDFEmbeddedFileDocumentHelper embedded{file};
  for (auto const& [key, specification] : embedded.getEmbeddedFiles()) {
    auto const name = specification->getFilename();
    found.emplace(name.empty() ? key : name, specification->getEmbeddedFileStream());
  }
  return found;
}

std::optional<QPDFObjectHandle> chosen(Streams const& found,
                                       std::vector<std::string> const& names) {
  for (auto const& name : names) {
    auto const one = found.find(name);
    if (one != found.end()) return one->second;
  }
  auto const is_xml = [](auto const& one) { return ends_in_xml(one.first); };
  if (std::count_if(found.begin(), found.end(), is_xml) != 1) return std::nullopt;
  return std::find_if(found.begin(), found.end(), is_xml)->second;
}

// One layer of compression is honest; more of it is a bomb.
bool chained(QPDFObjectHandle stream) {
  auto filter = stream.getDict().getKey("/Filter");
  return filter.isArray() && filter.getArrayNItems() > 1;
}

EnclosedXml read(std::string_view bytes, std::vector<std::string> const& names) {
  auto file = QPDF::create();
  file->setSuppressWarnings(true);
  file->setAttemptRecovery(false);
  file->processMemoryFile("the PDF", bytes.data(), bytes.size());
  if (file->isEncrypted()) return {Enclosed::encrypted, {}, {}};
  auto stream = chosen(streams_of(*file), names);
  if (!stream) return {Enclosed::none, {}, {}};
  if (!stream->isStream()) return {Enclosed::damaged, {}, "the embedded file is not there"};
  if (chained(*stream)) return {Enclosed::too_large, {}, {}};
  Gathering gathering;
  if (!stream->pipeStreamData(&gathering, 0, qpdf_dl_generalized, true)) {
    return {Enclosed::damaged, {}, "the embedded file cannot be unpacked"};
  }
  return {Enclosed::found, gathering.take(), {}};
}

}  // namespace

// qpdf speaks by exceptions; they end here.
EnclosedXml enclosed_xml(std::string_view pdf, std::vector<std::string> const& names) {
  try {
    return read(pdf, names);
  } catch (TooLarge const&) {
    return {Enclosed::too_large, {}, {}};
  } catch (QPDFExc const& fault) {
    if (fault.getErrorCode() == qpdf_e_password) return {Enclosed::encrypted, {}, {}};
    return {Enclosed::damaged, {}, fault.getMessageDetail()};
  } catch (std::exception const& fault) {
    return {Enclosed::damaged, {}, fault.what()};
  }
}

}  // namespace airut::pdf
