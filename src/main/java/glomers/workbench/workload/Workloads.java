package glomers.workbench.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The workloads by name. */
public final class Workloads {
  private static final Map<String, Function<Parameters, Workload>> MAKERS = makers();

  private Workloads() {}

  private static Map<String, Function<Parameters, Workload>> makers() {
    Map<String, Function<Parameters, Workload>> makers = new LinkedHashMap<>();
    makers.put("broadcast", SetWorkload::broadcast);
    makers.put("echo", EchoWorkload::new);
    makers.put("g-counter", CounterWorkload::growing);
    makers.put("g-set", SetWorkload::growOnly);
    makers.put("kafka", KafkaWorkload::new);
    makers.put("lin-kv", LinKvWorkload::new);
    makers.put("pn-counter", CounterWorkload::upAndDown);
    makers.put("txn-list-append", ListAppendWorkload::new);
    makers.put("txn-rw-register", TxnWorkload::new);
    makers.put("unique-ids", UniqueIdsWorkload::new);
    return makers;
  }

  /** The names of those there are. */
  public static Set<String> names() {
    return MAKERS.keySet();
  }

  /** A new workload of this name, for one run; empty if there is none. */
  public static Optional<Workload> create(String name, Parameters parameters) {
    return Optional.ofNullable(MAKERS.get(name)).map(maker -> maker.apply(parameters));
  }
}
