import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

// A user message to the gateway: an enveloped document, compressed, signed and encrypted.
record Letter(Map<String, String> digests, byte[] body) {
  private static final String PART = "payload@peer.test";

  private static final String ENVELOPE = """
      <StandardBusinessDocument \
      xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">\
      <StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion>\
      <Sender><Identifier Authority="iso6523-actorid-upis">{sender}</Identifier></Sender>\
      <Receiver><Identifier Authority="iso6523-actorid-upis">{recipient}</Identifier></Receiver>\
      <DocumentIdentification><Standard>{standard}</Standard><TypeVersion>2.1</TypeVersion>\
      <InstanceIdentifier>{instance_id}</InstanceIdentifier><Type>{kind}</Type>\
      <CreationDateAndTime>{now}</CreationDateAndTime></DocumentIdentification><BusinessScope>\
      <Scope><Type>DOCUMENTID</Type><InstanceIdentifier>{type}</InstanceIdentifier>\
      <Identifier>busdox-docid-qns</Identifier></Scope>\
      <Scope><Type>PROCESSID</Type><InstanceIdentifier>{process}</InstanceIdentifier>\
      <Identifier>cenbii-procid-ubl</Identifier></Scope>\
      <Scope><Type>COUNTRY_C1</Type><InstanceIdentifier>FI</InstanceIdentifier></Scope>\
      </BusinessScope></StandardBusinessDocumentHeader>""";

  private static final String SOAP = """
      <S12:Envelope xmlns:S12="http://www.w3.org/2003/05/soap-envelope"><S12:Header>\
      <wsse:Security xmlns:wsse="{wsse}" S12:mustUnderstand="true"/>\
      <eb:Messaging xmlns:eb="{eb}" xmlns:wsu="{wsu}" S12:mustUnderstand="true" wsu:Id="head">\
      <eb:UserMessage><eb:MessageInfo><eb:Timestamp>{now}</eb:Timestamp>\
      <eb:MessageId>{message_id}</eb:MessageId></eb:MessageInfo><eb:PartyInfo>\
      <eb:From><eb:PartyId type="urn:fdc:peppol.eu:2017:identifiers:ap">{from}</eb:PartyId>\
      <eb:Role>{eb}initiator</eb:Role></eb:From>\
      <eb:To><eb:PartyId type="urn:fdc:peppol.eu:2017:identifiers:ap">{to}</eb:PartyId>\
      <eb:Role>{eb}responder</eb:Role></eb:To></eb:PartyInfo><eb:CollaborationInfo>\
      <eb:AgreementRef>urn:fdc:peppol.eu:2017:agreements:tia:ap_provider</eb:AgreementRef>\
      <eb:Service type="cenbii-procid-ubl">{process}</eb:Service>\
      <eb:Action>busdox-docid-qns::{type}</eb:Action>\
      <eb:ConversationId>peer</eb:ConversationId></eb:CollaborationInfo><eb:MessageProperties>\
      <eb:Property name="originalSender" type="iso6523-actorid-upis">{sender}</eb:Property>\
      <eb:Property name="finalRecipient" type="iso6523-actorid-upis">{recipient}</eb:Property>\
      </eb:MessageProperties><eb:PayloadInfo><eb:PartInfo href="cid:{part}"><eb:PartProperties>\
      <eb:Property name="MimeType">application/xml</eb:Property>\
      <eb:Property name="CompressionType">application/gzip</eb:Property>\
      </eb:PartProperties></eb:PartInfo></eb:PayloadInfo></eb:UserMessage></eb:Messaging>\
      </S12:Header><S12:Body xmlns:wsu="{wsu}" wsu:Id="body"/></S12:Envelope>""";

  // wish: document (a file), sender, recipient, instance_id, message_id; signer (default receiver),
  // encrypt_to (default sender), change: header, attachment, compressed or nothing.
  static Letter sealed(Path folder, Properties wish) throws Exception {
    var signer = Identity.load(folder, wish.getProperty("signer", "receiver"));
    var document = Files.readString(Path.of(wish.getProperty("document")));
    var values = values(wish, document, signer, Identity.load(folder, "sender"));
    var envelope = Soap.filled(ENVELOPE, values) + document.replaceFirst("^<\\?xml[^>]*\\?>", "")
        + "</StandardBusinessDocument>";
    var packed = packed(envelope.getBytes(StandardCharsets.UTF_8));

    var soap = Soap.parse(Soap.filled(SOAP, values).getBytes(StandardCharsets.UTF_8));
    Signatures.sign(soap, signer, List.of("head", "body"), Map.of(PART, packed));
    var digests = Signatures.digests(Signatures.of(soap));
    var change = wish.getProperty("change", "");
    // Whoever swaps the attachment can encrypt his own: the cipher text itself is in order.
    if (change.equals("compressed")) packed = packed("<other/>".getBytes(StandardCharsets.UTF_8));
    var to = Identity.load(folder, wish.getProperty("encrypt_to", "sender"));
    var cipher = Encryption.encrypt(soap, to, PART, packed, "application/gzip");
    if (change.equals("attachment")) cipher[cipher.length / 2] ^= 1;
    var text = Soap.written(soap);
    if (change.equals("header")) text = text.replace(">peer</eb:Conv", ">else</eb:Conv");
    var mime = new Mime(text.getBytes(StandardCharsets.UTF_8), Map.of(PART, cipher));
    return new Letter(digests, mime.written());
  }

  private static Map<String, String> values(
      Properties wish, String document, Identity signer, Identity gateway) throws Exception {
    var root = Soap.parse(document.getBytes(StandardCharsets.UTF_8)).getDocumentElement();
    var basic = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    var values = new LinkedHashMap<String, String>();
    values.put("standard", root.getNamespaceURI());
    values.put("kind", root.getLocalName());
    values.put("process", Soap.text(root, basic, "ProfileID"));
    values.put("type", root.getNamespaceURI() + "::" + root.getLocalName() + "##"
        + Soap.text(root, basic, "CustomizationID") + "::2.1");
    values.put("now", Instant.now().toString());
    values.put("from", signer.name());
    values.put("to", gateway.name());
    values.put("part", PART);
    values.put("eb", Soap.EB);
    values.put("wsse", Soap.WSSE);
    values.put("wsu", Soap.WSU);
    for (var name : List.of("sender", "recipient", "instance_id", "message_id")) {
      values.put(name, wish.getProperty(name));
    }
    return values;
  }

  private static byte[] packed(byte[] plain) throws java.io.IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }
}
