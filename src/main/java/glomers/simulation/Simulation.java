package glomers.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A world of hosts in simulated time. Plain blocking code runs in it unchanged, and the same seed
 * gives the same run, event for event.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(42);
 * SimulatedHost host = simulation.host("n1");
 * simulation.run(host, () -> host.sleep(Duration.ofDays(1))); // returns at once
 * }</pre>
 *
 * <p>For that the code must draw, wait and start tasks through its host alone, must not depend on
 * the order of hash tables with identity hash codes, and must not wait while it holds a monitor.
 * What is not seen is a missing lock between two calls of the host: one task runs at a time.
 *
 * <p>A simulation runs once. Make hosts before or during the run, from one thread or from tasks.
 */
public final class Simulation {
  private final long seed;
  private final SimulationOptions options;
  private final Scheduler scheduler;
  private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
  private final Map<String, Integer> lives = new LinkedHashMap<>();
  private final Map<String, SimulatedDisk> disks = new LinkedHashMap<>();

  /** A simulation on virtual threads, with the usual limits. */
  public Simulation(long seed) {
    this(seed, SimulationOptions.defaults());
  }

  /** A simulation with limits of its own. */
  public Simulation(long seed, SimulationOptions options) {
    this.seed = seed;
    this.options = options;
    this.scheduler = new Scheduler(seed, options);
  }

  /** What decides everything in this run. */
  public long seed() {
    return seed;
  }

  /**
   * A new host, with the disk of the one before it. Its randomness depends on the seed, its name
   * and how many of that name came before it, and on nothing that other hosts do.
   *
   * @throws IllegalArgumentException if a host of that name lives
   */
  public SimulatedHost host(String name) {
    SimulatedHost present = hosts.get(name);
    if (present != null && !present.killed()) {
      throw new IllegalArgumentException(
          "There is a host " + name + " already: kill it first, or take another name.");
    }
    int life = lives.merge(name, 1, Integer::sum);
    long hash = hash(seed, name + "#" + life);
    SimulatedDisk disk = disks.computeIfAbsent(name, any -> new SimulatedDisk());
    SimulatedHost host = new SimulatedHost(scheduler, options.echo(), name, disk, hash);
    hosts.put(name, host);
    return host;
  }

  /**
   * Runs {@code main} as the first task of {@code host}, and everything that it starts, until it
   * returns. Then all other tasks are unwound: they get {@link glomers.node.Killed} from the calls
   * in which they wait.
   *
   * @throws SimulationFailure if anything but {@code Killed} escapes a task, if all tasks wait for
   *     each other, if one does not come back, or if a limit is reached
   */
  public void run(SimulatedHost host, Runnable main) {
    scheduler.run(host, "main", main);
  }

  /**
   * Runs {@code main} as {@link #run} does, and returns what it returns.
   *
   * @throws SimulationFailure as {@link #run} does; the cause is an exception that {@code main}
   *     throws
   */
  public <T> T call(SimulatedHost host, Callable<T> main) {
    AtomicReference<T> outcome = new AtomicReference<>();
    run(host, () -> outcome.set(valueOf(main)));
    return outcome.get();
  }

  /** Simulated time since the run began. */
  public Duration now() {
    return Duration.ofNanos(scheduler.now());
  }

  /** How many times a task was given the baton. */
  public long steps() {
    return scheduler.steps();
  }

  /** A hash of which task ran when, from the first to the last: equal for equal runs. */
  public long fingerprint() {
    return scheduler.fingerprint();
  }

  private static <T> T valueOf(Callable<T> main) {
    try {
      return main.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // String.hashCode has 32 bits, too few to keep the hosts of many seeds apart.
  private static long hash(long seed, String text) {
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
