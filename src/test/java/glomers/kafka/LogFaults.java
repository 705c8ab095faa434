package glomers.kafka;

import glomers.simulation.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the nodes of a log have to stand, for some seconds of simulated time. */
enum LogFaults {
  /** Nothing at all. */
  NONE,
  /** A tenth of all messages is lost, a tenth comes twice. */
  LOSS_AND_DUPLICATION,
  /** Nodes do not hear each other for seconds; services hear everybody. */
  PARTITION,
  /** Nodes crash, and come back without a memory. */
  CRASH,
  /** Nodes stand still, and go on as if nothing had been. */
  PAUSE,
  /** All of these. */
  ALL;

  /** Injects faults into the cluster for {@code time}, and leaves it with all nodes running. */
  void inject(Cluster cluster, Duration time) {
    RandomGenerator random = cluster.clients().random();
    List<String> names = cluster.names();
    if (this == LOSS_AND_DUPLICATION || this == ALL) {
      cluster.network().loss(0.1);
      cluster.network().duplication(0.1);
    }
    Duration end = cluster.simulation().now().plus(time);
    while (cluster.simulation().now().compareTo(end) < 0) {
      cluster.sleep(Duration.ofMillis(random.nextInt(1_000)));
      String victim = names.get(random.nextInt(names.size()));
      int kind = random.nextInt(3);
      if (this == PARTITION || this == ALL && kind == 0) {
        cluster
            .network()
            .partition(
                List.of(victim), names.stream().filter(name -> !name.equals(victim)).toList());
        cluster.sleep(Duration.ofMillis(random.nextInt(3_000)));
        cluster.network().heal();
      } else if (this == CRASH || this == ALL && kind == 1) {
        cluster.kill(victim);
        cluster.sleep(Duration.ofMillis(random.nextInt(500)));
        cluster.restart(victim);
      } else if (this == PAUSE || this == ALL) {
        cluster.host(victim).pause();
        cluster.sleep(Duration.ofMillis(random.nextInt(2_000)));
        cluster.host(victim).resume();
      }
    }
    cluster.network().loss(0);
    cluster.network().duplication(0);
  }
}
