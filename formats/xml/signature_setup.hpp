#pragma once

#include <span>

#include "formats/xml/signature.hpp"

struct _xmlSecTransformKlass;

// xmlsec made ready once: only this room's signature.cpp includes this.
namespace airut::xml {

// Starts xmlsec at the first call. Its own readers of files and addresses are switched off: a
// reference names a part of the document or one of the current attachments.
void start_xmlsec();

// The SwA profile's Attachment-Content-Signature-Transform for parts that are not XML: the bytes
// as they are.
_xmlSecTransformKlass const* attachment_transform();

// While this lives libxml2 writes nothing of this thread to the standard error: what is wrong with
// a message is told by what verify_signature() returns.
class Quiet {
 public:
  Quiet();
  ~Quiet();
  Quiet(Quiet const&) = delete;
  Quiet& operator=(Quiet const&) = delete;
};

// What "cid:" references of this thread mean while this lives.
class CurrentAttachments {
 public:
  explicit CurrentAttachments(std::span<Attachment const> attachments);
  ~CurrentAttachments();
  CurrentAttachments(CurrentAttachments const&) = delete;
  CurrentAttachments& operator=(CurrentAttachments const&) = delete;
};

}  // namespace airut::xml
