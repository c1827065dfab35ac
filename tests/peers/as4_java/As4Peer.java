import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

// An access point on the JDK and Apache Santuario: java As4Peer CONTROL AS4 FOLDER
//
// FOLDER holds server.pem/.key for TLS and ca.pem that issued it, receiver (this access point),
// sender (the gateway) and other identities as .pem/.key, and ap-ca.pem. It answers what comes to
// https://localhost:AS4/HOW (see AccessPoint), and is told by http://localhost:CONTROL/
//   POST bring  a wish as properties (see Letter) and url: brings it there; the answer as JSON with
//               status, receipt, errors as [code, detail], verified (signed by the gateway over its
//               whole header and body) and complete (names every part, and the message)
//   GET taken   what came and was opened, as JSON: message_id, recipient, payload (SHA-256), how
public final class As4Peer {
  private final Path folder;
  private final HttpClient client;
  private final List<String> taken = Collections.synchronizedList(new ArrayList<>());

  private As4Peer(Path folder) throws Exception {
    this.folder = folder;
    this.client = HttpClient.newBuilder().sslContext(tls(folder)).build();
  }

  public static void main(String[] words) throws Exception {
    Signatures.register();
    var peer = new As4Peer(Path.of(words[2]));
    AccessPoint.start(Integer.parseInt(words[1]), peer.folder, tls(peer.folder), peer.taken);
    var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]));
    var control = HttpServer.create(here, 0);
    control.setExecutor(Executors.newCachedThreadPool());
    control.createContext("/", exchange -> {
      var body = exchange.getRequestBody().readAllBytes();
      String told;
      try {
        told = exchange.getRequestURI().getPath().equals("/bring") ? peer.bring(body)
            : "[" + String.join(",", List.copyOf(peer.taken)) + "]";
      } catch (Exception fault) {
        fault.printStackTrace();
        told = "{\"fault\":" + quoted(fault.toString()) + "}";
      }
      var bytes = told.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    control.start();
  }

  // Shows the server's certificate, believes the authority.
  private static SSLContext tls(Path folder) throws Exception {
    var server = Identity.load(folder, "server");
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("server", server.key(), new char[0],
        new java.security.cert.Certificate[] {server.certificate()});
    var mine = KeyManagerFactory.getInstance("PKIX");
    mine.init(keys, new char[0]);
    var believed = KeyStore.getInstance("PKCS12");
    believed.load(null, null);
    believed.setCertificateEntry("ca", Identity.certificate(
        java.nio.file.Files.readAllBytes(folder.resolve("ca.pem"))));
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(believed);
    var context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private String bring(byte[] words) throws Exception {
    var wish = new Properties();
    wish.load(new InputStreamReader(new ByteArrayInputStream(words), StandardCharsets.UTF_8));
    var letter = Letter.sealed(folder, wish);
    var request = HttpRequest.newBuilder(URI.create(wish.getProperty("url")))
        .header("Content-Type", Mime.CONTENT_TYPE)
        .POST(HttpRequest.BodyPublishers.ofByteArray(letter.body())).build();
    var reply = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return "{\"status\":" + reply.statusCode() + ","
        + judged(Soap.parse(reply.body()), wish.getProperty("message_id"), letter.digests()) + "}";
  }

  private String judged(Document answer, String messageId, Map<String, String> sent)
      throws Exception {
    var signer = Signatures.verified(answer, Map.of());
    var receipt = Soap.only(answer, Soap.EB, "Receipt");
    var named = receipt == null ? Map.<String, String>of() : Signatures.digests(receipt);
    var errors = new ArrayList<String>();
    var all = answer.getElementsByTagNameNS(Soap.EB, "Error");
    for (int i = 0; i < all.getLength(); ++i) {
      var one = (Element) all.item(i);
      errors.add("[" + quoted(one.getAttribute("errorCode")) + ","
          + quoted(Soap.text(one, Soap.EB, "ErrorDetail")) + "]");
    }
    var about = Soap.text(answer, Soap.EB, "RefToMessageId");
    return "\"receipt\":" + (receipt != null)
        + ",\"verified\":" + signer.equals(Identity.load(folder, "sender").certificate())
        + ",\"complete\":" + (named.equals(sent) && about.equals(messageId))
        + ",\"errors\":[" + String.join(",", errors) + "]";
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s", " ") + "\"";
  }
}
