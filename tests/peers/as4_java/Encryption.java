import java.nio.ByteBuffer;
import java.security.Key;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import org.apache.xml.security.algorithms.MessageDigestAlgorithm;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.keys.KeyInfo;
import org.apache.xml.security.utils.EncryptionConstants;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

// Attachments by AES-128-GCM, their key by RSA-OAEP with SHA-256 in both places.
final class Encryption {
  private static final int IV = 12;
  private static final int TAG_BITS = 128;

  private Encryption() {}

  // Puts key and description into wsse:Security, before the signature; the cipher text back.
  static byte[] encrypt(Document soap, Identity whom, String part, byte[] plain, String type)
      throws Exception {
    var generator = KeyGenerator.getInstance("AES");
    generator.init(128);
    var secret = generator.generateKey();
    var iv = new byte[IV];
    new SecureRandom().nextBytes(iv);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, secret, new GCMParameterSpec(TAG_BITS, iv));
    var text = cipher.doFinal(plain);

    var security = Soap.only(soap, Soap.WSSE, "Security");
    var before = security.getFirstChild();
    security.insertBefore(Soap.token(soap, "receiver", whom), before);
    security.insertBefore(encryptedKey(soap, whom, secret), before);
    security.insertBefore(encryptedData(soap, part, type), before);
    return ByteBuffer.allocate(IV + text.length).put(iv).put(text).array();
  }

  private static Element encryptedKey(Document soap, Identity whom, Key secret) throws Exception {
    var wrap = XMLCipher.getInstance(
        XMLCipher.RSA_OAEP_11, null, MessageDigestAlgorithm.ALGO_ID_DIGEST_SHA256);
    wrap.init(XMLCipher.WRAP_MODE, whom.certificate().getPublicKey());
    var key = wrap.encryptKey(soap, secret, EncryptionConstants.MGF1_SHA256, null);
    key.setId("key");
    var info = new KeyInfo(soap);
    info.addUnknownElement(Soap.tokenReference(soap, "receiver"));
    key.setKeyInfo(info);
    var list = wrap.createReferenceList(
        org.apache.xml.security.encryption.ReferenceList.DATA_REFERENCE);
    list.add(list.newDataReference("#data"));
    key.setReferenceList(list);
    return wrap.martial(key);
  }

  private static Element encryptedData(Document soap, String part, String type) throws Exception {
    return Soap.element(soap, """
        <xenc:EncryptedData xmlns:xenc="%s" Id="data" MimeType="%s" \
        Type="%sAttachment-Content-Only"><xenc:EncryptionMethod Algorithm="%saes128-gcm"/>\
        <xenc:CipherData><xenc:CipherReference URI="cid:%s"><xenc:Transforms><ds:Transform \
        xmlns:ds="%s" Algorithm="%sAttachment-Ciphertext-Transform"/></xenc:Transforms>\
        </xenc:CipherReference></xenc:CipherData></xenc:EncryptedData>\
        """.formatted(Soap.XENC, type, Soap.SWA, Soap.XENC11, part, Soap.DS, Soap.SWA));
  }

  // Puts the plain bytes of every encrypted part in its place.
  static void decrypt(Document soap, PrivateKey ours, Map<String, byte[]> parts) throws Exception {
    var element = Soap.only(soap, Soap.XENC, "EncryptedKey");
    var unwrap = XMLCipher.getInstance();
    unwrap.init(XMLCipher.UNWRAP_MODE, ours);
    var key = unwrap.loadEncryptedKey(soap, element);
    var method = key.getEncryptionMethod();
    if (!method.getAlgorithm().equals(XMLCipher.RSA_OAEP_11)
        || !method.getMGFAlgorithm().equals(EncryptionConstants.MGF1_SHA256)) {
      throw new IllegalStateException("the key is wrapped by " + method.getAlgorithm());
    }
    var all = soap.getElementsByTagNameNS(Soap.XENC, "EncryptedData");
    for (int i = 0; i < all.getLength(); ++i) {
      var data = (Element) all.item(i);
      var algorithm = Soap.only(data, Soap.XENC, "EncryptionMethod").getAttribute("Algorithm");
      var secret = unwrap.decryptKey(key, algorithm);
      var uri = Soap.only(data, Soap.XENC, "CipherReference").getAttribute("URI");
      parts.computeIfPresent(uri.substring(4), (name, bytes) -> plain(secret, bytes));
    }
  }

  private static byte[] plain(Key secret, byte[] bytes) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, secret, new GCMParameterSpec(TAG_BITS, bytes, 0, IV));
      return cipher.doFinal(bytes, IV, bytes.length - IV);
    } catch (java.security.GeneralSecurityException fault) {
      throw new IllegalStateException("not decrypted", fault);
    }
  }
}
