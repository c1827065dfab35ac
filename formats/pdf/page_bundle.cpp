#include "formats/pdf/page_bundle.hpp"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <unordered_map>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "formats/model/sha256.hpp"

namespace airut::pdf {
namespace {

constexpr int catalog = 1, page_tree = 2;
constexpr std::size_t pages_in_node = 100;  // a reader looks through one node at a time
constexpr int deepest = 32;

std::string reference(int number) { return std::to_string(number) + " 0 R"; }

// The objects of a file, written one after another.
class Objects {
 public:
  explicit Objects(std::filesystem::path const& file) : out_(file, std::ios::binary) {
    put("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    offsets_.resize(page_tree + 1);
  }
  int reserve() {
    offsets_.push_back(0);
    return static_cast<int>(offsets_.size()) - 1;
  }
  void write(int number, std::string const& body) {
    offsets_[static_cast<std::size_t>(number)] = at_;
    put(std::to_string(number) + " 0 obj\n" + body + "\nendobj\n");
  }
  void finish(std::string const& id) {
    auto const start = at_;
    put("xref\n0 " + std::to_string(offsets_.size()) + "\n0000000000 65535 f \n");
    for (std::size_t i = 1; i < offsets_.size(); ++i) {
      char row[32];
      std::snprintf(row, sizeof row, "%010llu 00000 n \n",
                    static_cast<unsigned long long>(offsets_[i]));
      put(row);
    }
    put("trailer\n<</Size " + std::to_string(offsets_.size()) + "/Root " + reference(catalog) +
        "/ID[<" + id + "><" + id + ">]>>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n");
    out_.close();
    if (!out_) throw std::runtime_error{"the bundle of pages cannot be written"};
  }
  void check() const {
    if (!out_) throw std::runtime_error{"the bundle of pages cannot be written"};
  }

 private:
  void put(std::string const& bytes) {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    at_ += bytes.size();
  }

  std::ofstream out_;
  std::uint64_t at_ = 0;
  std::vector<std::uint64_t> offsets_;  // by number
};

// What was written before, by the digest of what it says.
using Shared = std::unordered_map<std::string, int>;

// Copies the objects of one document, those below first.
class Copier {
 public:
  Copier(Objects& to, Shared& shared) : to_(to), shared_(shared) {}

  // A page without what belongs to its document.
  int page(QPDFObjectHandle page, int parent) {
    std::string body = "<</Type/Page/Parent " + reference(parent);
    for (auto const key : {"/MediaBox", "/Resources"}) {
      body += key + value(page.getKey(key), 0);
    }
    body += "/Contents " + value(page.getKey("/Contents"), 0, true) + ">>";
    int const number = to_.reserve();
    to_.write(number, body);
    return number;
  }

 private:
  // The text of a value; what it refers to is copied. What is unlike all others is not remembered.
  std::string value(QPDFObjectHandle one, int depth, bool unique = false) {
    if (depth > deepest) throw std::runtime_error{"a PDF is nested too deeply"};
    if (one.isIndirect()) return " " + reference(copied(one, depth, unique));
    return direct(one, depth, unique);
  }
  std::string direct(QPDFObjectHandle one, int depth, bool unique) {
    if (one.isArray()) {
      std::string text = "[";
      for (int i = 0; i < one.getArrayNItems(); ++i) {
        text += " " + value(one.getArrayItem(i), depth + 1, unique);
      }
      return text + "]";
    }
    if (!one.isDictionary()) return " " + one.unparseResolved();
    std::string text = "<<";
    for (auto const& key : one.getKeys()) {
      if (key != "/Length") text += key + value(one.getKey(key), depth + 1);
    }
    return text + ">>";
  }
  std::string stream(QPDFObjectHandle one, int depth) {
    auto const raw = one.getRawStreamData();
    auto dictionary = direct(one.getDict(), depth, false);
    dictionary.insert(2, "/Length " + std::to_string(raw->getSize()));
    return dictionary + "\nstream\n" +
           std::string{reinterpret_cast<char const*>(raw->getBuffer()), raw->getSize()} +
           "\nendstream";
  }
  int copied(QPDFObjectHandle one, int depth, bool unique) {
    auto const id = one.getObjectID();
    if (auto const known = done_.find(id); known != done_.end()) return known->second;
    auto const body = one.isStream() ? stream(one, depth) : direct(one, depth, unique);
    auto const number = unique ? written(body) : shared(body);
    done_[id] = number;
    return number;
  }
  int written(std::string const& body) {
    int const number = to_.reserve();
    to_.write(number, body);
    return number;
  }
  int shared(std::string const& body) {
    auto const digest = model::sha256_hex(body);
    if (auto const known = shared_.find(digest); known != shared_.end()) return known->second;
    int const number = written(body);
    shared_.emplace(digest, number);
    return number;
  }

  Objects& to_;
  Shared& shared_;
  std::map<int, int> done_;  // of this document
};

}  // namespace

struct PageBundle::Parts {
  explicit Parts(std::filesystem::path const& file) : objects(file) { objects.check(); }

  void end_node() {
    if (kids == 0) return;
    objects.write(nodes.back(), "<</Type/Pages/Parent " + reference(page_tree) + "/Count " +
                                    std::to_string(kids) + "/Kids[" + node + "]>>");
    node.clear();
    kids = 0;
  }
  int add_all(std::string_view pdf);
  void add_page(Copier& copier, QPDFObjectHandle page) {
    if (kids == 0) nodes.push_back(objects.reserve());
    node += reference(copier.page(page, nodes.back())) + " ";
    ++pages;
    if (++kids == pages_in_node) end_node();
  }

  Objects objects;
  Shared shared;
  std::vector<int> nodes;
  std::string node;  // kids of the last one
  std::size_t kids = 0, pages = 0;
};

PageBundle::PageBundle(std::filesystem::path const& file) : parts_(std::make_unique<Parts>(file)) {}

PageBundle::~PageBundle() = default;

int PageBundle::add(std::string_view pdf) {
  try {
    return parts_->add_all(pdf);
  } catch (QPDFExc const& fault) {
    throw UnsoundPdf{fault.what()};
  }
}

int PageBundle::Parts::add_all(std::string_view pdf) {
  auto const file = QPDF::create();
  file->setSuppressWarnings(true);
  file->setAttemptRecovery(false);
  file->processMemoryFile("letter", pdf.data(), pdf.size());
  Copier copier{objects, shared};
  int count = 0;
  for (auto& page : QPDFPageDocumentHelper{*file}.getAllPages()) {
    add_page(copier, page.getObjectHandle());
    ++count;
  }
  objects.check();
  return count;
}

void PageBundle::finish(std::string const& id) {
  auto& parts = *parts_;
  parts.end_node();
  std::string kids;
  for (int const node : parts.nodes) kids += reference(node) + " ";
  parts.objects.write(
      page_tree, "<</Type/Pages/Count " + std::to_string(parts.pages) + "/Kids[" + kids + "]>>");
  parts.objects.write(catalog, "<</Type/Catalog/Pages " + reference(page_tree) + ">>");
  parts.objects.finish(id);
}

}  // namespace airut::pdf
