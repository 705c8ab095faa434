package glomers.linkv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Body;
import glomers.node.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyTest {
  private final World world = new World();

  private List<String> answers(String request, Duration after) {
    new Proxy(world.node());
    world.runInitialised(() -> {
      world.deliver("c1", request);
      world.sleep(after);
    });
    return world.lines().stream().filter(line -> line.contains(">c1 ")).toList();
  }

  @Test
  void anAnswerOfTheServiceIsPassedOn() {
    world.serve(request -> Body.of("read_ok").put("value", 3));
    assertEquals(
        List.of("n1>c1 {'type':'read_ok','value':3,'in_reply_to':7}"),
        answers("{'type':'read','key':1,'msg_id':7}", Duration.ofMillis(1)));
  }

  @Test
  void soIsAnErrorOfTheService() {
    world.serve(request -> Body.error(22, "no"));
    List<String> answers =
        answers("{'type':'cas','key':1,'from':1,'to':2,'msg_id':7}", Duration.ofMillis(1));
    assertEquals(1, answers.size());
    assertTrue(answers.getFirst().contains("'code':22"), answers::getFirst);
  }

  @Test
  void aSilentServiceIsAnsweredOnceAndAsIndefinite() {
    List<String> answers =
        answers("{'type':'write','key':1,'value':2,'msg_id':7}", Duration.ofSeconds(20));
    assertEquals(1, answers.size());
    assertTrue(answers.getFirst().contains("'code':0"), answers::getFirst);
  }
}
