package glomers.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures whole processes of nodes, each way in turn: from the start to {@code init_ok}, 200,001
 * echoes from file to file, and a lone request while another client sends 10,000 lines a second.
 * Prints the median and the extremes beside those of the run before, and adds a line to the file of
 * all runs. Linux only, since memory is read from {@code /proc}.
 */
public final class Processes {
  private static final String INIT =
      "{\"src\":\"c0\",\"dest\":\"n0\",\"body\":{\"type\":\"init\",\"node_id\":\"n0\",\"node_ids\":[\"n0\"],\"msg_id\":1}}\n";
  private static final int ECHOES = 200_001;
  private static final int FLOOD_MILLIS = 5_000;
  private static final int EACH_MILLI = 10;

  private final Map<String, List<Double>> figures = new TreeMap<>();
  private final Path folder;

  private Processes(Path folder) {
    this.folder = folder;
  }

  /** {@code Processes STORE REPETITIONS [PEER]}, from the folder that holds {@code maelstrom}. */
  public static void main(String[] args) throws Exception {
    Path store = Path.of(args[0]);
    Path folder = Files.createTempDirectory("bench");
    Processes all = new Processes(folder);
    Path input = folder.resolve("echo.in");
    try (BufferedWriter out = Files.newBufferedWriter(input)) {
      out.write(INIT);
      for (int i = 1; i <= ECHOES; i++) {
        out.write(echo("c1", i));
      }
    }
    List<String> ours = List.of("maelstrom/bin/echo");
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      all.measure("", ours, input);
      if (args.length > 2) {
        all.measure("peer's ", Arrays.asList(args[2].split(" ")), input);
      }
    }
    all.report(store.resolve("bench.jsonl"));
    Files.delete(input);
    Files.deleteIfExists(folder.resolve("echo.out"));
    Files.delete(folder);
  }

  private static String echo(String client, int id) {
    return "{\"src\":\"%s\",\"dest\":\"n0\",\"body\":{\"type\":\"echo\",\"echo\":\"Please echo %d\",\"msg_id\":%d}}\n"
        .formatted(client, id % 128, id);
  }

  private void measure(String whose, List<String> command, Path input) throws Exception {
    start(whose, command);
    echoes(whose, command, input);
    lone(whose, command);
  }

  private void start(String whose, List<String> command) throws Exception {
    long before = System.nanoTime();
    Process node = quiet(command).start();
    OutputStream in = node.getOutputStream();
    write(in, INIT);
    node.inputReader().readLine();
    add(whose + "start to init_ok, ms", millisSince(before));
    add(whose + "start, MB", peak(node));
    in.close();
    node.waitFor();
  }

  private void echoes(String whose, List<String> command, Path input) throws Exception {
    Path output = folder.resolve("echo.out");
    long before = System.nanoTime();
    Process node =
        quiet(command).redirectInput(input.toFile()).redirectOutput(output.toFile()).start();
    double most = 0;
    while (node.isAlive()) {
      most = Math.max(most, peak(node));
      Thread.sleep(5);
    }
    add(whose + "200,001 echoes, s", millisSince(before) / 1_000);
    add(whose + "200,001 echoes, MB", most);
    try (var lines = Files.lines(output)) {
      long count = lines.count();
      if (count != ECHOES + 1) {
        throw new IllegalStateException(count + " lines came out instead of " + (ECHOES + 1));
      }
    }
  }

  /** One client sends ten lines each millisecond, another one a request once in ten of them. */
  private void lone(String whose, List<String> command) throws Exception {
    Process node = quiet(command).start();
    OutputStream in = node.getOutputStream();
    write(in, INIT);
    BufferedReader out = node.inputReader();
    out.readLine();
    long[] sent = new long[FLOOD_MILLIS / EACH_MILLI];
    double[] took = new double[sent.length];
    Thread reader =
        Thread.ofPlatform().start(() -> {
          try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
              int at = line.indexOf("\"in_reply_to\":");
              if (line.contains("\"c2\"") && at > 0) {
                int id = Integer.parseInt(line.substring(at + 14).replaceAll("\\D.*", ""));
                took[id] = (System.nanoTime() - sent[id]) / 1e6;
              }
            }
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    StringBuilder flood = new StringBuilder();
    long start = System.nanoTime();
    for (int ms = 0; ms < FLOOD_MILLIS; ms++) {
      LockSupport.parkNanos(start + ms * 1_000_000L - System.nanoTime());
      flood.setLength(0);
      for (int i = 0; i < EACH_MILLI; i++) {
        flood.append(echo("c1", ms * EACH_MILLI + i + 1));
      }
      if (ms % EACH_MILLI == EACH_MILLI / 2) {
        sent[ms / EACH_MILLI] = System.nanoTime();
        flood.append(echo("c2", ms / EACH_MILLI));
      }
      write(in, flood.toString());
    }
    in.close();
    reader.join();
    node.waitFor();
    double[] warm = Arrays.copyOfRange(took, took.length / 5, took.length);
    Arrays.sort(warm);
    if (warm[0] == 0) {
      throw new IllegalStateException("a request in the flood got no answer");
    }
    add(whose + "lone request in a flood, 0.5, ms", warm[warm.length / 2]);
    add(whose + "lone request in a flood, 0.99, ms", warm[warm.length * 99 / 100]);
  }

  private static ProcessBuilder quiet(List<String> command) {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static void write(OutputStream to, String text) throws IOException {
    to.write(text.getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  private static double millisSince(long before) {
    return Duration.ofNanos(System.nanoTime() - before).toNanos() / 1e6;
  }

  private static double peak(Process process) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // it has ended
    }
  }

  private void add(String figure, double value) {
    figures.computeIfAbsent(figure, each -> new ArrayList<>()).add(value);
  }

  private void report(Path file) throws IOException {
    JsonMapper json = new JsonMapper();
    ObjectNode run = json.createObjectNode().put("at", Instant.now().toString());
    run.put("processors", Runtime.getRuntime().availableProcessors());
    run.put("jdk", Runtime.version().toString());
    List<String> runs = Files.exists(file) ? Files.readAllLines(file) : List.of();
    var before = runs.isEmpty() ? run : json.readTree(runs.get(runs.size() - 1));
    System.out.printf(
        Locale.ROOT, "%-40s %9s %9s %9s %9s%n", "", "median", "least", "most", "before");
    figures.forEach(
        (name, values) -> {
          values.sort(null);
          double median = values.get(values.size() / 2);
          System.out.printf(
              Locale.ROOT,
              "%-40s %9.2f %9.2f %9.2f %9s%n",
              name,
              median,
              values.get(0),
              values.get(values.size() - 1),
              before.has(name)
                  ? String.format(Locale.ROOT, "%.2f", before.get(name).get("median").asDouble())
                  : "-");
          run.putObject(name)
              .put("median", median)
              .put("least", values.get(0))
              .put("most", values.get(values.size() - 1))
              .put("of", values.size());
        });
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file, run + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.out.println("Kept in " + file);
  }
}
