package glomers.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium with one page, spoken to by the DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("ws://([^/\\s]+)/\\S+");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** The browser's program, if this machine has one. */
  static Optional<Path> program() {
    Stream<String> folders = Stream.of(System.getenv("PATH").split(":"));
    return folders
        .flatMap(folder ->
            Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it. What it keeps goes below {@code folder}. */
  Browser(Path program, Path folder) throws Exception {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String server = address();
    HttpClient http = HttpClient.newHttpClient();
    JsonNode targets =
        JSON.readTree(
            http.send(
                    HttpRequest.newBuilder(URI.create("http://" + server + "/json")).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
    String page = "";
    for (JsonNode target : targets) {
      if (target.path("type").asText().equals("page")) {
        page = target.path("webSocketDebuggerUrl").asText();
      }
    }
    socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(page), new Listener())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    call("Runtime.enable");
    call("Log.enable");
    call("Page.enable");
  }

  private String address() throws IOException {
    BufferedReader err = process.errorReader();
    List<String> said = new ArrayList<>();
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      said.add(line);
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.find()) {
        Thread.ofVirtual().start(() -> readOn(err)); // or it would wait for us
        return matcher.group(1);
      }
    }
    throw new IOException("Chromium did not start: " + String.join("\n", said));
  }

  private static void readOn(BufferedReader err) {
    try {
      while (err.readLine() != null) {}
    } catch (IOException e) {
      // It has ended.
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          heard(JSON.readTree(text.toString()));
        } catch (IOException e) {
          complaints.add("not JSON: " + text);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void heard(JsonNode message) {
    if (message.has("id")) {
      answers.remove(message.path("id").asInt()).complete(message);
      return;
    }
    JsonNode about = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" -> complaints.add(about.toString());
      case "Log.entryAdded" -> {
        if (about.path("entry").path("level").asText().equals("error")) {
          complaints.add(about.toString());
        }
      }
      case "Runtime.consoleAPICalled" -> {
        if (about.path("type").asText().equals("error")) {
          complaints.add(about.toString());
        }
      }
      default -> {}
    }
  }

  /** Calls a method of the protocol with names and values, and returns its result. */
  JsonNode call(String method, Object... parameters) throws Exception {
    int id = ids.incrementAndGet();
    ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
    ObjectNode with = call.putObject("params");
    for (int i = 0; i < parameters.length; i += 2) {
      with.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(call.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    JsonNode result = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (result.has("error")) {
      throw new IOException(method + ": " + result.path("error"));
    }
    return result.path("result");
  }

  /** The value of a JavaScript expression in the page; promises are waited for. */
  JsonNode value(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "awaitPromise",
            true,
            "returnByValue",
            true);
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Waits until an expression is true. */
  void await(String expression) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!value("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("never true: " + expression + "; complaints: " + complaints);
      }
      Thread.sleep(30);
    }
  }

  /** Opens a page of ours in a window of this size; returns the ms until it was ready for use. */
  long open(Path page, int width, int height) throws Exception {
    complaints.clear();
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        false);
    call("Page.navigate", "url", page.toUri().toString());
    await("location.protocol === 'file:' && document.documentElement?.dataset.ready");
    return value("Number(document.documentElement.dataset.ready)").asLong();
  }

  /** Clicks there, as a mouse does. */
  void click(double x, double y) throws Exception {
    for (String what : new String[] {"mousePressed", "mouseReleased"}) {
      call(
          "Input.dispatchMouseEvent",
          "type",
          what,
          "x",
          x,
          "y",
          y,
          "button",
          "left",
          "clickCount",
          1);
    }
  }

  /** Presses a key that stands for a letter. */
  void press(String key) throws Exception {
    call("Input.dispatchKeyEvent", "type", "keyDown", "key", key, "text", key);
    call("Input.dispatchKeyEvent", "type", "keyUp", "key", key);
  }

  /** Errors on the console since the page was opened. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process
        .onExit()
        .orTimeout(10, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly())
        .join();
  }
}
