import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

// A SOAP part and its attachments by Content-ID, as multipart/related.
record Mime(byte[] soap, Map<String, byte[]> parts) {
  private static final String BOUNDARY = "----=_Part_1_1234567.1700000000000";
  static final String CONTENT_TYPE = "multipart/related; boundary=\"" + BOUNDARY
      + "\"; type=\"application/soap+xml\"; charset=UTF-8";

  byte[] written() throws java.io.IOException {
    var out = new ByteArrayOutputStream();
    var line = "--" + BOUNDARY + "\r\n";
    out.write(bytes(line + "Content-Type: application/soap+xml; charset=UTF-8\r\n"
        + "Content-Transfer-Encoding: binary\r\n\r\n"));
    out.write(soap);
    for (var part : parts.entrySet()) {
      out.write(bytes("\r\n" + line + "Content-Type: application/octet-stream\r\n"
          + "Content-Transfer-Encoding: binary\r\nContent-Description: Attachment\r\n"
          + "Content-ID: <" + part.getKey() + ">\r\n\r\n"));
      out.write(part.getValue());
    }
    out.write(bytes("\r\n--" + BOUNDARY + "--\r\n"));
    return out.toByteArray();
  }

  static Mime read(String contentType, byte[] body) {
    var found = Pattern.compile("boundary=\"?([^\";]+)").matcher(contentType);
    if (!found.find()) throw new IllegalStateException("no boundary: " + contentType);
    var line = "--" + found.group(1);
    var text = new String(body, StandardCharsets.ISO_8859_1);
    byte[] soap = null;
    var parts = new LinkedHashMap<String, byte[]>();
    for (int at = text.indexOf(line); !text.startsWith("--", at + line.length());) {
      int head = text.indexOf("\r\n\r\n", at);
      int next = text.indexOf("\r\n" + line, head);
      var bytes = Arrays.copyOfRange(body, head + 4, next);
      var name = Pattern.compile("(?i)content-id:\\s*<([^>]+)>").matcher(text);
      if (soap == null) {
        soap = bytes;
      } else if (name.region(at, head).find()) {
        parts.put(name.group(1), bytes);
      }
      at = next + 2;
    }
    return new Mime(soap, parts);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
