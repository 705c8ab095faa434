package glomers.workbench.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glomers.node.Mailbox;
import glomers.workbench.NodeDeath;
import glomers.workbench.SetUpException;
import glomers.workbench.network.Envelope;
import glomers.workbench.store.DiskProblem;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One node's process, and a thread for each of its three streams. Safe for use by many threads.
 *
 * <p>What a node writes to stderr goes line by line to its log file.
 */
final class NodeProcess {
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                  .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                  .build())
          .build();
  private static final Duration STREAMS_END = Duration.ofSeconds(1);
  private static final Duration INTERRUPTION_COMES = Duration.ofMillis(300);

  private final String name;
  private final Process process;
  private final Mailbox<Envelope> inbox;
  private final StdoutReader stdout;
  private final LastLines stderr = new LastLines();
  private final Thread stdoutThread;
  private final Thread stderrThread;
  private volatile boolean stopping;
  private Signals stopped; // guarded by this; null while it runs

  private NodeProcess(
      String name,
      Process process,
      Mailbox<Envelope> inbox,
      StdoutReader stdout,
      OutputStream log,
      Consumer<String> echo) {
    this.name = name;
    this.process = process;
    this.inbox = inbox;
    this.stdout = stdout;
    // Platform threads: before JDK 24 a virtual thread that reads a pipe holds its carrier.
    this.stdoutThread = daemon("stdout", () -> stdout.readAll(process.getInputStream()));
    this.stderrThread = daemon("stderr", () -> copyStderr(process.getErrorStream(), log, echo));
    daemon("stdin", this::feed);
  }

  /**
   * Starts a process.
   *
   * @param echo is given every line of its stderr
   * @throws SetUpException if that cannot be
   */
  static NodeProcess start(
      String name,
      List<String> command,
      Path log,
      Mailbox<Envelope> inbox,
      StdoutReader stdout,
      Consumer<String> echo) {
    try {
      // Created first: without a place for its log no node is started.
      OutputStream logStream =
          Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Process process =
          new ProcessBuilder(command)
              .directory(new File(System.getProperty("java.io.tmpdir")))
              .start();
      return new NodeProcess(name, process, inbox, stdout, logStream, echo);
    } catch (IOException e) {
      throw new SetUpException("Node " + name + " could not be started: " + DiskProblem.of(e), e);
    }
  }

  private Thread daemon(String stream, Runnable work) {
    return Thread.ofPlatform().daemon().name(name + " " + stream).start(work);
  }

  private void feed() {
    try (OutputStream stdin = new BufferedOutputStream(process.getOutputStream(), 64 * 1024)) {
      Optional<Envelope> next = inbox.take();
      while (next.isPresent()) {
        write(next.get(), stdin);
        next = inbox.poll(Duration.ZERO);
        if (next.isEmpty()) {
          stdin.flush();
          next = inbox.take();
        }
      }
    } catch (IOException e) {
      // The node has closed its stdin, as a dead one has: what is sent to it is lost.
      inbox.close();
    }
  }

  private static void write(Envelope envelope, OutputStream stdin) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(stdin)) {
      json.writeStartObject();
      json.writeNumberField("id", envelope.id());
      json.writeStringField("src", envelope.message().src());
      json.writeStringField("dest", envelope.message().dest());
      json.writeFieldName("body");
      json.writeTree(envelope.message().body());
      json.writeEndObject();
    }
    stdin.write('\n');
  }

  private void copyStderr(InputStream in, OutputStream log, Consumer<String> echo) {
    LineSplitter lines = new LineSplitter(in);
    try (log) {
      Optional<LineSplitter.Line> next = lines.next();
      while (next.isPresent()) {
        keep(next.get().bytes(), log, echo);
        next = lines.next();
      }
      String rest = lines.unfinished();
      if (!rest.isEmpty()) {
        keep(rest.getBytes(StandardCharsets.UTF_8), log, echo);
      }
    } catch (IOException e) {
      // The pipe broke: the process is gone, which somebody else reports.
    }
  }

  private void keep(byte[] line, OutputStream log, Consumer<String> echo) {
    String text = new String(line, StandardCharsets.UTF_8);
    stderr.add(text);
    echo.accept(text);
    try {
      log.write(line);
      log.write('\n');
    } catch (IOException e) {
      // A full disk must not stop the reading, or the node would wait for ever to write.
      stderr.add("(the workbench could not keep this line: " + DiskProblem.of(e) + ")");
    }
  }

  /** Tells {@code listener} once, should the process end by itself. */
  void onDeath(Consumer<NodeDeath> listener) {
    process.onExit().thenAccept(exited -> daemon("exit", () -> report(listener)));
  }

  private void report(Consumer<NodeDeath> listener) {
    NodeDeath death = death();
    try {
      // Ctrl-C reaches the nodes as well as us: who is being ended by us did not end by itself.
      Thread.sleep(INTERRUPTION_COMES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!stopping) {
      listener.accept(death);
    }
  }

  /** Whether it has ended before anybody asked it to. */
  boolean diedByItself() {
    return !stopping && !process.isAlive();
  }

  /** How it ended. Only for a process that has. */
  NodeDeath death() {
    join(stderrThread);
    join(stdoutThread);
    return new NodeDeath(name, ending(process.exitValue()), stderr.lines(), stdout.lastLines());
  }

  /** In words; a shell and the JDK both report a signal as 128 and its number. */
  static String ending(int status) {
    return switch (status) {
      case 0 -> "exited with status 0 (a node must run until it is killed)";
      case 126 -> "exited with status 126 (a command in it could not be executed)";
      case 127 -> "exited with status 127 (a command in it was not found)";
      case 134 -> "was ended by signal 6 (abort)";
      case 137 -> "was killed by signal 9; perhaps the machine ran out of memory";
      case 139 -> "was ended by signal 11 (segmentation fault)";
      case 143 -> "was ended by signal 15 (terminate)";
      default -> "exited with status " + status;
    };
  }

  private static void join(Thread thread) {
    try {
      // Bounded, since a process that it left behind may keep the stream open.
      thread.join(STREAMS_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a person would want to know about it when it is silent. */
  String lastWords() {
    StringBuilder words = new StringBuilder();
    if (!process.isAlive()) {
      words.append("It ").append(ending(process.exitValue())).append(". ");
    }
    words.append(stdout.account());
    List<String> log = stderr.lines();
    if (log.isEmpty()) {
      words.append("\nIt wrote nothing to stderr.");
    } else {
      words.append("\nThe end of its stderr:");
      log.subList(Math.max(0, log.size() - 10), log.size())
          .forEach(line -> words.append("\n  ").append(line));
    }
    return words.toString();
  }

  /** Kills the process and all that it started, without waiting. Harmless if it is dead. */
  void kill() {
    stopping = true;
    stdout.stopping();
    all().forEach(ProcessHandle::destroyForcibly);
    inbox.close();
  }

  /** The process and all that it started. */
  private List<ProcessHandle> all() {
    List<ProcessHandle> all = new ArrayList<>();
    process.descendants().forEach(all::add);
    all.add(process.toHandle());
    return all;
  }

  /** Stops the process and all that it started where they stand. Harmless if they are. */
  synchronized void pause() {
    if (stopped == null && !stopping && process.isAlive()) {
      try {
        stopped = Signals.stop(all());
      } catch (IOException e) {
        throw new UncheckedIOException("Node " + name + " could not be paused", e);
      }
    }
  }

  /** Lets it go on. Harmless if it is not stopped. */
  synchronized void resume() {
    if (stopped != null) {
      stopped.close();
      stopped = null;
    }
  }

  /** Waits until it is gone, 5 s at most, and until its streams are read. */
  void awaitEnd() {
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    join(stdoutThread);
    join(stderrThread);
    resume(); // nobody, but the shell that kept it stopped ends
  }
}
