#pragma once

#include <string_view>

// The names that the Finnish banks' messages are made of: Security and Message Specification for
// Financial Messages using Web Services v1.10, BankCorporateFileService.wsdl, XML Signature,
// WS-Security 1.0 with the X.509 token profile.
namespace airut::bank_ws::names {

inline constexpr std::string_view
    soap = "http://schemas.xmlsoap.org/soap/envelope/",
    service = "http://bxd.fi/CorporateFileService", model = "http://model.bxd.fi",
    data = "http://bxd.fi/xmldata/", pki_factory = "http://danskebank.dk/PKI/PKIFactoryService",
    pki_elements = "http://danskebank.dk/PKI/PKIFactoryService/elements",
    ds = "http://www.w3.org/2000/09/xmldsig#",
    wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#",
    enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    rsa_sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    sha1 = "http://www.w3.org/2000/09/xmldsig#sha1",
    sha256 = "http://www.w3.org/2001/04/xmlenc#sha256",
    x509_token =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3",
    base64_token =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#"
        "Base64Binary";

}  // namespace airut::bank_ws::names
