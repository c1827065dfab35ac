import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.w3c.dom.Document;

// Takes AS4 over TLS. The path says how it answers what it could open and verify:
//   good, twice (the answer, and the same again behind it), lost (the connection is cut),
//   error:CODE and error:CODE:DETAIL, wrong_digest, wrong_signer, other_message
// A message id that came before is answered EBMS:4001, whatever the path.
final class AccessPoint {
  private final Path folder;
  private final Identity us;
  private final Identity gateway;
  private final List<String> taken;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private record Question(String how, Map<String, String> headers, byte[] body) {}

  private record Answer(int status, byte[] body) {}

  private AccessPoint(Path folder, List<String> taken) throws Exception {
    this.folder = folder;
    this.us = Identity.load(folder, "receiver");
    this.gateway = Identity.load(folder, "sender");
    this.taken = taken;
  }

  static void start(int port, Path folder, SSLContext tls, List<String> taken) throws Exception {
    var point = new AccessPoint(folder, taken);
    var server = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port);
    var listening = new Thread(() -> {
      while (true) {
        try {
          var socket = (SSLSocket) server.accept();
          new Thread(() -> point.serve(socket)).start();
        } catch (IOException fault) {
          throw new IllegalStateException(fault);
        }
      }
    });
    listening.setDaemon(true);
    listening.start();
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (var asked = read(in); asked != null; asked = read(in)) {
        var told = answer(asked);
        if (told == null) return;
        var head = "HTTP/1.1 " + told.status + " Told\r\n"
            + "Content-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: "
            + told.body.length + "\r\n\r\n";
        for (int i = asked.how.equals("twice") ? 2 : 1; i > 0; --i) {
          socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().write(told.body);
        }
        socket.getOutputStream().flush();
      }
    } catch (IOException gone) {
      return;  // the other side has left
    }
  }

  private static Question read(InputStream in) throws IOException {
    var first = line(in);
    if (first.isEmpty()) return null;
    var headers = new HashMap<String, String>();
    for (var next = line(in); !next.isEmpty(); next = line(in)) {
      var colon = next.indexOf(':');
      headers.put(next.substring(0, colon).toLowerCase(), next.substring(colon + 1).strip());
    }
    var body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
    return new Question(first.split(" ")[1].substring(1), headers, body);
  }

  private static String line(InputStream in) throws IOException {
    var out = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) out.write(next);
    return out.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private Answer answer(Question asked) {
    try {
      var mime = Mime.read(asked.headers.get("content-type"), asked.body);
      var soap = Soap.parse(mime.soap());
      Encryption.decrypt(soap, us.key(), mime.parts());
      var signer = Signatures.verified(soap, mime.parts());
      var authority = Identity.certificate(Files.readAllBytes(folder.resolve("ap-ca.pem")));
      signer.verify(authority.getPublicKey());
      if (!signer.equals(gateway.certificate())) throw new IllegalStateException("a stranger");
      var part = mime.parts().values().iterator().next();
      var payload = new GZIPInputStream(new ByteArrayInputStream(part)).readAllBytes();
      return told(asked.how, soap, payload);
    } catch (Exception fault) {
      fault.printStackTrace();
      taken.add("{\"fault\":" + As4Peer.quoted(fault.toString()) + "}");
      return new Answer(500, new byte[0]);
    }
  }

  private Answer told(String how, Document soap, byte[] payload) throws Exception {
    var id = Soap.text(soap, Soap.EB, "MessageId");
    var digest = MessageDigest.getInstance("SHA-256").digest(payload);
    taken.add("{\"message_id\":" + As4Peer.quoted(id) + ",\"how\":" + As4Peer.quoted(how)
        + ",\"recipient\":" + As4Peer.quoted(Soap.property(soap, "finalRecipient"))
        + ",\"payload\":" + As4Peer.quoted(HexFormat.of().formatHex(digest)) + "}");
    if (!seen.add(id)) return new Answer(500, Signal.error("EBMS:4001", "", id, us));
    if (how.equals("lost")) return null;
    if (how.startsWith("error:")) {
      var code = how.substring(6, 15);
      var detail = how.length() > 16 ? how.substring(16) : "";
      return new Answer(500, Signal.error(code, detail, id, us));
    }
    var signer = how.equals("wrong_signer") ? Identity.load(folder, "sender") : us;
    var about = how.equals("other_message") ? "other@peer.test" : id;
    return new Answer(200, Signal.receipt(soap, about, signer, how.equals("wrong_digest")));
  }
}
