import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

// The signed answer to a user message: a receipt that names every part of it, or an error.
final class Signal {
  private static final String SOAP = """
      <S12:Envelope xmlns:S12="http://www.w3.org/2003/05/soap-envelope"><S12:Header>\
      <wsse:Security xmlns:wsse="{wsse}" S12:mustUnderstand="true"/>\
      <eb:Messaging xmlns:eb="{eb}" xmlns:wsu="{wsu}" S12:mustUnderstand="true" wsu:Id="head">\
      <eb:SignalMessage><eb:MessageInfo><eb:Timestamp>{now}</eb:Timestamp>\
      <eb:MessageId>{id}</eb:MessageId><eb:RefToMessageId>{ref}</eb:RefToMessageId>\
      </eb:MessageInfo></eb:SignalMessage></eb:Messaging></S12:Header>\
      <S12:Body xmlns:wsu="{wsu}" wsu:Id="body"/></S12:Envelope>""";

  private Signal() {}

  static byte[] receipt(Document message, String ref, Identity signer, boolean wrongDigest)
      throws Exception {
    var soap = empty(ref);
    var receipt = soap.createElementNS(Soap.EB, "eb:Receipt");
    var all = soap.createElementNS(Soap.EBBP, "ebbp:NonRepudiationInformation");
    receipt.appendChild(all);
    var references = Signatures.of(message).getElementsByTagNameNS(Soap.DS, "Reference");
    for (int i = 0; i < references.getLength(); ++i) {
      var part = soap.createElementNS(Soap.EBBP, "ebbp:MessagePartNRInformation");
      var reference = (Element) soap.importNode(references.item(i), true);
      if (wrongDigest && reference.getAttribute("URI").startsWith("cid:")) {
        var digest = Soap.only(reference, Soap.DS, "DigestValue");
        var right = digest.getTextContent();
        digest.setTextContent((right.startsWith("A") ? "B" : "A") + right.substring(1));
      }
      part.appendChild(reference);
      all.appendChild(part);
    }
    return signed(soap, receipt, signer);
  }

  static byte[] error(String code, String detail, String ref, Identity signer) throws Exception {
    var soap = empty(ref);
    return signed(soap, Soap.element(soap, Soap.filled("""
        <eb:Error xmlns:eb="{eb}" category="CONTENT" errorCode="{code}" origin="ebMS" \
        refToMessageInError="{ref}" severity="failure" shortDescription="Peer">\
        <eb:ErrorDetail>{detail}</eb:ErrorDetail></eb:Error>\
        """, Map.of("eb", Soap.EB, "code", code, "detail", detail, "ref", ref))), signer);
  }

  private static Document empty(String ref) throws Exception {
    return Soap.parse(Soap.filled(SOAP, Map.of("wsse", Soap.WSSE, "wsu", Soap.WSU, "eb", Soap.EB,
        "now", Instant.now().toString(), "id", UUID.randomUUID() + "@peer.test", "ref", ref))
        .getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] signed(Document draft, Element content, Identity signer) throws Exception {
    Soap.only(draft, Soap.EB, "SignalMessage").appendChild(content);
    // Written once, so that every namespace is declared where canonical form will look for it.
    var soap = Soap.parse(Soap.written(draft).getBytes(StandardCharsets.UTF_8));
    Signatures.sign(soap, signer, List.of("head", "body"), Map.of());
    return Soap.written(soap).getBytes(StandardCharsets.UTF_8);
  }
}
