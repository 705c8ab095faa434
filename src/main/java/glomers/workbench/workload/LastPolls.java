package glomers.workbench.workload;

import glomers.node.Host;
import glomers.workbench.history.Keyword;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Lets every worker read all logs from the beginning with a new client, until it has seen as much
 * as is known to be there, or for 10 s.
 */
final class LastPolls implements Generator {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Polls of a worker are 0 to 0.4 s apart. */
  private static final double WIDEST_GAP_NANOS = 0.4e9;

  private final Host host;
  private final RandomGenerator random;
  private final KnownOffsets known;
  private final Map<Integer, PollsSeen> readings = new ConcurrentHashMap<>();
  private long deadline; // guarded by this; 0 before the first is asked for

  /** How far one worker has come. For its task alone. */
  private static final class PollsSeen {
    private boolean crashed;
    private int assignedProcess = -1;
    private boolean polled;
    private final Map<String, Long> reached = new HashMap<>();
  }

  LastPolls(Host host, RandomGenerator random, KnownOffsets known) {
    this.host = host;
    this.random = random;
    this.known = known;
  }

  static Invocation poll() {
    return Invocation.of(LogSession.POLL, List.of(List.of(LogSession.POLL)));
  }

  @Override
  public Optional<Invocation> next(Caller caller) {
    long left = left();
    PollsSeen reading = readings.computeIfAbsent(caller.worker(), worker -> new PollsSeen());
    if (left <= 0 || reading.polled && hasAll(reading)) {
      return Optional.empty();
    }
    if (!reading.crashed) {
      reading.crashed = true;
      return Optional.of(Invocation.of(LogSession.CRASH, null));
    }
    if (reading.assignedProcess != caller.process()) {
      // The first time, or its client was replaced and knows nothing.
      reading.assignedProcess = caller.process();
      reading.reached.clear();
      Map<Keyword, Object> extra = Map.of(LogSession.SEEK_TO_BEGINNING, true);
      return Optional.of(new Invocation(LogSession.ASSIGN, known.keys(), extra));
    }
    if (reading.polled) {
      host.sleep(Duration.ofNanos(Math.min(left, (long) (random.nextDouble() * WIDEST_GAP_NANOS))));
    }
    reading.polled = true;
    return Optional.of(poll());
  }

  private synchronized long left() {
    long now = host.nanoTime();
    deadline = deadline == 0 ? now + PATIENCE.toNanos() : deadline;
    return deadline - now;
  }

  private boolean hasAll(PollsSeen reading) {
    return known.highest().entrySet().stream()
        .allMatch(end -> reading.reached.getOrDefault(end.getKey(), -1L) >= end.getValue());
  }

  /** A poll of this worker brought messages up to these offsets. */
  void polled(Caller caller, Map<String, Long> highest) {
    PollsSeen reading = readings.get(caller.worker());
    if (reading != null) {
      highest.forEach((key, offset) -> reading.reached.merge(key, offset, Math::max));
    }
  }
}
