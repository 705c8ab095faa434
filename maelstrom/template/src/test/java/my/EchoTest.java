package my;

import static glomers.workbench.nemesis.Fault.LOSS;
import static glomers.workbench.nemesis.Fault.PARTITION;

import glomers.node.Body;
import glomers.testing.Script;
import glomers.testing.Trials;
import org.junit.jupiter.api.Test;

class EchoTest {
  @Test
  void saysWhatItIsTold() {
    Script.play(
        Echo::new,
        script -> {
          script.init("n1");
          script.ask("c1", Body.of("echo").put("echo", "hi")).mustBe("echo_ok");
        });
  }

  @Test
  void isRightWhateverHappens() {
    Trials.of("echo", Echo::new).nodes(3).faults(PARTITION, LOSS).seeds(50).mustBeValid();
  }
}
