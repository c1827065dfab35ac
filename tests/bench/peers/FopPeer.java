// Apache FOP doing the same: java FopPeer pdf FOLDER N, from invoice.fo with the settings of fop.xml
// (PDF/A-3b), the FO read anew each time.
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.fop.apps.FopFactory;
import org.apache.fop.apps.MimeConstants;

public final class FopPeer {
  public static void main(String[] words) throws Exception {
    var folder = Path.of(words[1]);
    var times = Integer.parseInt(words[2]);
    var factory = FopFactory.newInstance(folder.resolve("fop.xml").toFile());
    var text = Files.readString(folder.resolve("invoice.fo"));
    var transformers = TransformerFactory.newInstance();
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < times; ++i) {
      var fo = text.replace("@NUMBER@", "B-" + i).getBytes(StandardCharsets.UTF_8);
      out = new ByteArrayOutputStream(65536);
      var fop = factory.newFop(MimeConstants.MIME_PDF, factory.newFOUserAgent(), out);
      transformers.newTransformer().transform(new StreamSource(new ByteArrayInputStream(fo)),
          new SAXResult(fop.getDefaultHandler()));
    }
    Files.write(folder.resolve("fop.pdf"), out.toByteArray());
    System.out.println(out.size() + " bytes");
  }
}
