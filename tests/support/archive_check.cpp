#include "tests/support/archive_check.hpp"

#include <map>
#include <set>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

namespace airut::tests {
namespace {

using Faults = std::vector<std::string>;

std::string stream_text(QPDFObjectHandle stream) {
  auto const data = stream.getStreamData();
  return {reinterpret_cast<char const*>(data->getBuffer()), data->getSize()};
}

std::string between(std::string const& text, std::string_view start, std::string_view end) {
  auto const from = text.find(start);
  if (from == std::string::npos) return {};
  auto const first = from + start.size();
  return text.substr(first, text.find(end, first) - first);
}

void check_file(std::string_view bytes, QPDF& file, Faults& faults) {
  if (bytes.substr(0, 7) != "%PDF-1.") faults.emplace_back("6.1.2 no header");
  auto const second = bytes.find('\n') + 1;
  bool binary = bytes.at(second) == '%';
  for (std::size_t i = 1; i <= 4; ++i) {
    binary = binary && static_cast<unsigned char>(bytes.at(second + i)) > 127;
  }
  if (!binary) faults.emplace_back("6.1.2 no binary comment");
  auto trailer = file.getTrailer();
  if (!trailer.getKey("/ID").isArray()) faults.emplace_back("6.1.3 no file id");
  if (file.isEncrypted()) faults.emplace_back("6.1.3 encrypted");
  if (bytes.substr(bytes.rfind("%%EOF")) != "%%EOF\n") {
    faults.emplace_back("6.1.3 bytes behind the end");
  }
}

void check_metadata(QPDF& file, Faults& faults) {
  auto metadata = file.getRoot().getKey("/Metadata");
  if (!metadata.isStream()) {
    faults.emplace_back("6.6.2 no metadata");
    return;
  }
  if (metadata.getDict().hasKey("/Filter")) faults.emplace_back("6.6.2 metadata is filtered");
  auto const xmp = stream_text(metadata);
  auto const expect = [&](std::string_view part, std::string_view clause) {
    if (xmp.find(part) == std::string::npos) faults.push_back(std::string{clause});
  };
  expect("<pdfaid:part>3</pdfaid:part>", "6.6.4 part");
  expect("<pdfaid:conformance>B</pdfaid:conformance>", "6.6.4 conformance");
  expect("<pdfuaid:part>1</pdfuaid:part>", "UA 5 identification");
  expect("<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", "6.6.2.3 schema of pdfuaid");
  auto info = file.getTrailer().getKey("/Info");
  auto const text = [&](char const* key) {
    auto one = info.getKey(key);
    return one.isString() ? one.getUTF8Value() : std::string{};
  };
  if (between(xmp, "<rdf:li xml:lang=\"x-default\">", "<") != text("/Title") ||
      text("/Title").empty()) {
    faults.emplace_back("6.6.3 title differs");
  }
  if (between(xmp, "<dc:creator><rdf:Seq><rdf:li>", "<") != text("/Author")) {
    faults.emplace_back("6.6.3 author differs");
  }
  if (between(xmp, "<pdf:Producer>", "<") != text("/Producer")) {
    faults.emplace_back("6.6.3 producer differs");
  }
  auto date = between(xmp, "<xmp:CreateDate>", "<");
  std::string digits;
  for (char const c : date) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if ("D:" + digits + "Z" != text("/CreationDate")) faults.emplace_back("6.6.3 date differs");
}

void check_intent(QPDF& file, Faults& faults) {
  auto intents = file.getRoot().getKey("/OutputIntents");
  if (!intents.isArray() || intents.getArrayNItems() != 1) {
    faults.emplace_back("6.2.3 no output intent");
    return;
  }
  auto intent = intents.getArrayItem(0);
  auto profile = intent.getKey("/DestOutputProfile");
  if (intent.getKey("/S").getName() != "/GTS_PDFA1" || !profile.isStream()) {
    faults.emplace_back("6.2.3 output intent");
    return;
  }
  auto const icc = stream_text(profile);
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    length = length << 8 | static_cast<unsigned char>(icc.at(i));
  }
  bool const good = icc.size() == length && icc.substr(36, 4) == "acsp" &&
                    icc.substr(12, 8) == "mntrRGB " &&
                    profile.getDict().getKey("/N").getIntValue() == 3;
  if (!good) faults.emplace_back("6.2.3 profile");
}

std::size_t number_at(std::string const& bytes, std::size_t place, int length) {
  std::size_t value = 0;
  for (int i = 0; i < length; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes.at(place++));
  }
  return value;
}

