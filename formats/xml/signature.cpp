#include "formats/xml/signature.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>
#include <libxml/tree.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include "formats/xml/parser.hpp"
#include "formats/xml/signature_setup.hpp"

namespace airut::xml {
namespace {

constexpr std::string_view ds = "http://www.w3.org/2000/09/xmldsig#";

// A message needs few of each: its header, its body, its payload, a timestamp and a token. Without
// a limit whoever sends one decides how often the whole document is walked through, long before it
// is known whose it is.
constexpr std::size_t references_most = 8, transforms_most = 4, prefixes_most = 1024;

template <class T>
using Checked = tl::expected<T, std::string>;

struct FreeContext {
  void operator()(xmlSecDSigCtx* context) const { xmlSecDSigCtxDestroy(context); }
};
using Context = std::unique_ptr<xmlSecDSigCtx, FreeContext>;

std::string content(xmlNode* node) {
  std::unique_ptr<xmlChar, void (*)(void*)> const text{xmlNodeGetContent(node),
                                                       [](void* one) { xmlFree(one); }};
  return std::string{view(text.get())};
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return text;
}

std::string name_of(xmlNode const* node) {
  return fmt::format("{{{}}}{}", node->ns ? view(node->ns->href) : "", view(node->name));
}

std::string path_of(xmlNode const* node) {
  auto path = name_of(node);
  for (auto* up = node->parent; up && up->type == XML_ELEMENT_NODE; up = up->parent) {
    path = name_of(up) + "/" + path;
  }
  return path;
}

bool take_end(std::string_view& path, std::string_view end) {
  if (!path.ends_with(end)) return false;
  path.remove_suffix(end.size());
  return true;
}

// Whether path_of() of the node is this path, without making it: names may be long and nodes many.
bool stands_at(xmlNode const* node, std::string_view path) {
  for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
    auto const space = node->ns ? view(node->ns->href) : "";
    bool const same = take_end(path, view(node->name)) && take_end(path, "}") &&
                      take_end(path, space) && take_end(path, "{");
    if (!same) return false;
    if (!path.empty() && !take_end(path, "/")) return false;
  }
  return path.empty();
}

// Calls for the element and each below it.
template <class F>
void each_element(xmlNode* node, F const& call) {
  call(node);
  for (auto* one = xmlFirstElementChild(node); one; one = xmlNextElementSibling(one)) {
    each_element(one, call);
  }
}

bool is_ds(xmlNode const* node, std::string_view name) {
  return node && node->ns && view(node->ns->href) == ds && view(node->name) == name;
}

xmlNode* ds_child(xmlNode* parent, std::string_view name) {
  for (auto* one = xmlFirstElementChild(parent); one; one = xmlNextElementSibling(one)) {
    if (is_ds(one, name)) return one;
  }
  return nullptr;
}

std::string attribute(xmlNode* node, char const* name) {
  std::unique_ptr<xmlChar, void (*)(void*)> const text{
      xmlGetNoNsProp(node, reinterpret_cast<xmlChar const*>(name)),
      [](void* one) { xmlFree(one); }};
  return std::string{view(text.get())};
}

Checked<xmlNode*> signature_at(xmlNode* root, std::string_view path) {
  xmlNode* found = nullptr;
  int count = 0;
  each_element(root, [&](xmlNode* node) {
    if (!is_ds(node, "Signature") || !stands_at(node, path)) return;
    found = node;
    ++count;
  });
  if (count == 1) return found;
  return tl::unexpected{
      fmt::format("There must be one signature in its place, here are {}.", count)};
}

// An id as "#id" may name it: plain, so that it cannot become another XPointer.
bool is_plain_id(std::string_view id) {
  auto const plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  };
  return !id.empty() && std::all_of(id.begin(), id.end(), plain);
}

