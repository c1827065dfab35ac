import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

// A key and its certificate: FOLDER/NAME.key (PKCS #8) and FOLDER/NAME.pem.
record Identity(PrivateKey key, X509Certificate certificate) {
  static Identity load(Path folder, String name) throws IOException, GeneralSecurityException {
    var pem = Files.readString(folder.resolve(name + ".key"));
    var bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    return new Identity(key, certificate(Files.readAllBytes(folder.resolve(name + ".pem"))));
  }

  // PEM or DER.
  static X509Certificate certificate(byte[] bytes) throws GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
  }

  String name() {
    var subject = certificate.getSubjectX500Principal().getName();
    return subject.replaceAll(".*CN=([^,]+).*", "$1");
  }

  String base64() throws GeneralSecurityException {
    return Base64.getEncoder().encodeToString(certificate.getEncoded());
  }
}
