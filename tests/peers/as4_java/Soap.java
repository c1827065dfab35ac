import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

// Names of AS4 and WS-Security, and what is done with their documents again and again.
final class Soap {
  static final String S12 = "http://www.w3.org/2003/05/soap-envelope";
  static final String EB = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/";
  static final String EBBP = "http://docs.oasis-open.org/ebxml-bp/ebbp-signals-2.0";
  static final String WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
  static final String WSSE = WSS + "wssecurity-secext-1.0.xsd";
  static final String WSU = WSS + "wssecurity-utility-1.0.xsd";
  static final String X509 = WSS + "x509-token-profile-1.0#X509v3";
  static final String DS = "http://www.w3.org/2000/09/xmldsig#";
  static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
  static final String XENC11 = "http://www.w3.org/2009/xmlenc11#";
  static final String SWA = "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#";

  private Soap() {}

  // Without a DTD; every Id and wsu:Id is an id, and none stands twice.
  static Document parse(byte[] bytes) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    mark(document.getDocumentElement(), document);
    return document;
  }

  private static void mark(Element element, Document document) {
    if (element.hasAttributeNS(WSU, "Id")) {
      unique(document, element.getAttributeNS(WSU, "Id"));
      element.setIdAttributeNS(WSU, "Id", true);
    } else if (element.hasAttribute("Id")) {
      unique(document, element.getAttribute("Id"));
      element.setIdAttribute("Id", true);
    }
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) mark(child, document);
    }
  }

  private static void unique(Document document, String id) {
    if (document.getElementById(id) != null) throw new IllegalStateException("twice: " + id);
  }

  // The only element of that name; null when there is none.
  static Element only(Node from, String namespace, String name) {
    var found = from instanceof Document document
        ? document.getElementsByTagNameNS(namespace, name)
        : ((Element) from).getElementsByTagNameNS(namespace, name);
    if (found.getLength() > 1) throw new IllegalStateException("more than one " + name);
    return (Element) found.item(0);
  }

  static String text(Node from, String namespace, String name) {
    var found = only(from, namespace, name);
    return found == null ? "" : found.getTextContent();
  }

  // Of the property of a user message with that name.
  static String property(Document soap, String name) {
    var all = soap.getElementsByTagNameNS(EB, "Property");
    for (int i = 0; i < all.getLength(); ++i) {
      var one = (Element) all.item(i);
      if (one.getAttribute("name").equals(name)) return one.getTextContent();
    }
    return "";
  }

  static String written(Node node) throws Exception {
    var transformer = TransformerFactory.newInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    var out = new StringWriter();
    transformer.transform(new DOMSource(node), new StreamResult(out));
    return out.toString();
  }

  // An element in its own words, as a node of the document.
  static Element element(Document document, String text) throws Exception {
    return (Element) document.importNode(parse(text.getBytes("UTF-8")).getDocumentElement(), true);
  }

  // The text with each {name} in it replaced by its value, escaped.
  static String filled(String text, Map<String, String> values) {
    for (var one : values.entrySet()) {
      var value = one.getValue().replace("&", "&amp;").replace("<", "&lt;");
      text = text.replace("{" + one.getKey() + "}", value);
    }
    return text;
  }

  static Element token(Document document, String id, Identity whose) throws Exception {
    return element(document, """
        <wsse:BinarySecurityToken xmlns:wsse="%s" xmlns:wsu="%s" wsu:Id="%s" ValueType="%s" \
        EncodingType="%ssoap-message-security-1.0#Base64Binary">%s</wsse:BinarySecurityToken>\
        """.formatted(WSSE, WSU, id, X509, WSS, whose.base64()));
  }

  static Element tokenReference(Document document, String id) throws Exception {
    return element(document, """
        <wsse:SecurityTokenReference xmlns:wsse="%s"><wsse:Reference URI="#%s" ValueType="%s"/>\
        </wsse:SecurityTokenReference>""".formatted(WSSE, id, X509));
  }
}
