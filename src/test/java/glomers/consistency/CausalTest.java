package glomers.consistency;

import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Json;
import glomers.node.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One node, n1 of three, and a test in the role of the others and of a client. */
class CausalTest {
  private final World world = new World();
  private long has;

  private List<String> told(String peer) {
    int before = world.lines().size();
    world.deliver("c1", "{'type':'txn','msg_id':77,'txn':[['w','x',1]]}");
    world.sleep(Duration.ofSeconds(1));
    return world.lines().subList(before, world.lines().size()).stream()
        .filter(line -> line.startsWith("n1>" + peer + " "))
        .toList();
  }

  @Test
  void whoWasRestartedIsToldFromTheBeginning() {
    world.run(() -> {
      new Causal(world.node());
      world.deliver(Json.init());
      world.settle();
      world.serve(request -> Json.object("{'type':'causal_ok'}").put("has", has));
      has = 1;
      assertTrue(told("n2").getFirst().contains("'from':0"));
      has = 0; // n2 has forgotten all, and lacks what comes before what it is told now
      told("n2");
      has = 3;
      assertTrue(told("n2").getFirst().contains("'from':0"), world.lines()::toString);
    });
  }
}