// Every id of the document, found in one walk, with how often it stands there.
class Ids {
 public:
  explicit Ids(xmlNode* root) : document_(root->doc) {
    each_element(root, [&](xmlNode* node) {
      for (auto* one = node->properties; one; one = one->next) {
        auto const name = view(one->name);
        if ((name != "Id" && name != "ID" && name != "id") || !one->children) continue;
        auto& place = places_[content(one->children)];
        place.attribute = one;
        ++place.count;
      }
    });
  }

  // The only element with this id, told to libxml2 as such.
  Checked<xmlNode*> element(std::string const& id) const {
    auto const found = places_.find(id);
    int const count = found == places_.end() ? 0 : found->second.count;
    if (!is_plain_id(id) || count != 1) {
      return tl::unexpected{fmt::format("The id {} names {} elements, not one.", id, count)};
    }
    auto* attribute = found->second.attribute;
    if (attribute->atype != XML_ATTRIBUTE_ID) {
      xmlAddID(nullptr, document_, reinterpret_cast<xmlChar const*>(id.c_str()), attribute);
    }
    return attribute->parent;
  }

 private:
  struct Place {
    xmlAttr* attribute = nullptr;
    int count = 0;
  };
  xmlDoc* document_;
  std::unordered_map<std::string, Place> places_;
};

std::vector<Transform> transforms_of(xmlNode* reference) {
  std::vector<Transform> transforms;
  auto* list = ds_child(reference, "Transforms");
  for (auto* one = list ? xmlFirstElementChild(list) : nullptr; one;
       one = xmlNextElementSibling(one)) {
    Transform transform{attribute(one, "Algorithm"), {}};
    if (auto* inside = xmlFirstElementChild(one)) {
      transform.inclusive_prefixes = attribute(inside, "PrefixList");
    }
    transforms.push_back(std::move(transform));
  }
  return transforms;
}

bool is_moderate(SignedPart const& part) {
  return part.transforms.size() <= transforms_most &&
         std::all_of(part.transforms.begin(), part.transforms.end(), [](Transform const& one) {
           return one.inclusive_prefixes.size() <= prefixes_most;
         });
}

// ids: none where the signature is over the whole document.
Checked<SignedPart> part_of(xmlNode* reference, xmlNode* root, std::optional<Ids> const& ids) {
  SignedPart part;
  part.uri = attribute(reference, "URI");
  part.transforms = transforms_of(reference);
  if (!is_moderate(part)) {
    return tl::unexpected{fmt::format("The reference {} is changed too much.", part.uri)};
  }
  if (auto* method = ds_child(reference, "DigestMethod")) {
    part.digest_method = attribute(method, "Algorithm");
  }
  if (auto* digest = ds_child(reference, "DigestValue")) {
    part.digest = without_blanks(content(digest));
  }
  if (!ids) {
    if (!part.uri.empty()) return tl::unexpected{fmt::format("Signed is only {}.", part.uri)};
    part.path = name_of(root);
    return part;
  }
  if (part.uri.starts_with("cid:")) return part;
  if (!part.uri.starts_with('#')) {
    return tl::unexpected{fmt::format("The reference {} is not to this message.", part.uri)};
  }
  auto const element = ids->element(part.uri.substr(1));
  if (!element) return tl::unexpected{element.error()};
  part.path = path_of(*element);
  return part;
}

// The references of the signature, not more than a message needs.
Checked<std::vector<xmlNode*>> references_of(xmlNode* signature) {
  std::vector<xmlNode*> references;
  auto* info = ds_child(signature, "SignedInfo");
  for (auto* one = info ? xmlFirstElementChild(info) : nullptr; one;
       one = xmlNextElementSibling(one)) {
    if (!is_ds(one, "Reference")) continue;
    if (references.size() == references_most) {
      return tl::unexpected{fmt::format("More than {} parts are signed.", references_most)};
    }
    references.push_back(one);
  }
  if (references.empty()) return tl::unexpected{std::string{"Nothing is signed."}};
  auto* method = ds_child(info, "CanonicalizationMethod");
  auto* inclusive = method ? xmlFirstElementChild(method) : nullptr;
  if (inclusive && attribute(inclusive, "PrefixList").size() > prefixes_most) {
    return tl::unexpected{std::string{"The signature names too many prefixes."}};
  }
  return references;
}

