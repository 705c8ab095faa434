package glomers.maelstrom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive that {@code maelstrom/prepare} makes of the real classes. A node that finds a class
 * missing in it opens the jar, in the middle of a run and all nodes at the same moment.
 */
class ArchiveTest {
  private static final int NODES = 25;

  @TempDir static Path folder;

  private static CopiedScripts scripts;

  @BeforeAll
  static void build() throws IOException {
    scripts = new CopiedScripts(folder.resolve("clone"));
    Files.createDirectories(scripts.path("target"));
    packAll(scripts.path("target/glomers.jar"));
    scripts.prepare();
  }

  @Test
  @DisplayName("A node of 3d loads no class from the jar, whatever its peers and clients say")
  void loadsNothingFromTheJar() throws Exception {
    Path loaded = folder.resolve("loaded.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                scripts.path("maelstrom/bin/broadcast").toString(), "--rung", "efficient")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    Process node = builder.start();
    try (OutputStream in = node.getOutputStream();
        BufferedReader out = node.inputReader()) {
      tell(in, "c0", "{'type':'init','node_id':'n1','node_ids':[" + names() + "],'msg_id':1}");
      assertEquals("init_ok", type(out.readLine()));
      tell(in, "c1", "{'type':'topology','topology':{'n1':['n0']},'msg_id':1}");
      assertEquals("topology_ok", type(out.readLine()));
      String life = ",'incarnation':5,'to':0,'at':100000,'next':250000,'round':150000}";
      tell(in, "n0", "{'type':'batch','have':{'n2/a':1},'items':" + item("n2/a", 0) + life);
      tell(in, "n0", "{'type':'batch','have':{'n2/a':2},'items':" + item("n2/a", 1) + life);
      tell(in, "n3", "{'type':'batch','have':{'n3/a':9},'items':" + item("n3/a", 8) + life);
      tell(in, "c1", "{'type':'broadcast','message':7,'msg_id':2}");
      for (String line = out.readLine(); !type(line).equals("upload"); line = out.readLine()) {}
      tell(in, "c1", "{'type':'read','msg_id':3}");
    }
    node.waitFor();
    List<String> ours;
    try (Stream<String> lines = Files.lines(loaded)) {
      ours = lines.filter(line -> line.contains("source: file:")).toList();
    }
    assertEquals(List.of(), ours, "classes that are not in the archive");
    assertFalse(Files.readString(loaded).isEmpty());
  }

  private static String names() {
    return IntStream.range(0, NODES).mapToObj(i -> "'n" + i + "'").collect(Collectors.joining(","));
  }

  private static String item(String origin, int at) {
    return "{'" + origin + "':{'at':" + at + ",'values':[" + (100 + at) + "]}}";
  }

  private static void tell(OutputStream in, String src, String body) throws IOException {
    String line = "{'src':'" + src + "','dest':'n1','body':" + body + "}\n";
    in.write(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private static String type(String line) {
    return line.replaceAll(".*\"type\":\"(\\w+)\".*", "$1");
  }

  /** All that the tests' class path has of our own classes and of libraries, in one jar. */
  private static void packAll(Path jar) throws IOException {
    Set<String> names = new HashSet<>();
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(Deflater.BEST_SPEED);
      for (String entry : System.getProperty("java.class.path").split(":")) {
        Path path = Path.of(entry);
        if (Files.isDirectory(path) && path.endsWith("classes")) {
          packFolder(path, names, out);
        } else if (entry.endsWith(".jar")) {
          packJar(path, names, out);
        }
      }
    }
  }

  private static void packFolder(Path root, Set<String> names, ZipOutputStream out)
      throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (names.add(name)) {
          out.putNextEntry(new ZipEntry(name));
          Files.copy(file, out);
        }
      }
    }
  }

  private static void packJar(Path path, Set<String> names, ZipOutputStream out)
      throws IOException {
    try (JarFile from = new JarFile(path.toFile())) {
      for (Enumeration<JarEntry> all = from.entries(); all.hasMoreElements(); ) {
        JarEntry each = all.nextElement();
        boolean wanted = !each.isDirectory() && !each.getName().startsWith("META-INF/");
        if (wanted && names.add(each.getName())) {
          out.putNextEntry(new ZipEntry(each.getName()));
          from.getInputStream(each).transferTo(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }
}
