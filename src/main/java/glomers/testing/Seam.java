package glomers.testing;

import glomers.testing.ClassCode.How;
import glomers.testing.ClassCode.Touch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a node must not use, since a simulation cannot see it, and what there is instead. Everything
 * that waits, reads a clock, starts a thread or draws a random number goes through the node's host.
 */
final class Seam {
  private static final String TASKS = "node.background(…), or node.host().start(…)";
  private static final String WAITING =
      "node.sleep(…), or node.await(…) with a promise or mailbox of node.host()";
  private static final String CLOCKS = "node.host().nanoTime() or wallMillis()";
  private static final String CHANCE = "node.host().random()";
  private static final String IDS = "node.id(), node.incarnation() and a counter";
  private static final String KEEPING =
      "memory, or a service such as lin-kv; a simulated node has no disk and no network but node.rpc(…)";
  private static final String STDOUT =
      "node.host().log(), since stdout is for messages alone, and stdin for the node's";

  /**
   * Something that is not to be used.
   *
   * @param owner a class, with slashes; or a package if it ends with one
   * @param members its methods and fields; empty for all
   * @param descriptor what a member's descriptor begins with
   */
  private record Rule(String owner, Set<String> members, String descriptor, String instead) {
    Rule(String owner, String instead, String... members) {
      this(owner, Set.of(members), "", instead);
    }

    boolean fits(Touch touch) {
      boolean owned =
          owner.endsWith("/") ? touch.owner().startsWith(owner) : touch.owner().equals(owner);
      return owned
          && !touch.member().isEmpty()
          && (members.isEmpty() || members.contains(touch.member()))
          && touch.descriptor().startsWith(descriptor);
    }
  }

  private static final String CONCURRENT = "java/util/concurrent/";

  private static final List<Rule> RULES =
      List.of(
          new Rule("java/lang/Thread", WAITING, "sleep", "join", "yield", "onSpinWait"),
          new Rule(
              "java/lang/Thread",
              TASKS,
              "<init>",
              "start",
              "startVirtualThread",
              "ofVirtual",
              "ofPlatform"),
          new Rule("java/lang/Object", WAITING, "wait", "notify", "notifyAll"),
          new Rule("java/util/Timer", TASKS),
          new Rule(CONCURRENT + "Executors", TASKS),
          new Rule(CONCURRENT + "ThreadPoolExecutor", TASKS),
          new Rule(CONCURRENT + "ScheduledThreadPoolExecutor", TASKS),
          new Rule(CONCURRENT + "ForkJoinPool", TASKS),
          new Rule(CONCURRENT + "ExecutorService", TASKS),
          new Rule(CONCURRENT + "ScheduledExecutorService", TASKS),
          new Rule(CONCURRENT + "Executor", TASKS),
          new Rule(CONCURRENT + "StructuredTaskScope", TASKS),
          new Rule(CONCURRENT + "CompletableFuture", TASKS),
          new Rule(CONCURRENT + "Future", WAITING, "get"),
          new Rule(CONCURRENT + "CountDownLatch", WAITING, "await"),
          new Rule(CONCURRENT + "CyclicBarrier", WAITING, "await"),
          new Rule(CONCURRENT + "Phaser", WAITING),
          new Rule(CONCURRENT + "Exchanger", WAITING),
          new Rule(CONCURRENT + "Semaphore", WAITING, "acquire", "acquireUninterruptibly"),
          new Rule(CONCURRENT + "TimeUnit", WAITING, "sleep", "timedJoin", "timedWait"),
          new Rule(CONCURRENT + "BlockingQueue", WAITING, "take", "put", "poll"),
          new Rule(CONCURRENT + "LinkedBlockingQueue", WAITING, "take", "put"),
          new Rule(CONCURRENT + "ArrayBlockingQueue", WAITING, "take", "put"),
          new Rule(CONCURRENT + "LinkedBlockingDeque", WAITING, "take", "takeFirst", "takeLast"),
          new Rule(CONCURRENT + "PriorityBlockingQueue", WAITING, "take"),
          new Rule(CONCURRENT + "SynchronousQueue", WAITING),
          new Rule(CONCURRENT + "DelayQueue", WAITING),
          new Rule(CONCURRENT + "locks/LockSupport", WAITING),
          new Rule(CONCURRENT + "locks/Condition", WAITING),
          new Rule("java/lang/System", CLOCKS, "nanoTime", "currentTimeMillis"),
          new Rule("java/time/Clock", CLOCKS),
          new Rule("java/time/InstantSource", CLOCKS, "system"),
          new Rule("java/time/", CLOCKS, "now"),
          new Rule("java/util/Date", Set.of("<init>"), "()", CLOCKS),
          new Rule("java/util/Calendar", CLOCKS, "getInstance"),
          new Rule("java/util/Random", CHANCE),
          new Rule("java/security/SecureRandom", CHANCE),
          new Rule(CONCURRENT + "ThreadLocalRandom", CHANCE),
          new Rule("java/util/SplittableRandom", Set.of("<init>"), "()", CHANCE),
          new Rule("java/util/random/RandomGenerator", CHANCE, "getDefault", "of"),
          new Rule("java/util/random/RandomGeneratorFactory", CHANCE),
          new Rule("java/lang/Math", CHANCE, "random"),
          new Rule("java/lang/StrictMath", CHANCE, "random"),
          new Rule("java/util/Collections", Set.of("shuffle"), "(Ljava/util/List;)", CHANCE),
          new Rule("java/lang/System", CHANCE, "identityHashCode"),
          new Rule("java/util/UUID", IDS, "randomUUID"),
          new Rule("java/util/stream/StreamSupport", "a plain stream", "parallelStream"),
          new Rule(
              "java/util/Arrays",
              "its plain twin",
              "parallelSort",
              "parallelPrefix",
              "parallelSetAll"),
          new Rule("java/io/FileInputStream", KEEPING),
          new Rule("java/io/FileOutputStream", KEEPING),
          new Rule("java/io/FileReader", KEEPING),
          new Rule("java/io/FileWriter", KEEPING),
          new Rule("java/io/RandomAccessFile", KEEPING),
          new Rule("java/nio/file/Files", KEEPING),
          new Rule("java/nio/channels/", KEEPING),
          new Rule("java/net/Socket", KEEPING),
          new Rule("java/net/ServerSocket", KEEPING),
          new Rule("java/net/DatagramSocket", KEEPING),
          new Rule("java/net/URL", KEEPING, "openStream", "openConnection"),
          new Rule("java/net/InetAddress", KEEPING),
          new Rule("java/net/http/", KEEPING),
          new Rule("java/lang/ProcessBuilder", KEEPING),
          new Rule("java/lang/Runtime", KEEPING, "exec"),
          new Rule("java/lang/System", STDOUT, "out", "in"));

  private static final Set<String> PARALLEL = Set.of("parallelStream", "parallel");

  private Seam() {}

  /** What to use instead of this; empty if it may be used. */
  static Optional<String> instead(Touch touch) {
    if (touch.how() == How.NEW) {
      return Optional.empty(); // the call of its constructor follows
    }
    if (PARALLEL.contains(touch.member())
        && touch.owner().startsWith("java/util/")
        && touch.descriptor().startsWith("()")) {
      return Optional.of("a plain stream");
    }
    return RULES.stream().filter(rule -> rule.fits(touch)).map(Rule::instead).findFirst();
  }
}
