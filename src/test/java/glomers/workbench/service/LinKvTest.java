package glomers.workbench.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.SeededRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** lin-kv is one map, whoever asks. */
class LinKvTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyRequestIsCarriedOutOnTheStateThatTheOneBeforeLeft(long seed) {
    SeededRandom random = SeededRandom.of(seed, "requests");
    LinKv store = new LinKv();
    Map<String, Integer> model = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      Requester requester = Requester.of("n" + random.nextInt(5), store);
      String key = "k" + random.nextInt(3);
      Integer present = model.get(key);
      int value = random.nextInt(4);
      switch (random.nextInt(3)) {
        case 0 ->
            assertEquals(present == null ? "error 20" : "read_ok " + present, requester.read(key));
        case 1 -> {
          requester.write(key, value);
          model.put(key, value);
        }
        default -> {
          int from = random.nextInt(4);
          boolean fits = present != null && present == from;
          String expected = present == null ? "error 20" : fits ? "cas_ok" : "error 22";
          assertEquals(expected, requester.swap(key, from, value));
          if (fits) {
            model.put(key, value);
          }
        }
      }
    }
  }
}
