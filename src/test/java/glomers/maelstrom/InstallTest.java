package glomers.maelstrom;

import static glomers.maelstrom.CopiedScripts.script;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import glomers.maelstrom.CopiedScripts.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code maelstrom/install} against a server on this machine that breaks off as real ones do. */
class InstallTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private CopiedScripts scripts;
  private HttpServer server;
  private byte[] archive;
  private int breakOffs;
  private boolean canResume = true;
  private boolean silent;

  @BeforeEach
  void serve() throws IOException {
    for (String program : List.of("tar", "bzip2", "curl")) {
      assumeTrue(CopiedScripts.onPath(program).isPresent(), program + " is not installed here");
    }
    scripts = new CopiedScripts(Files.createDirectory(folder.resolve("clone")));
    archive = archive("release", 300_000);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/maelstrom.tar.bz2", this::answer);
    server.start();
    environment.put(
        "MAELSTROM_URL",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/maelstrom.tar.bz2");
    environment.put("MAELSTROM_SHA256", sha256(archive));
    environment.put("no_proxy", "*");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void unpacksMaelstromIntoDistAndKeepsNothingElse() throws IOException {
    Outcome outcome = install();
    assertEquals(0, outcome.status(), outcome.toString());
    assertInstalled("release");
    assertTrue(outcome.out().contains("Maelstrom is in " + scripts.path("maelstrom/dist")));
  }

  @Test
  void aSecondRunFetchesNothing() throws IOException {
    install();
    asked.clear();
    Outcome outcome = install();
    assertEquals(0, outcome.status(), outcome.toString());
    assertTrue(outcome.out().contains("already"), outcome.out());
    assertEquals(List.of(), asked);
  }

  @Test
  void goesOnWhereABrokenConnectionStopped() throws IOException {
    breakOffs = 2;
    Outcome outcome = install();
    assertEquals(0, outcome.status(), outcome.toString());
    assertInstalled("release");
    assertEquals(3, asked.size(), asked.toString());
    assertEquals("", asked.get(0));
    assertTrue(asked.get(1).startsWith("bytes=") && asked.get(2).startsWith("bytes="), "" + asked);
  }

  @Test
  void goesOnInALaterRunWhereAnEarlierOneStopped() throws IOException {
    Path partial = scripts.path("maelstrom/.download/" + sha256(archive) + ".tar.bz2");
    Files.createDirectories(partial.getParent());
    Files.write(partial, Arrays.copyOf(archive, 12_345));
    assertEquals(0, install().status());
    assertInstalled("release");
    assertEquals(List.of("bytes=12345-"), asked);
  }

  @Test
  void startsOverWithAServerThatCannotResume() throws IOException {
    canResume = false;
    breakOffs = 1;
    Outcome outcome = install();
    assertEquals(0, outcome.status(), outcome.toString());
    assertInstalled("release");
  }

  @Test
  void refusesAWrongChecksumAndThrowsTheFileAwaySoThatTheNextRunCanSucceed() throws IOException {
    byte[] right = archive;
    archive = archive("forged", 10_000);
    Outcome outcome = install();
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("wrong checksum " + sha256(archive)), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertNotInstalled();

    archive = right;
    assertEquals(0, install().status());
    assertInstalled("release");
  }

  @Test
  void whatIsBrokenOnDiskFromAnEarlierRunDoesNotStandInTheWay() throws IOException {
    Path whole = scripts.path("maelstrom/.download/" + sha256(archive) + ".tar.bz2");
    Files.createDirectories(whole.getParent());
    byte[] scrambled = archive.clone();
    scrambled[5_000] ^= 1;
    Files.write(whole, scrambled);
    Outcome outcome = install();
    assertEquals(0, outcome.status(), outcome.toString());
    assertInstalled("release");
  }

  @Test
  void whatIsNoArchiveLeavesNothingHalfUnpacked() throws IOException {
    archive = Arrays.copyOf(archive, archive.length / 2);
    environment.put("MAELSTROM_SHA256", sha256(archive));
    Outcome outcome = install();
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("could not unpack"), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertNotInstalled();
  }

  @Test
  void aServerThatHasNothingIsNamedWithWhatToDo() throws IOException {
    archive = null;
    Outcome outcome = install();
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("set MAELSTROM_URL to a mirror"), outcome.err());
    assertNotInstalled();
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws IOException {
    environment.put("MAELSTROM_PATIENCE", "1");
    silent = true;
    Outcome outcome = install();
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("silent or far too slow for 1 s"), outcome.err());
    assertTrue(outcome.err().contains("set MAELSTROM_URL to a mirror"), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertNotInstalled();
  }

  @Test
  void aServerThatFallsSilentIsGivenUpByWgetToo() throws IOException {
    assumeTrue(CopiedScripts.onPath("wget").isPresent(), "wget is not installed here");
    environment.put("MAELSTROM_PATIENCE", "1");
    environment.put("PATH", withoutCurl().toString());
    silent = true;
    Outcome outcome = install();
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("set MAELSTROM_URL to a mirror"), outcome.err());
    assertNotInstalled();
  }

  @Test
  void aMirrorThatIsNotThereIsNamedAsSuch() throws IOException {
    server.stop(0);
    Outcome outcome = install();
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("(nobody answers there)"), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
  }

  @Test
  void aFullDiskIsNotTakenForABadMirror() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no device here that is always full");
    Path whole = scripts.path("maelstrom/.download/" + sha256(archive) + ".tar.bz2");
    Files.createDirectories(whole.getParent());
    Files.createSymbolicLink(whole, Path.of("/dev/full"));
    Outcome outcome = install();
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("is full"), outcome.err());
    assertFalse(outcome.err().contains("mirror"), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
  }

  @Test
  void aDiskThatFillsWhileUnpackingIsNotTakenForABadArchive() throws IOException {
    Path bin = folder.resolve("bin");
    script(bin.resolve("tar"), "echo 'tar: x: Cannot write: No space left on device' >&2; exit 2");
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    Outcome outcome = install();
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("is full"), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertNotInstalled();
  }

  @Test
  void anInstalledMaelstromStaysIfANewOneCannotBeHad() throws IOException {
    install();
    environment.put("MAELSTROM_SHA256", "0".repeat(64));
    assertEquals(1, install().status());
    assertTrue(Files.isExecutable(scripts.path("maelstrom/dist/maelstrom")));

    archive = archive("newer", 1_000);
    environment.put("MAELSTROM_SHA256", sha256(archive));
    assertEquals(0, install().status());
    assertInstalled("newer");
  }

  @Test
  void usesWgetWhereThereIsNoCurl() throws IOException {
    assumeTrue(CopiedScripts.onPath("wget").isPresent(), "wget is not installed here");
    Path bin = withoutCurl();
    environment.put("PATH", bin.toString());
    Path partial = scripts.path("maelstrom/.download/" + sha256(archive) + ".tar.bz2");
    Files.createDirectories(partial.getParent());
    Files.write(partial, Arrays.copyOf(archive, 100_000));
    Outcome outcome = install();
    assertEquals(0, outcome.status(), outcome.toString());
    assertInstalled("release");

    Files.delete(bin.resolve("wget"));
    environment.put("MAELSTROM_SHA256", "0".repeat(64));
    assertTrue(install().err().contains("needs curl or wget"));
  }

  /** A folder that is the whole PATH, with all that the script needs but curl. */
  private Path withoutCurl() throws IOException {
    return CopiedScripts.pathOf(
        folder.resolve("bin"),
        "wget",
        "tar",
        "bzip2",
        "sha256sum",
        "shasum",
        "cut",
        "dirname",
        "mkdir",
        "rm",
        "mv",
        "cat",
        "wc",
        "head",
        "sleep",
        "sed",
        "grep");
  }

  private Outcome install() {
    return scripts.run(folder, environment, scripts.path("maelstrom/install").toString());
  }

  private void assertInstalled(String version) throws IOException {
    Outcome outcome = scripts.run(scripts.path("maelstrom/dist/maelstrom").toString());
    assertEquals(version + "\n", outcome.out());
    assertEquals(List.of("dist"), fetched());
  }

  private void assertNotInstalled() throws IOException {
    assertFalse(fetched().contains("dist"), "dist appears whole or not at all");
    assertFalse(fetched().contains(".unpacking"), "nothing half unpacked stays");
  }

  /** What the script left beside what was there before. */
  private List<String> fetched() throws IOException {
    try (Stream<Path> files = Files.list(scripts.path("maelstrom"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".") || name.equals("dist"))
          .sorted()
          .toList();
    }
  }

  /** Breaks off in the middle as often as it is to; knows ranges if it is to. */
  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(range == null ? "" : range);
    if (silent) {
      return; // the connection stays open, and nothing ever comes
    }
    try (exchange) {
      if (archive == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      int from = 0;
      if (range != null && canResume) {
        from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        if (from >= archive.length) {
          exchange.getResponseHeaders().set("Content-Range", "bytes */" + archive.length);
          exchange.sendResponseHeaders(416, -1);
          return;
        }
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes " + from + "-" + (archive.length - 1) + "/" + archive.length);
      }
      int length = archive.length - from;
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
      OutputStream body = exchange.getResponseBody();
      if (breakOffs > 0) {
        breakOffs--;
        body.write(archive, from, length / 2);
        body.flush();
        return;
      }
      body.write(archive, from, length);
      body.close();
    }
  }

  /** A release in small: a script that prints its version, and some bytes that cannot be packed. */
  private byte[] archive(String version, int bytes) throws IOException {
    Path release = folder.resolve(version);
    script(release.resolve("maelstrom/maelstrom"), "echo " + version);
    byte[] random = new byte[bytes];
    new Random(1).nextBytes(random);
    Files.createDirectories(release.resolve("maelstrom/lib"));
    Files.write(release.resolve("maelstrom/lib/maelstrom.jar"), random);
    Outcome outcome = scripts.run(release, Map.of(), "tar", "-cjf", "release.tar.bz2", "maelstrom");
    assertEquals(0, outcome.status(), outcome.toString());
    return Files.readAllBytes(release.resolve("release.tar.bz2"));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