Checked<std::vector<SignedPart>> parts_of(xmlNode* signature, xmlNode* root, bool enveloped) {
  auto const references = references_of(signature);
  if (!references) return tl::unexpected{references.error()};
  std::optional<Ids> ids;
  if (!enveloped) ids.emplace(root);
  std::vector<SignedPart> parts;
  for (auto* one : *references) {
    auto part = part_of(one, root, ids);
    if (!part) return tl::unexpected{part.error()};
    parts.push_back(*std::move(part));
  }
  return parts;
}

void allow(xmlSecDSigCtx& context, SignatureQuestion const& question) {
  auto* const signing = &context;
  auto const both = [&](xmlSecTransformId id) {
    xmlSecDSigCtxEnableSignatureTransform(signing, id);
    xmlSecDSigCtxEnableReferenceTransform(signing, id);
  };
  both(xmlSecTransformExclC14NId);
  both(xmlSecTransformSha256Id);
  xmlSecDSigCtxEnableSignatureTransform(signing, xmlSecTransformRsaSha256Id);
  if (question.enveloped) {
    both(xmlSecTransformInclC14NId);
    xmlSecDSigCtxEnableReferenceTransform(signing, xmlSecTransformEnvelopedId);
  } else {
    xmlSecDSigCtxEnableReferenceTransform(signing, attachment_transform());
  }
  if (question.comments) {
    both(xmlSecTransformExclC14NWithCommentsId);
    both(xmlSecTransformInclC14NWithCommentsId);
    xmlSecDSigCtxEnableReferenceTransform(signing, xmlSecTransformEnvelopedId);
  }
  if (question.sha1) {
    both(xmlSecTransformSha1Id);
    xmlSecDSigCtxEnableSignatureTransform(signing, xmlSecTransformRsaSha1Id);
  }
  context.enabledReferenceUris =
      question.enveloped ? xmlSecTransformUriTypeEmpty
                         : xmlSecTransformUriTypeSameDocument | xmlSecTransformUriTypeRemote;
}

xmlSecKey* key_of(std::string_view certificate) {
  return xmlSecCryptoAppKeyLoadMemory(reinterpret_cast<xmlSecByte const*>(certificate.data()),
                                      static_cast<xmlSecSize>(certificate.size()),
                                      xmlSecKeyDataFormatCertDer, nullptr, nullptr, nullptr);
}

}  // namespace

Checked<std::vector<SignedPart>> verify_signature(Document const& document,
                                                  SignatureQuestion const& question) {
  start_xmlsec();
  auto* root = xmlDocGetRootElement(document.get());
  auto const signature = signature_at(root, question.path);
  if (!signature) return tl::unexpected{signature.error()};
  auto parts = parts_of(*signature, root, question.enveloped);
  if (!parts) return parts;
  Context const context{xmlSecDSigCtxCreate(nullptr)};
  if (!context) throw std::bad_alloc{};
  allow(*context, question);
  // Nobody asks what a manifest says; its references would be walked through without a limit.
  context->flags |= XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
  context->signKey = key_of(question.certificate_der);
  if (!context->signKey) return tl::unexpected{std::string{"The certificate cannot be read."}};
  CurrentAttachments const attachments{question.attachments};
  Quiet const quiet;
  if (xmlSecDSigCtxVerify(context.get(), *signature) < 0) {
    return tl::unexpected{
        std::string{"The signature uses something not allowed here, or lacks a signed part."}};
  }
  if (context->status != xmlSecDSigStatusSucceeded) {
    return tl::unexpected{std::string{"The signature does not hold: something was changed."}};
  }
  return parts;
}

}  // namespace airut::xml
