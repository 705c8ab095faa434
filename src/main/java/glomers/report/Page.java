package glomers.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * One self-contained page: styles, scripts and data in one file, and a policy that lets the browser
 * run these scripts and nothing else, load nothing and send nothing.
 */
final class Page {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private final String title;
  private final String noScript;
  private final List<String> scripts;
  private final StringBuilder data = new StringBuilder();

  /**
   * A page without data.
   *
   * @param noScript what is shown where scripts do not run
   * @param scripts the names of our scripts, in the order in which they need each other
   */
  Page(String title, String noScript, List<String> scripts) {
    this.title = title;
    this.noScript = noScript;
    this.scripts = scripts;
  }

  /** Adds data that the scripts find under {@code id}. */
  Page json(String id, String json) {
    // Nothing in a string can end the element, or begin another.
    data.append("<script type=\"application/json\" id=\"").append(id).append("\">");
    data.append(json.replace("<", "\\u003c")).append("</script>\n");
    return this;
  }

  /** Adds data in a compressed form. */
  void packed(String id, byte[] content) {
    packedText(id, pack(content));
  }

  /** Adds what {@link #pack} made. */
  void packedText(String id, String text) {
    data.append("<script type=\"application/gzip\" id=\"").append(id).append("\">");
    data.append(text).append("</script>\n");
  }

  /** Compresses, and makes text of it. */
  static String pack(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** The whole page. */
  String html() {
    String style = resource(UPLOT + "uPlot.min.css") + '\n' + own("report.css");
    String library = resource(UPLOT + "uPlot.iife.min.js");
    StringBuilder script = new StringBuilder("\"use strict\";\n(() => {\n");
    scripts.forEach(name -> script.append(own(name)).append('\n'));
    script.append("})();\n");
    String policy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; script-src '%s' '%s'; style-src '%s'"
            .formatted(hash(library), hash(script.toString()), hash(style));
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="%s">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    <noscript><pre>%s</pre></noscript>
    <div id="page"></div>
    """
            .formatted(policy, escaped(title), style, escaped(noScript))
        + data
        + "<script>"
        + library
        + "</script>\n<script>"
        + script
        + "</script>\n</body>\n</html>\n";
  }

  private static String own(String name) {
    return resource("/glomers/report/" + name);
  }

  private static String resource(String path) {
    try (InputStream in = Page.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + path + "; build it again");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (text.contains("</script") || text.contains("</style")) {
        throw new IllegalStateException(path + " would end its own element");
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
