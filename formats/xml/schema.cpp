#include "formats/xml/schema.hpp"

#include <stdexcept>
#include <string>

#include <libxml/xmlschemas.h>

namespace airut::xml {
namespace {

constexpr std::size_t findings_max = 100;

// libxml2 2.14 made the error pointer const; both signatures are served.
#if LIBXML_VERSION >= 21200
using ErrorPointer = xmlError const*;
#else
using ErrorPointer = xmlError*;
#endif

// Names without the namespace before them: "{urn:...}ID" is ID.
std::string without_namespaces(std::string text) {
  for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at)) {
    auto const end = text.find_first_of("} ", at);
    bool const is_namespace = end != std::string::npos && text[end] == '}' &&
                              text.substr(at, end - at).find(':') != std::string::npos;
    if (is_namespace) {
      text.erase(at, end + 1 - at);
    } else {
      ++at;
    }
  }
  return text;
}

std::string sentence(ErrorPointer error) {
  auto text = without_namespaces(error->message ? error->message : "");
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

void keep_first(void* to, ErrorPointer error) {
  auto& text = *static_cast<std::string*>(to);
  if (text.empty()) text = sentence(error);
}

void keep_finding(void* to, ErrorPointer error) {
  auto& findings = *static_cast<model::Findings*>(to);
  if (findings.size() >= findings_max) return;
  model::Finding finding;
  finding.code = "xsd";
  finding.detail = sentence(error);
  finding.line = error->line;
  findings.push_back(std::move(finding));
}

}  // namespace

model::Result<Schema> Schema::load(std::filesystem::path const& file) {
  std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> const parser{
      xmlSchemaNewParserCtxt(file.c_str()), &xmlSchemaFreeParserCtxt};
  if (!parser) throw std::bad_alloc{};
  std::string fault;
  xmlSchemaSetParserStructuredErrors(parser.get(), keep_first, &fault);
  auto* schema = xmlSchemaParse(parser.get());
  if (!schema) {
    return tl::unexpected(model::Problem{model::Fault::malformed, file.string() + ": " + fault});
  }
  return Schema{std::shared_ptr<void>{
      schema, [](void* one) { xmlSchemaFree(static_cast<xmlSchema*>(one)); }}};
}

model::Findings Schema::validate(Document const& document) const {
  std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> const context{
      xmlSchemaNewValidCtxt(static_cast<xmlSchema*>(schema_.get())), &xmlSchemaFreeValidCtxt};
  if (!context) throw std::bad_alloc{};
  model::Findings findings;
  xmlSchemaSetValidStructuredErrors(context.get(), keep_finding, &findings);
  auto const result = xmlSchemaValidateDoc(context.get(), document.get());
  if (result < 0) throw std::runtime_error{"the XML schema validator failed"};
  return findings;
}

}  // namespace airut::xml
