#pragma once

#include <string_view>

// The names that Peppol AS4 messages are made of (Peppol AS4 profile 2.0.3, eDelivery AS4 1.14,
// OASIS ebMS 3.0, WS-Security 1.1.1 with the SwA profile).
namespace airut::as4::names {

inline constexpr std::string_view
    soap = "http://www.w3.org/2003/05/soap-envelope",
    eb = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/",
    ebbp = "http://docs.oasis-open.org/ebxml-bp/ebbp-signals-2.0",
    ds = "http://www.w3.org/2000/09/xmldsig#", xenc = "http://www.w3.org/2001/04/xmlenc#",
    xenc11 = "http://www.w3.org/2009/xmlenc11#",
    wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    wsse11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd",
    exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#",
    rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    sha256 = "http://www.w3.org/2001/04/xmlenc#sha256",
    rsa_oaep = "http://www.w3.org/2009/xmlenc11#rsa-oaep",
    mgf1_sha256 = "http://www.w3.org/2009/xmlenc11#mgf1sha256",
    aes128_gcm = "http://www.w3.org/2009/xmlenc11#aes128-gcm",
    signed_content =
        "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Signature-"
        "Transform",
    ciphertext =
        "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Ciphertext-Transform",
    content_only =
        "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Only",
    encrypted_key_token =
        "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKey",
    x509_token =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3",
    base64_token =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#"
        "Base64Binary",
    party_type = "urn:fdc:peppol.eu:2017:identifiers:ap",
    agreement = "urn:fdc:peppol.eu:2017:agreements:tia:ap_provider",
    initiator = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/initiator",
    responder = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/responder";

}  // namespace airut::as4::names
