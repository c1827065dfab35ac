#include <fmt/format.h>

#include "formats/sbdh/envelope.hpp"
#include "formats/xml/writer.hpp"

namespace airut::sbdh {
namespace {

using model::Fault;
using model::Problem;

void write_party(xml::Writer& out, std::string_view role, ParticipantId const& party) {
  out.open(role);
  out.leaf("sh:Identifier", party.value, {{"Authority", party.scheme}});
  out.close();
}

void write_scope(xml::Writer& out, std::string_view type, std::string_view value,
                 std::string_view scheme) {
  out.open("sh:Scope");
  out.leaf("sh:Type", type);
  out.leaf("sh:InstanceIdentifier", value);
  out.leaf_if("sh:Identifier", scheme);
  out.close();
}

void write_scopes(xml::Writer& out, Header const& header) {
  out.open("sh:BusinessScope");
  write_scope(out, "DOCUMENTID", header.document_type.value, header.document_type.scheme);
  write_scope(out, "PROCESSID", header.process.value, header.process.scheme);
  write_scope(out, "COUNTRY_C1", header.country_c1, {});
  if (header.mls_to) write_scope(out, "MLS_TO", header.mls_to->value, header.mls_to->scheme);
  if (!header.mls_type.empty()) write_scope(out, "MLS_TYPE", header.mls_type, {});
  out.close();
}

std::string write_header(Header const& header) {
  xml::Writer out{xml::Encoding::utf8};
  out.open("sh:StandardBusinessDocument",
           {{"xmlns:sh", "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"}});
  out.open("sh:StandardBusinessDocumentHeader");
  out.leaf("sh:HeaderVersion", "1.0");
  write_party(out, "sh:Sender", header.sender);
  write_party(out, "sh:Receiver", header.receiver);
  out.open("sh:DocumentIdentification");
  out.leaf("sh:Standard", header.standard);
  out.leaf("sh:TypeVersion", header.type_version);
  out.leaf("sh:InstanceIdentifier", header.instance_id);
  out.leaf("sh:Type", header.type);
  out.leaf("sh:CreationDateAndTime", model::instant_text(header.created));
  out.close();
  write_scopes(out, header);
  out.close();
  out.close();
  return std::move(out).text();
}

// The document without its XML declaration.
model::Result<std::string_view> bare(std::string_view document) {
  constexpr std::string_view mark = "\xEF\xBB\xBF", declaration = "<?xml", end = "?>";
  if (document.starts_with(mark)) document.remove_prefix(mark.size());
  if (document.starts_with(declaration)) {
    auto const stop = document.find(end);
    if (stop == document.npos) {
      return tl::unexpected{Problem{Fault::malformed, "The XML declaration does not end."}};
    }
    auto const said = document.substr(0, stop);
    bool const utf8 = said.find("encoding") == said.npos || said.find("UTF-8") != said.npos ||
                      said.find("utf-8") != said.npos;
    if (!utf8) {
      return tl::unexpected{
          Problem{Fault::unsupported, fmt::format("The document must be in UTF-8: {}?>", said)}};
    }
    document.remove_prefix(stop + end.size());
  }
  auto const first = document.find('<');
  if (first == document.npos || document.substr(first).starts_with("<!DOCTYPE")) {
    return tl::unexpected{Problem{Fault::malformed, "The document has no root, or a DOCTYPE."}};
  }
  return document.substr(first);
}

}  // namespace

Header header_for(Kind kind) {
  Header header;
  header.standard = std::move(kind.standard);
  header.type = std::move(kind.type);
  header.type_version = std::move(kind.type_version);
  header.document_type = std::move(kind.document_type);
  header.process = std::move(kind.process);
  return header;
}

model::Result<std::string> write(Header const& header, std::string_view document) {
  auto const inside = bare(document);
  if (!inside) return tl::unexpected{inside.error()};
  auto out = write_header(header);
  constexpr std::string_view closing = "</sh:StandardBusinessDocument>\n";
  out.insert(out.size() - closing.size(), *inside);
  return out;
}

}  // namespace airut::sbdh
