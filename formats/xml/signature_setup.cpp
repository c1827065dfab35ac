#include "formats/xml/signature_setup.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <libxml/parser.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmlsec.h>

#include "formats/model/percent.hpp"

namespace airut::xml {
namespace {

// xmlsec's readers carry no user data.
thread_local std::span<Attachment const> current;

constexpr std::string_view cid = "cid:";

int is_cid(char const* uri) { return std::string_view{uri}.starts_with(cid) ? 1 : 0; }

void* open_attachment(char const* uri) {
  auto const id = attachment_id(uri);
  auto const found = std::find_if(current.begin(), current.end(),
                                  [&](Attachment const& one) { return one.content_id == id; });
  if (found == current.end()) return nullptr;
  return std::make_unique<std::string_view>(found->bytes).release();
}

int read_attachment(void* context, char* to, int room) {
  auto& left = *static_cast<std::string_view*>(context);
  auto const count = std::min(left.size(), static_cast<std::size_t>(room));
  std::memcpy(to, left.data(), count);
  left.remove_prefix(count);
  return static_cast<int>(count);
}

int close_attachment(void* context) {
  std::unique_ptr<std::string_view> const owned{static_cast<std::string_view*>(context)};
  return 0;
}

int pass_through(xmlSecTransformPtr transform, int last, xmlSecTransformCtxPtr) {
  transform->status = xmlSecTransformStatusWorking;
  auto const size = xmlSecBufferGetSize(&transform->inBuf);
  if (size > 0) {
    auto const* bytes = xmlSecBufferGetData(&transform->inBuf);
    if (xmlSecBufferAppend(&transform->outBuf, bytes, size) < 0) return -1;
    if (xmlSecBufferRemoveHead(&transform->inBuf, size) < 0) return -1;
  }
  if (last != 0) transform->status = xmlSecTransformStatusFinished;
  return 0;
}

_xmlSecTransformKlass make_attachment_transform() {
  _xmlSecTransformKlass klass{};
  klass.klassSize = sizeof(xmlSecTransformKlass);
  klass.objSize = sizeof(xmlSecTransform);
  klass.name = BAD_CAST "attachment-content-signature";
  klass.href = BAD_CAST
      "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Signature-"
      "Transform";
  klass.usage = xmlSecTransformUsageDSigTransform;
  klass.getDataType = xmlSecTransformDefaultGetDataType;
  klass.pushBin = xmlSecTransformDefaultPushBin;
  klass.popBin = xmlSecTransformDefaultPopBin;
  klass.execute = pass_through;
  return klass;
}

// libxml2 2.12 made the error pointer const; both signatures are served.
#if LIBXML_VERSION >= 21200
void ignore(void*, xmlError const*) {}
#else
void ignore(void*, xmlError*) {}
#endif

bool started() {
  xmlInitParser();
  if (xmlSecInit() < 0 || xmlSecCryptoAppInit(nullptr) < 0 || xmlSecCryptoInit() < 0) {
    throw std::runtime_error{"xmlsec cannot start"};
  }
  xmlSecErrorsSetCallback(nullptr);
  xmlSecErrorsDefaultCallbackEnableOutput(0);
  xmlSecIOCleanupCallbacks();
  xmlSecIORegisterCallbacks(is_cid, open_attachment, read_attachment, close_attachment);
  if (xmlSecTransformIdsRegister(attachment_transform()) < 0) {
    throw std::runtime_error{"xmlsec does not take a transform"};
  }
  return true;
}

}  // namespace

std::string attachment_id(std::string_view uri) {
  return uri.starts_with(cid) ? model::percent_decoded(uri.substr(cid.size())) : std::string{};
}

void start_xmlsec() {
  static bool const ready = started();
  static_cast<void>(ready);
}

_xmlSecTransformKlass const* attachment_transform() {
  static _xmlSecTransformKlass const klass = make_attachment_transform();
  return &klass;
}

Quiet::Quiet() { xmlSetStructuredErrorFunc(nullptr, ignore); }

Quiet::~Quiet() { xmlSetStructuredErrorFunc(nullptr, nullptr); }

CurrentAttachments::CurrentAttachments(std::span<Attachment const> attachments) {
  current = attachments;
}

CurrentAttachments::~CurrentAttachments() { current = {}; }

}  // namespace airut::xml
