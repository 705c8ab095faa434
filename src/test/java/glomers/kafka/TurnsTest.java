package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.node.RpcException;
import glomers.node.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final World world = new World();
  private final Turns turns = new Turns(world.node());
  private final List<String> events = new ArrayList<>();

  /** From {@code second} on, somebody wants a turn within 4 s, to work for so many seconds. */
  private void comes(String name, int second, int work) {
    world
        .host()
        .start(
            name,
            Duration.ofSeconds(second),
            () -> {
              try {
                turns.inTurn(
                    Duration.ofSeconds(4),
                    rest -> {
                      events.add(name + " begins");
                      world.node().sleep(Duration.ofSeconds(work));
                      return events.add(name + " ends");
                    });
              } catch (RpcException e) {
                events.add(name + " gives up: " + e.code());
              }
            });
  }

  @Test
  void whoGivesUpDoesNotLetThoseBehindHimBegin() {
    world.runInitialised(() -> {
      comes("a", 0, 5);
      comes("b", 1, 1);
      comes("c", 4, 1);
      comes("d", 5, 1);
      world.sleep(Duration.ofSeconds(20));
      assertEquals(
          "[a begins, b gives up: 11, a ends, c begins, c ends, d begins, d ends]",
          events.toString());
    });
  }

  @Test
  void whatFailsGivesUpItsTurn() {
    world.runInitialised(() -> {
      world
          .host()
          .start(
              "a",
              () -> {
                try {
                  turns.inTurn(
                      Duration.ofSeconds(4),
                      rest -> {
                        world.node().sleep(Duration.ofSeconds(2));
                        throw new RpcException(13, "of purpose");
                      });
                } catch (RpcException e) {
                  events.add("a fails");
                }
              });
      comes("b", 1, 1);
      world.sleep(Duration.ofSeconds(10));
      comes("c", 0, 1);
      world.sleep(Duration.ofSeconds(10));
      assertEquals("[a fails, b begins, b ends, c begins, c ends]", events.toString());
    });
  }
}
