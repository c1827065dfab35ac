#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/pki/certificate.hpp"

// Documents that only the other side can read (XML Encryption 1.0), as Danske Bank wants them: the
// whole document in 3DES-CBC under a key of its own, that key in RSA PKCS#1 1.5 to a certificate.
namespace airut::bank_ws {

// recipient: how the bank calls its certificate ("name:DanskeBankCryptCERT"), "" says nothing. The
// error is a sentence: the certificate has no RSA key.
tl::expected<std::string, std::string> encrypt(std::string_view document,
                                               pki::Certificate const& receiver,
                                               std::string_view recipient = {});

bool is_encrypted(std::string_view document);

// Takes 3DES-CBC and AES-CBC. The error is one sentence whatever went wrong, so that it tells
// nobody which step did.
tl::expected<std::string, std::string> decrypt(std::string_view document,
                                               pki::PrivateKey const& own);

}  // namespace airut::bank_ws
