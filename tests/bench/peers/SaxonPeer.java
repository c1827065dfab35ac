// Saxon-HE doing the same: java SaxonPeer WORK FOLDER N, with the official rules as the stylesheets
// that AIRUT_OFFICIAL_RULES/xslt holds (the publishers' own, or made of their Schematron files).
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XsltExecutable;

public final class SaxonPeer {
  public static void main(String[] words) throws Exception {
    var file = words[0].equals("rules_10") ? "inv10.xml" : "inv100.xml";
    var bytes = Files.readAllBytes(Path.of(words[1], file));
    var times = Integer.parseInt(words[2]);
    var rules = Path.of(System.getenv("AIRUT_OFFICIAL_RULES"), "xslt");
    var processor = new Processor(false);
    List<XsltExecutable> sheets = new ArrayList<>();
    for (var name : List.of("CEN-EN16931-UBL.xslt", "PEPPOL-EN16931-UBL.xslt")) {
      sheets.add(processor.newXsltCompiler().compile(new StreamSource(rules.resolve(name).toFile())));
    }
    int findings = 0;
    for (int i = 0; i < times; ++i) {
      XdmNode document =
          processor.newDocumentBuilder().build(new StreamSource(new ByteArrayInputStream(bytes)));
      findings = 0;
      for (var sheet : sheets) {
        var report = new StringWriter();
        var run = sheet.load();
        run.setInitialContextNode(document);
        run.setDestination(processor.newSerializer(report));
        run.transform();
        findings += report.toString().split("failed-assert ", -1).length - 1;
      }
    }
    System.out.println(findings + " findings");
  }
}
