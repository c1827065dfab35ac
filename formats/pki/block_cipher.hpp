#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "formats/model/result.hpp"
#include "formats/pki/certificate.hpp"

// The old ciphers of XML Encryption 1.0, for banks that take nothing better. None of them tells
// whether what comes out was changed: whoever uses them checks a signature inside.
namespace airut::pki {

enum class BlockCipher { triple_des, aes128, aes192, aes256 };

std::size_t key_bytes(BlockCipher cipher);

// CBC: a random initialization vector, then the ciphertext, padded as XML Encryption 5.2 has it.
std::string encrypt_cbc(BlockCipher cipher, std::string_view key, std::string_view bytes);
model::Result<std::string> decrypt_cbc(BlockCipher cipher, std::string_view key,
                                       std::string_view sealed);

// RSA PKCS#1 1.5.
model::Result<std::string> encrypt_rsa15(Certificate const& receiver, std::string_view secret);
model::Result<std::string> decrypt_rsa15(PrivateKey const& own, std::string_view secret);

}  // namespace airut::pki
