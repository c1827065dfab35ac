import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.xml.security.algorithms.MessageDigestAlgorithm;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.signature.XMLSignatureInput;
import org.apache.xml.security.transforms.Transform;
import org.apache.xml.security.transforms.TransformSpi;
import org.apache.xml.security.transforms.Transforms;
import org.apache.xml.security.transforms.params.InclusiveNamespaces;
import org.apache.xml.security.utils.resolver.ResourceResolverContext;
import org.apache.xml.security.utils.resolver.ResourceResolverException;
import org.apache.xml.security.utils.resolver.ResourceResolverSpi;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

// Signatures over the header, the body and attachments, by Apache Santuario.
final class Signatures {
  static final String ATTACHMENT = Soap.SWA + "Attachment-Content-Signature-Transform";

  private Signatures() {}

  // What is signed of an attachment is its bytes (a compressed part is no text).
  public static final class AttachmentTransform extends TransformSpi {
    @Override
    protected String engineGetURI() {
      return ATTACHMENT;
    }

    @Override
    protected XMLSignatureInput enginePerformTransform(
        XMLSignatureInput input, java.io.OutputStream out, Transform transform) {
      return input;
    }
  }

  static void register() throws Exception {
    org.apache.xml.security.Init.init();
    Transform.register(ATTACHMENT, AttachmentTransform.class);
  }

  private static final class Attachments extends ResourceResolverSpi {
    private final Map<String, byte[]> parts;

    Attachments(Map<String, byte[]> parts) {
      this.parts = parts;
    }

    @Override
    public XMLSignatureInput engineResolveURI(ResourceResolverContext context)
        throws ResourceResolverException {
      var bytes = parts.get(context.uriToResolve.substring(4));
      if (bytes == null) {
        throw new ResourceResolverException("no part", context.uriToResolve, context.baseUri);
      }
      var input = new XMLSignatureInput(bytes);
      input.setSourceURI(context.uriToResolve);
      return input;
    }

    @Override
    public boolean engineCanResolveURI(ResourceResolverContext context) {
      return context.uriToResolve != null && context.uriToResolve.startsWith("cid:");
    }
  }

  // Signs the elements with these ids and the parts into wsse:Security, the token before it.
  static void sign(Document soap, Identity signer, Iterable<String> ids, Map<String, byte[]> parts)
      throws Exception {
    var security = Soap.only(soap, Soap.WSSE, "Security");
    security.appendChild(Soap.token(soap, "signer", signer));
    var signature = new XMLSignature(soap, "", XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA256,
        Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS);
    security.appendChild(signature.getElement());
    signature.addResourceResolver(new Attachments(parts));
    for (var id : ids) signature.addDocument("#" + id, canonical(soap), digestMethod());
    for (var name : parts.keySet()) {
      var transforms = new Transforms(soap);
      transforms.addTransform(ATTACHMENT);
      signature.addDocument("cid:" + name, transforms, digestMethod());
    }
    signature.getKeyInfo().addUnknownElement(Soap.tokenReference(soap, "signer"));
    signature.sign(signer.key());
  }

  private static Transforms canonical(Document soap) throws XMLSecurityException {
    var transforms = new Transforms(soap);
    var prefixes = new InclusiveNamespaces(soap, "S12");  // as WSS4J has it
    transforms.addTransform(
        Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS, prefixes.getElement());
    return transforms;
  }

  private static String digestMethod() {
    return MessageDigestAlgorithm.ALGO_ID_DIGEST_SHA256;
  }

  static Element of(Document soap) {
    return Soap.only(Soap.only(soap, Soap.WSSE, "Security"), Soap.DS, "Signature");
  }

  // Who signed, once value and every digest are right and the whole header, the body and each part
  // are covered; throws with the reason otherwise.
  static X509Certificate verified(Document soap, Map<String, byte[]> parts) throws Exception {
    var element = of(soap);
    if (element == null) throw new IllegalStateException("not signed");
    var reference = Soap.only(element, Soap.WSSE, "Reference");
    var token = soap.getElementById(reference.getAttribute("URI").substring(1));
    var signer = Identity.certificate(Base64.getMimeDecoder().decode(token.getTextContent()));
    var signature = new XMLSignature(element, "", true);
    signature.addResourceResolver(new Attachments(parts));
    if (!signature.checkSignatureValue(signer)) throw new IllegalStateException("bad signature");
    var covered = digests(element).keySet();
    for (var name : parts.keySet()) must(covered.contains("cid:" + name), "an unsigned part");
    var header = Soap.only(soap, Soap.EB, "Messaging");
    must(header.getParentNode().getLocalName().equals("Header"), "a header in the wrong place");
    must(covered.contains("#" + header.getAttributeNS(Soap.WSU, "Id")), "an unsigned header");
    var body = Soap.only(soap, Soap.S12, "Body");
    must(covered.contains("#" + body.getAttributeNS(Soap.WSU, "Id")), "an unsigned body");
    return signer;
  }

  private static void must(boolean good, String reproach) {
    if (!good) throw new IllegalStateException(reproach);
  }

  // URI and digest of each ds:Reference inside.
  static Map<String, String> digests(Element inside) {
    var all = inside.getElementsByTagNameNS(Soap.DS, "Reference");
    var found = new LinkedHashMap<String, String>();
    for (int i = 0; i < all.getLength(); ++i) {
      var one = (Element) all.item(i);
      var digest = Soap.text(one, Soap.DS, "DigestValue").replaceAll("\\s", "");
      found.put(one.getAttribute("URI"), digest);
    }
    return found;
  }
}
