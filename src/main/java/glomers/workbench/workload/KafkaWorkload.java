package glomers.workbench.workload;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.kafka.KafkaChecker;
import glomers.workbench.client.Client;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Messages appended to logs must be found there, in one order, by whoever reads them. */
final class KafkaWorkload implements Workload {
  /** One in so many operations is replaced by an assignment of its key. */
  private static final int ASSIGNMENTS = 64;

  /** One in so many assignments takes in all keys with messages that nobody has polled. */
  private static final int WIDE_ASSIGNMENTS = 3;

  /** How often each worker's client crashes, on average: every 30 s. */
  private static final double CRASH_NANOS = 30e9;

  private static final Keyword UNSEEN = Keyword.of("unseen");

  private final Parameters parameters;
  private final KnownOffsets known = new KnownOffsets();
  private final LastPolls lastPolls;

  KafkaWorkload(Parameters parameters) {
    this.parameters = parameters;
    this.lastPolls = new LastPolls(parameters.host(), parameters.random(), known);
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Generator operations() {
    RandomGenerator random = parameters.random();
    KeyPool keys = new KeyPool(random, parameters.keyCount(), parameters.maxWritesPerKey());
    double crashGap = 2 * CRASH_NANOS / parameters.concurrency();
    return new Generator() {
      private long crashDue = parameters.host().nanoTime();

      @Override
      public Optional<Invocation> next(Caller caller) {
        if (parameters.host().nanoTime() - crashDue >= 0) {
          crashDue += (long) (random.nextDouble() * crashGap);
          return Optional.of(Invocation.of(LogSession.CRASH, null));
        }
        return Optional.of(sendOrPoll(random, keys));
      }
    };
  }

  private Invocation sendOrPoll(RandomGenerator random, KeyPool keys) {
    Invocation invocation;
    String key;
    if (random.nextBoolean()) {
      KeyPool.NextWrite write = keys.write();
      key = Long.toString(write.key());
      invocation = send(key, write.value());
    } else {
      key = Long.toString(keys.key());
      invocation = LastPolls.poll();
    }
    return random.nextInt(ASSIGNMENTS) == 0
        ? assign(key, random.nextInt(WIDE_ASSIGNMENTS) == 0)
        : invocation;
  }

  private static Invocation send(String key, Object message) {
    return Invocation.of(LogSession.SEND, List.of(Arrays.asList(LogSession.SEND, key, message)));
  }

  private Invocation assign(String key, boolean wide) {
    if (!wide) {
      return Invocation.of(LogSession.ASSIGN, List.of(key));
    }
    Map<Object, Object> unseen = new LinkedHashMap<>();
    List<String> keys = known.unseen(unseen);
    List<String> all = keys.contains(key) ? keys : KnownOffsets.plus(keys, key);
    return new Invocation(LogSession.ASSIGN, all, Map.of(UNSEEN, unseen));
  }

  @Override
  public Optional<Generator> finalOperations() {
    return Optional.of(lastPolls);
  }

  @Override
  public Session open(Client client, String node) {
    return new LogSession(client, node, parameters.compat());
  }

  @Override
  public Set<Keyword> idempotent() {
    return Set.of(LogSession.ASSIGN);
  }

  @Override
  public void completed(Caller caller, Invocation invocation, Completion completion) {
    boolean ok = completion.type() == Type.OK;
    if (invocation.f().equals(LogSession.SEND)) {
      List<?> send = (List<?>) ((List<?>) completion.value()).getFirst();
      if (ok) {
        known.sent((String) send.get(1), (Long) ((List<?>) send.get(2)).getFirst());
      } else if (completion.type() == Type.INFO) {
        known.maybeSent((String) send.get(1));
      }
    } else if (invocation.f().equals(LogSession.POLL) && ok) {
      Map<String, Long> highest = LogSession.highest(completion);
      highest.forEach(known::polled);
      lastPolls.polled(caller, highest);
    }
  }

  @Override
  public List<String> inWords(Results results) {
    return new KafkaInWords(results, Naming.of(parameters), parameters.commits()).lines();
  }

  @Override
  public Checker checker() {
    return new KafkaChecker(parameters.compat(), parameters.commits());
  }
}