// Whether a TrueType program names its letters by Unicode (OpenType 1.9, "cmap").
bool has_unicode_cmap(std::string const& program) {
  auto const tables = number_at(program, 4, 2);
  for (std::size_t i = 0; i < tables; ++i) {
    auto const row = 12 + 16 * i;
    if (program.compare(row, 4, "cmap") != 0) continue;
    auto const cmap = number_at(program, row + 8, 4);
    auto const count = number_at(program, cmap + 2, 2);
    for (std::size_t one = 0; one < count; ++one) {
      auto const at = cmap + 4 + 8 * one;
      if (number_at(program, at, 2) == 3 && number_at(program, at + 2, 2) == 1) return true;
    }
  }
  return false;
}

// A simple font of standard letters.
void check_simple_font(QPDFObjectHandle font, Faults& faults) {
  auto encoding = font.getKey("/Encoding");
  if (!encoding.isName() || encoding.getName() != "/WinAnsiEncoding") {
    faults.emplace_back("6.2.11.6 encoding of a simple font");
  }
  auto descriptor = font.getKey("/FontDescriptor");
  if (!descriptor.getKey("/FontFile2").isStream()) faults.emplace_back("6.2.11.4 not embedded");
  constexpr long long nonsymbolic = 32;
  if (descriptor.getKey("/Flags").getIntValue() != nonsymbolic) {
    faults.emplace_back("6.2.11.6 flags of a simple font");
  }
  if (descriptor.getKey("/FontName").getName() != font.getKey("/BaseFont").getName()) {
    faults.emplace_back("6.2.11 names differ");
  }
  auto const first = font.getKey("/FirstChar").getIntValue();
  auto const last = font.getKey("/LastChar").getIntValue();
  if (font.getKey("/Widths").getArrayNItems() != last - first + 1) {
    faults.emplace_back("6.2.11.5 widths");
  }
  if (!has_unicode_cmap(stream_text(descriptor.getKey("/FontFile2")))) {
    faults.emplace_back("6.2.11.6 the program has no cmap for platform 3, encoding 1");
  }
}

void check_font(QPDFObjectHandle font, Faults& faults) {
  auto const subtype = font.getKey("/Subtype").getName();
  if (subtype == "/TrueType") return check_simple_font(font, faults);
  if (subtype != "/Type0") {
    faults.push_back("6.2.11 a font that Airut does not write: " + subtype);
    return;
  }
  if (!font.getKey("/ToUnicode").isStream()) faults.emplace_back("6.2.11.7 no ToUnicode");
  auto descendant = font.getKey("/DescendantFonts").getArrayItem(0);
  if (!descendant.getKey("/CIDToGIDMap").isName()) faults.emplace_back("6.2.11.3 CIDToGIDMap");
  auto descriptor = descendant.getKey("/FontDescriptor");
  if (!descriptor.getKey("/FontFile2").isStream()) faults.emplace_back("6.2.11.4 not embedded");
  if (descriptor.getKey("/FontName").getName() != font.getKey("/BaseFont").getName() ||
      descendant.getKey("/BaseFont").getName() != font.getKey("/BaseFont").getName()) {
    faults.emplace_back("6.2.11 names differ");
  }
}

void check_objects(QPDF& file, Faults& faults) {
  for (auto& object : file.getAllObjects()) {
    auto dictionary = object.isStream() ? object.getDict() : object;
    if (!dictionary.isDictionary()) continue;
    if (object.isStream() && dictionary.hasKey("/F")) faults.emplace_back("6.1.7 external stream");
    auto filter = dictionary.getKey("/Filter");
    if (filter.isName() && filter.getName() == "/LZWDecode") faults.emplace_back("6.1.7 LZW");
    for (auto const key : {"/SMask", "/Group", "/BM", "/JS", "/JavaScript", "/OpenAction", "/AA",
                           "/XFA", "/Launch"}) {
      if (dictionary.hasKey(key)) faults.push_back(std::string{"6.4/6.5 "} + key);
    }
    auto type = dictionary.getKey("/Type");
    if (type.isName() && type.getName() == "/Font" && dictionary.hasKey("/Encoding")) {
      check_font(dictionary, faults);
    }
  }
}

void check_enclosures(QPDF& file, Faults& faults) {
  std::set<int> associated;
  auto list = file.getRoot().getKey("/AF");
  for (int i = 0; list.isArray() && i < list.getArrayNItems(); ++i) {
    associated.insert(list.getArrayItem(i).getObjectID());
  }
  QPDFEmbeddedFileDocumentHelper embedded{file};
  for (auto const& [name, specification] : embedded.getEmbeddedFiles()) {
    auto one = specification->getObjectHandle();
    if (!one.getKey("/AFRelationship").isName()) faults.push_back("6.8 relationship of " + name);
    if (!one.hasKey("/F") || !one.hasKey("/UF")) faults.push_back("6.8 names of " + name);
    if (associated.count(one.getObjectID()) == 0) faults.push_back("6.8 not associated: " + name);
    auto stream = specification->getEmbeddedFileStream();
    if (!stream.isStream() || !stream.getDict().getKey("/Subtype").isName()) {
      faults.push_back("6.8 media type of " + name);
    }
  }
}

