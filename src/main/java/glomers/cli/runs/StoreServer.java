package glomers.cli.runs;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * Shows a store to the browsers of this machine. Who asks may be any program or any page that is
 * open in a browser, and the store may come from anybody.
 */
final class StoreServer {
  /** The JDK's server waits without end and takes any number of connections unless told. */
  private static final Map<String, String> BOUNDS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "10", // seconds for a request to arrive
          "sun.net.httpserver.maxRspTime", "600", // seconds for all of an answer to be taken
          "sun.net.httpserver.drainAmount", "0", // bytes of a body that is not wanted
          "sun.net.httpserver.maxReqHeaders", "100",
          "sun.net.httpserver.maxReqHeaderSize", "32768",
          "jdk.httpserver.maxConnections", "200");

  /**
   * A page of a store from elsewhere may hold any script. It runs as if it came from nowhere: it
   * can neither read other pages or files nor load or send anything. Our own pages say, besides,
   * which scripts they have.
   */
  private static final String POLICY =
      "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline';"
          + " style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final Path store;
  private final HttpHandler files;
  private final int port;
  private final Set<String> hosts;

  private StoreServer(Path store, int port) {
    this.store = store;
    this.files = SimpleFileServer.createFileHandler(store);
    this.port = port;
    this.hosts = hosts(port);
  }

  /**
   * Begins to serve the store on the loopback address.
   *
   * @param port where; 0 for any that is free
   * @return the server, which goes on until it is stopped
   * @throws IOException if the port is taken, or there is no such store
   */
  static HttpServer start(Path store, int port) throws IOException {
    // Read once, when the first server is made. Global, but of a JVM that is ours alone.
    BOUNDS.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(here, 0);
    StoreServer shown = new StoreServer(store.toRealPath(), server.getAddress().getPort());
    server.createContext("/", shown::answer);
    // Else one connection that begins a request and says no more would hold up all others. No
    // virtual threads: the JDK's server reads while it holds a monitor, so before Java 24 as many
    // of these connections as there are processors would take all of their carriers.
    server.setExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("serve").factory()));
    server.start();
    return server;
  }

  /** The names under which a browser can mean this server. */
  private static Set<String> hosts(int port) {
    List<String> names = List.of("localhost", "127.0.0.1", "[::1]");
    return Set.copyOf(names.stream().map(name -> port == 80 ? name : name + ":" + port).toList());
  }

  private void answer(HttpExchange exchange) throws IOException {
    Headers given = exchange.getRequestHeaders();
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
    String host = given.getFirst("Host");
    if (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
      // Another site's page, whose name leads here by now (DNS rebinding), would read the store.
      refuse(
          exchange, 403, "This server is called http://127.0.0.1:" + port + "/ and nothing else.");
    } else if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      refuse(exchange, 405, "Files can only be read: GET or HEAD.");
    } else if (hasBody(given)) {
      refuse(exchange, 413, "A request for a file has no body.");
    } else if (!isServable(exchange)) {
      refuse(
          exchange, 404, "There is no such file in the store; links out of it are not followed.");
    } else {
      files.handle(exchange);
    }
  }

  private static boolean hasBody(Headers given) {
    return given.containsKey("Transfer-Encoding")
        || !given.getOrDefault("Content-Length", List.of("0")).equals(List.of("0"));
  }

  /**
   * Whether the file that would be sent is one. The JDK's handler follows no link in a path, but
   * does not look at the index of a folder, and would wait for a pipe without end.
   */
  private boolean isServable(HttpExchange exchange) {
    try {
      String path = exchange.getRequestURI().getPath();
      Path asked = store.resolve(path.replaceFirst("^/+", "")).normalize();
      if (!asked.startsWith(store)) {
        return false;
      }
      return Files.isDirectory(asked, LinkOption.NOFOLLOW_LINKS)
          ? isFileOrNothing(asked.resolve("index.html"))
              && isFileOrNothing(asked.resolve("index.htm"))
          : isFileOrNothing(asked);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isFileOrNothing(Path path) {
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void refuse(HttpExchange exchange, int status, String line) throws IOException {
    byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(status, head ? -1 : text.length);
      if (!head) {
        exchange.getResponseBody().write(text);
      }
    }
  }
}
