#include <algorithm>

#include <fmt/format.h>

#include "config/parts.hpp"
#include "config/plain_text.hpp"

namespace airut::config {

Revocation read_revocation(Section& in, Revocation otherwise) {
  std::string word = otherwise == Revocation::required ? "required" : "when_reachable";
  in.take_word("revocation", word, {"required", "when_reachable", "off"});
  if (word == "off") return Revocation::off;
  return word == "required" ? Revocation::required : Revocation::when_reachable;
}

namespace {

EmailSettings read_email(Section& in) {
  EmailSettings mail;
  in.take_needed("host", mail.host);
  must_be_host(in, "host", mail.host);
  in.take("port", mail.port, 1, 65535);
  std::string starttls = "required";
  in.take_word("starttls", starttls, {"required", "none"});
  mail.starttls = starttls == "none" ? TlsPolicy::none : TlsPolicy::required;
  in.take("ca_file", mail.ca_file);
  must_exist(in, "ca_file", mail.ca_file);  // a file, or a folder of them
  in.take("user", mail.user);
  mail.password = in.secret("password");
  if (mail.password && mail.starttls == TlsPolicy::none && !is_loopback_host(mail.host))
    in.wrong("starttls",
             "the password would go to another machine in plain text: starttls must be "
             "\"required\"");
  in.take_needed("from", mail.from);
  must_be_mailbox(in, "from", mail.from);
  in.take("bounces", mail.bounces);
  must_be_mailbox(in, "bounces", mail.bounces);
  if (!mail.bounces.empty() && mail.bounces.find("{id}") == std::string::npos)
    in.wrong("bounces", "bounces must hold {id}, which becomes the id of each delivery");
  in.take("bounce_maildir", mail.bounce_maildir);
  must_be_folder(in, "bounce_maildir", mail.bounce_maildir);
  if (!mail.bounce_maildir.empty() && mail.bounces.empty())
    in.wrong("bounce_maildir", "bounce_maildir needs bounces: by it a mail is told from another");
  in.take_seconds("bounce_time", mail.bounce_time, 3600);
  in.take_word("attach_xml", mail.attach_xml, {"none", "ubl", "finvoice", "cii"});
  in.take("helo", mail.helo);
  in.take("connections", mail.connections, 1, 64);
  in.take_seconds("timeout", mail.timeout, 3600);
  return mail;
}

SftpSettings read_sftp(Section& in) {
  SftpSettings sftp;
  in.take_needed("host", sftp.host);
  must_be_host(in, "host", sftp.host);
  in.take("port", sftp.port, 1, 65535);
  in.take_needed("user", sftp.user);
  sftp.password = in.secret("password");
  in.take("private_key", sftp.private_key);
  in.take("public_key", sftp.public_key);
  must_be_file(in, "private_key", sftp.private_key);
  must_be_file(in, "public_key", sftp.public_key);
  in.take_needed("host_key_sha256", sftp.host_key_sha256);
  must_be_fingerprint(in, "host_key_sha256", sftp.host_key_sha256);
  in.take("directory", sftp.directory);
  in.take("connections", sftp.connections, 1, 16);
  in.take_seconds("timeout", sftp.timeout, 3600);
  return sftp;
}

HttpSettings read_http(Section& in) {
  HttpSettings http;
  in.take_needed("url", http.url);
  must_be_url(in, "url", http.url);
  http.bearer_token = in.secret("bearer_token");
  in.take("ca_file", http.ca_file);
  in.take("certificate", http.certificate);
  in.take("private_key", http.private_key);
  must_be_file(in, "ca_file", http.ca_file);
  must_be_file(in, "certificate", http.certificate);
  must_be_file(in, "private_key", http.private_key);
  if (http.certificate.empty() != http.private_key.empty())
    in.wrong("certificate", "certificate and private_key go together");
  in.take("status_url", http.status_url);
  must_be_url(in, "status_url", http.status_url);
  // Else it would say the same of every document.
  if (!http.status_url.empty() && http.status_url.find("{message_id}") == std::string::npos)
    in.wrong("status_url",
             "status_url must hold {message_id}, which becomes the id of each message");
  for (auto const& [key, url] :
       {std::pair{"url", &http.url}, std::pair{"status_url", &http.status_url}}) {
    if (http.bearer_token && goes_in_plain_text(*url))
      in.wrong(key, fmt::format("the bearer token would go to another machine in plain text: {} "
                                "must begin with https://",
                                key));
  }
  in.take("deduplicates", http.deduplicates);
  in.take("connections", http.connections, 1, 256);
  in.take_seconds("timeout", http.timeout, 600);
  return http;
}

DirectorySettings read_directory(Section& in) {
  DirectorySettings directory;
  in.take("path", directory.path);
  if (directory.path.empty()) in.wrong("path", "path must be given");
  return directory;
}

// By SFTP when a host is given, else through a directory.
std::variant<SftpSettings, DirectorySettings> read_file_transport(Section& in) {
  if (in.has("host")) return read_sftp(in);
  return read_directory(in);
}

PortalSettings read_portal(Section& in) {
  PortalSettings portal;
  in.take_needed("base_url", portal.base_url);
  must_be_origin(in, "base_url", portal.base_url);
  if (auto key = in.secret("signing_key")) portal.signing_key = *std::move(key);
  if (portal.signing_key.value.size() < 32)
    in.wrong("signing_key", "signing_key must have at least 32 bytes");
  in.take("link_days", portal.link_days, 1, 3650);
  return portal;
}

PeppolSettings read_peppol(Section& in) {
  PeppolSettings peppol;
  in.take("certificate", peppol.certificate);
  in.take("private_key", peppol.private_key);
  in.take("trust", peppol.trust);
  must_be_given(in, "certificate", peppol.certificate);
  must_be_given(in, "private_key", peppol.private_key);
  must_be_given(in, "trust", peppol.trust);
  in.take("zone", peppol.zone);
  in.take("resolvers", peppol.resolvers);
  must_be_servers(in, "resolvers", peppol.resolvers);
  in.take("ca_file", peppol.ca_file);
  must_be_file(in, "ca_file", peppol.ca_file);
  in.take_needed("host", peppol.host);
  must_be_host(in, "host", peppol.host);
  in.take("mls_to", peppol.mls_to);
  must_be_participant(in, "mls_to", peppol.mls_to);
  in.take("mls_always", peppol.mls_always);
  peppol.revocation = read_revocation(in, peppol.revocation);
  in.take("takes_sha1_registers", peppol.takes_sha1_registers);
  in.take_seconds("cache_time", peppol.cache_time, 86400);
  in.take_seconds("recheck", peppol.recheck, 86400);
  in.take_seconds("connect_time", peppol.connect_time, 300);
  in.take_seconds("timeout", peppol.timeout, 600);
  in.take("per_access_point", peppol.per_access_point, 1, 64);
  in.take("certificate_days", peppol.certificate_days, 1, 3650);
  in.take_seconds("status_time", peppol.status_time, 86400);
  in.take("reports_to", peppol.reports_to);
  must_be_participant(in, "reports_to", peppol.reports_to);
  in.take("reports_day", peppol.reports_day, 1, 15);
  if (!peppol.reports_to.empty() && peppol.mls_to.empty())
    in.wrong("reports_to", "reports_to needs mls_to: reports go out in the provider's own name");
  return peppol;
}

}  // namespace

Channel read_channel(toml::table const& table, Reading& reading) {
  Section in{table, reading, "channel"};
  Channel channel;
  in.take_needed("name", channel.name);
  must_be_name(in, "name", channel.name);
  in.take_word("format", channel.format,
               {"finvoice", "finvoice-utf8", "finvoice-2.01", "finvoice-2.01-utf8", "finvoice-soap",
                "finvoice-utf8-soap", "finvoice-2.01-soap", "finvoice-2.01-utf8-soap", "ubl", "pdf",
                "json", "claim"});
  in.take("parallel", channel.parallel, 1, 1024);
  std::string kind;
  in.take_word("kind", kind,
               {"email", "operator_sftp", "operator_http", "directory", "print", "portal", "peppol",
                "efaktura", "vipps", "bank_ws", "avtalegiro"});
  if (kind == "email") {
    auto mail = read_email(in);
    if (mail.attach_xml != "none" && channel.format != "pdf")
      in.wrong("attach_xml", "attach_xml goes beside a PDF: format must be \"pdf\"");
    channel.transport = std::move(mail);
  }
  if (kind == "operator_sftp") channel.transport = read_sftp(in);
  if (kind == "operator_http") channel.transport = read_http(in);
  if (kind == "directory") channel.transport = read_directory(in);
  if (kind == "print") {
    auto print = read_print(in, read_file_transport(in));
    channel.parallel = std::max(channel.parallel, print.letters_per_batch);  // a batch waits whole
    channel.transport = std::move(print);
  }
  if (kind == "portal") channel.transport = read_portal(in);
  if (kind == "peppol") {
    auto peppol = read_peppol(in);
    // Those who wait for one access point leave room for others.
    channel.parallel = std::max(channel.parallel, 4 * peppol.per_access_point);
    channel.transport = std::move(peppol);
  }
  if (kind == "bank_ws") channel.transport = read_bank_ws(in);
  if (kind == "peppol" && channel.format != "ubl") {
    in.wrong("format", "format must be \"ubl\" for peppol");
  }
  if (kind == "efaktura") channel.transport = read_efaktura(in);
  if (kind == "vipps") channel.transport = read_vipps(in);
  bool const own_format = kind == "efaktura" || kind == "vipps";
  if (own_format && !channel.format.empty()) in.wrong("format", kind + " has a format of its own");
  if (own_format) channel.format = kind;
  if (kind == "avtalegiro") {
    channel.transport = read_avtalegiro(in, read_file_transport(in));
    constexpr int claims_at_once = 64;  // they wait for the disk alone
    channel.parallel = std::max(channel.parallel, claims_at_once);
  }
  if ((kind == "avtalegiro") != (channel.format == "claim")) {
    in.wrong("format", "format must be \"claim\" for avtalegiro, and for nothing else");
  }
  channel.inbox = read_inbox(in, channel.transport);
  if (kind.empty()) in.wrong("kind", "kind must be given");
  if (channel.format.empty()) in.wrong("format", "format must be given");
  in.finish();
  return channel;
}

}  // namespace airut::config
