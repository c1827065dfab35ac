#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// Authorities and certificates made by openssl for a test: NAME.key and NAME.pem in one folder.
class KeyFolder {
 public:
  std::string file(std::string const& name) const { return (folder_.path() / name).string(); }
  std::string pem(std::string const& name) const { return slurp(file(name + ".pem")); }
  std::filesystem::path const& path() const { return folder_.path(); }

  void authority(std::string const& name, std::string const& subject) {
    openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3000", "-subj", subject,
             "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", file(name + ".key"),
             "-out", file(name + ".pem")});
  }
  // An authority by another one.
  void authority_under(std::string const& name, std::string const& issuer,
                       std::string const& subject, int days = 2500) {
    openssl({"req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", subject, "-keyout",
             file(name + ".key"), "-out", file(name + ".csr")});
    std::ofstream{file("authority.cnf")} << "basicConstraints=critical,CA:TRUE\n"
                                            "keyUsage=critical,keyCertSign,cRLSign\n";
    openssl({"x509", "-req", "-in", file(name + ".csr"), "-CA", file(issuer + ".pem"), "-CAkey",
             file(issuer + ".key"), "-CAcreateserial", "-days", std::to_string(days), "-extfile",
             file("authority.cnf"), "-out", file(name + ".pem")});
  }
  // NAME.crl: what the issuer has taken back, for a day.
  void revocation_list(std::string const& name, std::string const& issuer,
                       std::vector<std::string> const& revoked) {
    std::ofstream{file("index.txt")};
    std::ofstream{file("crlnumber")} << "01\n";
    std::ofstream{file("list.cnf")} << fmt::format(
        "[ca]\ndefault_ca=d\n[d]\ndatabase={0}/index.txt\ncrlnumber={0}/crlnumber\n"
        "default_md=sha256\ndefault_crl_days=1\ncertificate={0}/{1}.pem\n"
        "private_key={0}/{1}.key\n",
        folder_.path().string(), issuer);
    for (auto const& one : revoked)
      openssl({"ca", "-config", file("list.cnf"), "-revoke", file(one + ".pem")});
    openssl({"ca", "-config", file("list.cnf"), "-gencrl", "-out", file(name + ".crl")});
  }
  // more: lines of an extension file, "subjectAltName=IP:127.0.0.1".
  void leaf(std::string const& name, std::string const& issuer, std::string const& common_name,
            std::string const& more = {}, int days = 2000) {
    openssl({"req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/C=FI/O=T/CN=" + common_name,
             "-keyout", file(name + ".key"), "-out", file(name + ".csr")});
    std::ofstream{file("leaf.cnf")} << "basicConstraints=critical,CA:FALSE\n"
                                       "keyUsage=critical,digitalSignature,keyEncipherment\n"
                                    << (more.empty() ? "extendedKeyUsage=clientAuth" : more)
                                    << "\n";
    openssl({"x509", "-req", "-in", file(name + ".csr"), "-CA", file(issuer + ".pem"), "-CAkey",
             file(issuer + ".key"), "-CAcreateserial", "-days", std::to_string(days), "-extfile",
             file("leaf.cnf"), "-out", file(name + ".pem")});
  }

  // Another certificate for the key and the name of a leaf; days from now, below zero: it has
  // ended.
  void again(std::string const& name, std::string const& leaf, std::string const& issuer,
             int days) {
    std::filesystem::copy_file(file(leaf + ".key"), file(name + ".key"));
    openssl({"x509", "-req", "-in", file(leaf + ".csr"), "-CA", file(issuer + ".pem"), "-CAkey",
             file(issuer + ".key"), "-CAcreateserial", "-days", std::to_string(days), "-extfile",
             file("leaf.cnf"), "-out", file(name + ".pem")});
  }

 private:
  void openssl(std::vector<std::string> words) {
    words.insert(words.begin(), "openssl");
    if (run(words, folder_.path() / "openssl.log") != 0) throw std::runtime_error{"openssl failed"};
  }

  TempDirectory folder_;
};

}  // namespace airut::tests