// Watches a content stream: everything that marks the page stands in marked content.
class Marks : public QPDFObjectHandle::ParserCallbacks {
 public:
  explicit Marks(Faults& faults) : faults_(faults) {}
  using ParserCallbacks::handleObject;
  void handleObject(QPDFObjectHandle object) override {
    if (!object.isOperator()) {
      operands_.push_back(object);
      return;
    }
    auto const name = object.getOperatorValue();
    if (name == "BDC" || name == "BMC") open();
    if (name == "EMC") --depth_;
    static std::set<std::string> const marking{"Tj", "TJ", "f",  "S", "Do",
                                               "B",  "f*", "EI", "'", "\""};
    if (marking.count(name) != 0 && depth_ < 1) faults_.push_back("UA 7.1 untagged " + name);
    if (depth_ < 0) faults_.emplace_back("unbalanced marked content");
    operands_.clear();
  }
  void handleEOF() override {
    if (depth_ != 0) faults_.emplace_back("marked content is left open");
  }
  std::set<int> contents;

 private:
  void open() {
    ++depth_;
    if (operands_.size() == 2 && operands_[1].isDictionary() && operands_[1].hasKey("/MCID")) {
      contents.insert(static_cast<int>(operands_[1].getKey("/MCID").getIntValue()));
    }
  }
  Faults& faults_;
  std::vector<QPDFObjectHandle> operands_;
  int depth_ = 0;
};

void check_pages(QPDF& file, Faults& faults) {
  auto numbers = file.getRoot().getKey("/StructTreeRoot").getKey("/ParentTree");
  auto list = numbers.getKey("/Nums");
  int index = 0;
  for (auto& page : QPDFPageDocumentHelper{file}.getAllPages()) {
    Marks marks{faults};
    page.parseContents(&marks);
    auto object = page.getObjectHandle();
    if (object.getKey("/Tabs").getName() != "/S") faults.emplace_back("UA 7.18.3 tab order");
    if (list.getArrayNItems() <= 2 * index + 1) {
      if (!marks.contents.empty()) faults.emplace_back("no parents of a page");
      continue;
    }
    auto parents = list.getArrayItem(2 * index + 1);
    if (parents.getArrayNItems() != static_cast<int>(marks.contents.size())) {
      faults.emplace_back("parent tree and content differ");
    }
    ++index;
  }
}

void check_element(QPDFObjectHandle element, Faults& faults) {
  if (!element.isDictionary() || !element.hasKey("/S")) return;
  auto const role = element.getKey("/S").getName();
  if (role == "/Figure" && !element.hasKey("/Alt"))
    faults.emplace_back("UA 7.3 figure without alt");
  if (role == "/TH" && !element.getKey("/A").hasKey("/Scope")) {
    faults.emplace_back("UA 7.5 header without scope");
  }
  auto kids = element.getKey("/K");
  std::size_t cells = 0;
  for (int i = 0; kids.isArray() && i < kids.getArrayNItems(); ++i) {
    check_element(kids.getArrayItem(i), faults);
    ++cells;
  }
  if (role == "/TR" && cells == 0) faults.emplace_back("UA 7.5 a row without cells");
}

void check_structure(QPDF& file, Faults& faults) {
  auto root = file.getRoot();
  auto tree = root.getKey("/StructTreeRoot");
  if (!tree.isDictionary()) {
    faults.emplace_back("UA 7.1 no structure");
    return;
  }
  if (!root.getKey("/MarkInfo").getKey("/Marked").getBoolValue()) {
    faults.emplace_back("UA 7.1 not marked");
  }
  if (!root.getKey("/Lang").isString()) faults.emplace_back("UA 7.2 no language");
  if (!root.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue()) {
    faults.emplace_back("UA 7.1 title is not shown");
  }
  check_element(tree.getKey("/K"), faults);
  check_pages(file, faults);
}

}  // namespace

std::vector<std::string> archive_faults(std::string_view bytes) {
  Faults faults;
  auto file = QPDF::create();
  file->setSuppressWarnings(true);
  file->processMemoryFile("a.pdf", bytes.data(), bytes.size());
  check_file(bytes, *file, faults);
  check_metadata(*file, faults);
  check_intent(*file, faults);
  check_objects(*file, faults);
  check_enclosures(*file, faults);
  check_structure(*file, faults);
  if (file->anyWarnings()) faults.emplace_back("qpdf has warnings");
  return faults;
}

}  // namespace airut::tests
