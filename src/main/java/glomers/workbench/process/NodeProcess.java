package glomers.workbench.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glomers.node.Mailbox;
import glomers.node.RealHost;
import glomers.workbench.NodeDeath;
import glomers.workbench.SetUpException;
import glomers.workbench.network.Envelope;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.store.BoundedLog;
import glomers.workbench.store.DiskProblem;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One node's process, and a thread for each of its three streams. Safe for use by many threads.
 *
 * <p>What a node writes to stderr goes to its log file.
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

  /** Who has closed a stream and is still there after this time did not close it by dying. */
  private static final Duration DYING = Duration.ofSeconds(2);

  /** What forks while it is being killed is looked for again, so many times. */
  private static final int ROUNDS = 50;

  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(10);

  /** Lines of stderr longer than this are shown cut; the log has them whole. */
  private static final int LONGEST_LINE = 64 * 1024;

  private final String name;
  private final Family family;
  private final Process process;
  private final Path log;
  private final Mailbox<Envelope> inbox;
  private final StdoutReader stdout;
  private final Consumer<Envelope> taken;
  private final Consumer<Throwable> ownFault;
  private final LastLines stderr = new LastLines();
  private final Symptoms symptoms = new Symptoms();
  private final Thread stdoutThread;
  private final Thread stderrThread;
  private volatile boolean stopping;
  private Signals stopped; // guarded by this; null while it runs

  /**
   * Starts a process.
   *
   * @param disk the folder for what it keeps over a crash, which it is told of
   * @param echo is given every line of its stderr
   * @param taken is told of each message that was written to its stdin
   * @param ownFault is told what is thrown where nothing should be
   * @throws SetUpException if that cannot be
   */
  NodeProcess(
      String name,
      List<String> command,
      Path disk,
      BoundedLog log,
      Mailbox<Envelope> inbox,
      StdoutReader stdout,
      Consumer<String> echo,
      Consumer<Envelope> taken,
      Consumer<Throwable> ownFault) {
    this.name = name;
    this.taken = taken;
    this.ownFault = ownFault;
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(new File(System.getProperty("java.io.tmpdir")));
    builder.environment().put(RealHost.DISK, disk.toString());
    try {
      this.family = Family.start(builder);
    } catch (IOException e) {
      throw new SetUpException("Node " + name + " could not be started: " + DiskProblem.of(e), e);
    }
    this.process = family.process();
    this.log = log.path();
    this.inbox = inbox;
    this.stdout = stdout;
    // Platform threads: before JDK 24 a virtual thread that reads a pipe holds its carrier.
    this.stdoutThread = daemon("stdout", this::hear);
    this.stderrThread = daemon("stderr", () -> copyStderr(process.getErrorStream(), log, echo));
    daemon("stdin", this::feed);
  }

  private Thread daemon(String stream, Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name(name + " " + stream)
        .start(() -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            // Nobody would read or write this stream any more, and the node would be blamed.
            ownFault.accept(e);
          }
        });
  }

  private void feed() {
    try (OutputStream stdin = new BufferedOutputStream(process.getOutputStream(), 64 * 1024)) {
      Optional<Envelope> next = inbox.take();
      while (next.isPresent()) {
        write(next.get(), stdin);
        taken.accept(next.get());
        next = inbox.poll(Duration.ZERO);
        if (next.isEmpty()) {
          stdin.flush();
          next = inbox.take();
        }
      }
    } catch (IOException e) {
      // The node has closed its stdin, as a dead one has: what is sent to it is lost.
      inbox.close();
      if (livesOn()) {
        stdout.closed(
            FaultKind.CLOSED_STDIN,
            "closed its stdin and went on running, so nothing reaches it any more; a node reads"
                + " stdin until it is killed");
      }
    }
  }

  private void hear() {
    stdout.readAll(process.getInputStream());
    if (stdout.isHeard() && livesOn()) {
      stdout.closed(
          FaultKind.CLOSED_STDOUT,
          "closed its stdout and went on running, so nobody can hear it; a node keeps stdout open"
              + " until it is killed");
    }
  }

  /** Whether the process is there for longer than it takes to die, and not because of us. */
  private boolean livesOn() {
    try {
      return !process.waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS) && !stopping;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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

  private void copyStderr(InputStream in, BoundedLog log, Consumer<String> echo) {
    InputStream copied =
        new FilterInputStream(in) {
          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            log.write(bytes, from, Math.max(0, read));
            return read;
          }
        };
    LineSplitter lines = new LineSplitter(copied, LONGEST_LINE);
    try {
      Optional<LineSplitter.Line> next = lines.next();
      while (next.isPresent()) {
        keep(next.get().bytes(), echo);
        next = lines.next();
      }
      byte[] rest = lines.rest();
      if (rest.length > 0) {
        keep(rest, echo);
        log.write('\n'); // another life of this node may log here, too
      }
    } catch (IOException e) {
      // The pipe broke: the process is gone, which somebody else reports.
    }
  }

  private void keep(byte[] line, Consumer<String> echo) {
    String text = new String(line, StandardCharsets.UTF_8);
    stderr.add(text);
    symptoms.add(text);
    echo.accept(text);
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
    return new NodeDeath(
        name,
        ending(process.exitValue()),
        stderr.lines(),
        stdout.lastLines(),
        symptoms.lines(),
        log.toString());
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
    words.append(stdout.account()).append('\n');
    words.append(NodeDeath.stderrInWords(stderr.lines(), symptoms.lines(), log.toString(), 10));
    return words.toString();
  }

  /** The lines of its stderr that may say why it is silent, and where the rest is. */
  List<String> symptoms() {
    List<String> lines = new ArrayList<>();
    if (!stdout.unread().isBlank()) {
      lines.add("It wrote this to stdout without a newline after it, so it was not read:");
      lines.add("  " + stdout.unread());
    }
    if (stderr.count() > 0) {
      lines.addAll(NodeDeath.symptomsInWords(symptoms.lines(), log.toString()));
    }
    return lines;
  }

  /** Kills the process and all that it started, without waiting. Harmless if it is dead. */
  void kill() {
    stopping = true;
    stdout.stopping();
    family.members().forEach(ProcessHandle::destroyForcibly);
    inbox.close();
  }

  /**
   * Kills what was started while the others were being killed, half a second long at most. To be
   * called after {@link #kill}. Returns those that are left.
   */
  List<ProcessHandle> killRest() {
    List<ProcessHandle> left = family.marked();
    try {
      for (int i = 0; i < ROUNDS && !left.isEmpty(); i++) {
        left.forEach(ProcessHandle::destroyForcibly);
        Thread.sleep(BETWEEN_ROUNDS);
        left = family.marked();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  /** Stops the process and all that it started where they stand. Harmless if they are. */
  synchronized void pause() {
    if (stopped == null && !stopping && process.isAlive()) {
      try {
        stopped = Signals.stop(family.members());
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
