package glomers.cli.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import glomers.results.HostileStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask for what, over a socket, since an HTTP client would send nothing odd. */
@Timeout(120) // of an answer that never comes
class StoreServerTest {
  @TempDir Path store;
  @TempDir Path elsewhere;
  private final List<Socket> open = new ArrayList<>();
  private HttpServer server;
  private int port;

  @BeforeEach
  void aStoreIsServed() throws IOException {
    Path run = store.resolve("echo/20260101T000000.000Z");
    new HostileStore(run).valid();
    Files.writeString(store.resolve("index.html"), "all runs");
    Files.writeString(elsewhere.resolve("passwd"), HostileStore.SECRET);
    server = StoreServer.start(store, 0);
    port = server.getAddress().getPort();
  }

  @AfterEach
  void stops() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    server.stop(0);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    open.add(socket);
    return socket;
  }

  private String ask(String request) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String get(String path) throws IOException {
    return ask(request("GET", path, "127.0.0.1:" + port));
  }

  private static String request(String method, String path, String host) {
    return "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(method, path, host);
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    if (status >= 400) {
      assertFalse(answer.contains("SECRET") || answer.contains("valid?"), answer);
    }
  }

  @Test
  void showsTheStoreAndLetsNoPageOfItDoAnythingElse() throws IOException {
    String page = get("/");
    assertStatus(200, page);
    assertTrue(page.endsWith("all runs"), page);
    assertTrue(page.contains("sandbox allow-scripts; default-src 'none'"), page);
    assertFalse(page.contains("allow-same-origin"), page);
    assertTrue(page.contains("Cross-origin-resource-policy: same-origin"), page);
    String results = get("/echo/20260101T000000.000Z/results.json");
    assertStatus(200, results);
    assertTrue(results.contains("valid?"), results);
    assertTrue(results.contains("X-content-type-options: nosniff"), results);
    assertStatus(404, get("/nothing"));
  }

  @Test
  void answersItsOwnNamesOnly() throws IOException {
    for (String host : List.of("127.0.0.1", "localhost", "LocalHost", "[::1]")) {
      assertStatus(200, ask(request("GET", "/", host + ":" + port)));
    }
    for (String host :
        List.of(
            "evil.example:" + port,
            "evil.example",
            "127.0.0.1",
            "127.0.0.1:1",
            "localhost.evil.example:" + port,
            "127.0.0.1:" + port + "@evil.example",
            "")) {
      assertStatus(403, ask(request("GET", "/echo/20260101T000000.000Z/results.json", host)));
    }
    String unnamed = ask("GET / HTTP/1.0\r\n\r\n");
    assertStatus(403, unnamed);
    assertTrue(unnamed.contains("http://127.0.0.1:" + port + "/"), unnamed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get"})
  void takesNoMethodThatDoesMoreThanRead(String method) throws IOException {
    assertStatus(405, ask(request(method, "/", "localhost:" + port)));
    String head = ask(request("HEAD", "/", "localhost:" + port));
    assertStatus(200, head);
    assertFalse(head.contains("all runs"), head);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 99999999999", "Transfer-Encoding: chunked"})
  void doesNotWaitForABody(String header) throws IOException {
    String request = request("GET", "/", "localhost:" + port);
    Socket socket = connect();
    socket
        .getOutputStream()
        .write(request.replace("Connection: close", header).getBytes(StandardCharsets.US_ASCII));
    byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 413 ".length());
    assertEquals("HTTP/1.1 413 ", new String(begin, StandardCharsets.US_ASCII));
  }

  @Test
  void nothingOutsideOfTheStoreIsServed() throws IOException {
    Path secret = elsewhere.resolve("passwd");
    HostileStore run = new HostileStore(store.resolve("echo/20260102T000000.000Z"));
    run.link("a.log", secret).link("index.html", secret).link("there", elsewhere);
    new HostileStore(store.resolve("echo/b")).link("index.htm", secret);
    String up = store.relativize(secret).toString();
    for (String path :
        List.of(
            "/echo/20260102T000000.000Z/a.log",
            "/echo/20260102T000000.000Z/",
            "/echo/20260102T000000.000Z/there/passwd",
            "/echo/b/",
            "/" + up,
            "/" + up.replace("..", "%2e%2e"),
            "/" + up.replace("../", "..%2f"),
            "/" + up.replace("../", "..%5c"),
            "/%00",
            "//" + secret,
            "/." + secret)) {
      assertStatus(404, get(path));
    }
    assertFalse(get("http://localhost" + secret).contains("SECRET"));
  }

  @Test
  void aPipeIsNotWaitedFor() throws IOException {
    new HostileStore(store.resolve("echo/c")).pipe("index.html").pipe("n0.log");
    assertStatus(404, get("/echo/c/"));
    assertStatus(404, get("/echo/c/n0.log"));
  }

  @Test
  void connectionsThatBeginARequestAndSayNoMoreHoldUpNobody() throws IOException {
    for (int i = 0; i < 50; i++) {
      Socket socket = connect();
      if (i > 0) {
        socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      }
    }
    assertStatus(200, get("/"));
  }

  @Test
  void aRequestWithoutEndIsCutOff() throws IOException {
    Socket socket = connect();
    byte[] piece = "a".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    long sent = 0;
    try {
      socket.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
      while (sent < 1L << 30) {
        socket.getOutputStream().write(piece);
        sent += piece.length;
      }
    } catch (IOException e) {
      // It has had enough.
    }
    assertTrue(sent < 1L << 30, "a request of 1 GiB was read");
    assertStatus(200, get("/"));
  }

  @Test
  void aConnectionThatSaysNoMoreIsClosedInTime() throws Exception {
    // In a JVM of its own, since the JDK reads its bounds only once.
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsun.net.httpserver.maxReqTime=1",
                "-Dsun.net.httpserver.clockTick=500",
                "-cp",
                System.getProperty("java.class.path"),
                "glomers.cli.runs.ReportMain",
                "serve",
                store.toString(),
                String.valueOf(freePort()))
            .redirectErrorStream(true)
            .start();
    try {
      String said = process.inputReader().readLine();
      int its = Integer.parseInt(said.replaceFirst("http://127.0.0.1:(\\d+)/.*", "$1"));
      for (String begun : List.of("", "GET / HT", "GET / HTTP/1.1\r\nHost: local")) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), its)) {
          socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
          assertEquals(-1, socket.getInputStream().read(), "closed without a word");
        }
      }
    } finally {
      process.destroy();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
  }

  private static int freePort() throws IOException {
    try (java.net.ServerSocket socket =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
