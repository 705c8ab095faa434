package glomers.cli.test;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many nodes this machine can start at most, so that a hopeless run is refused at once. The
 * needs assumed are below those of any node, so that no run is refused that was possible.
 *
 * @param files how many files this process may have open
 * @param tasks how many processes and threads there may be
 * @param memory bytes of the machine or container
 * @param heap bytes that this JVM may use
 */
record Room(long files, long tasks, long memory, long heap) {
  /** Three pipes and a log. */
  private static final int FILES_A_NODE = 4;

  /** Its process, and four threads here: one for each pipe, and the JDK's, which waits for it. */
  private static final int TASKS_A_NODE = 5;

  private static final long BYTES_A_NODE = 1 << 20;

  /** A pair of names in a cluster of n nodes, each of which is told the names of all. */
  private static final long BYTES_A_PAIR = 16;

  private static final long BYTES_A_WORKER = 16 << 10;

  /** What limits the number of nodes, and to how many. */
  private record Bound(long nodes, String because) {}

  /** Of this machine, with these limits. */
  static Room here() {
    long files = Long.MAX_VALUE;
    long memory = Long.MAX_VALUE;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      memory = system.getTotalMemorySize();
      if (system instanceof UnixOperatingSystemMXBean unix) {
        files = unix.getMaxFileDescriptorCount();
      }
    }
    return new Room(files, tasksHere(), memory, Runtime.getRuntime().maxMemory());
  }

  /** The lowest of Linux's limits; where there are none such, none is known. */
  private static long tasksHere() {
    Stream<Long> known =
        Stream.of(
                "/proc/sys/kernel/pid_max",
                "/proc/sys/kernel/threads-max",
                "/sys/fs/cgroup/pids.max")
            .flatMap(file -> number(Path.of(file)).stream());
    return known.min(Comparator.naturalOrder()).orElse(Long.MAX_VALUE);
  }

  private static Optional<Long> number(Path file) {
    // In one read: such a file has ended when it is read on.
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(64), StandardCharsets.US_ASCII);
      return Optional.of(Long.parseLong(text.strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // not Linux, or "max"
    }
  }

  private Bound bound(boolean simulated) {
    if (simulated) {
      return new Bound(
          (long) Math.sqrt((double) heap / BYTES_A_PAIR),
          "each keeps the names of all, and this JVM may use %,d MB (JAVA_TOOL_OPTIONS=-Xmx8g"
                  .formatted(heap >> 20)
              + " gives it 8 GB)");
    }
    return Stream.of(
            new Bound(
                files / FILES_A_NODE,
                "a node takes %d open files, and there may be %,d (ulimit -n)"
                    .formatted(FILES_A_NODE, files)),
            new Bound(
                tasks / TASKS_A_NODE,
                "a node takes %d processes and threads, and there may be %,d"
                    .formatted(TASKS_A_NODE, tasks)),
            new Bound(
                memory / BYTES_A_NODE,
                "a node takes at least 1 MB, and there are %,d MB".formatted(memory >> 20)))
        .min(Comparator.comparingLong(Bound::nodes))
        .orElseThrow();
  }

  /** How many nodes there can be. */
  long nodes(boolean simulated) {
    return bound(simulated).nodes();
  }

  /** Why there cannot be so many, in one line. */
  Optional<String> shortage(int nodes, boolean simulated) {
    Bound bound = bound(simulated);
    return nodes <= bound.nodes()
        ? Optional.empty()
        : Optional.of(
            "There can be %,d nodes at most here: %s.".formatted(bound.nodes(), bound.because()));
  }

  /** How many workers there can be: threads that wait, each with a client. */
  long workers() {
    return heap / BYTES_A_WORKER;
  }
}
