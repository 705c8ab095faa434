package glomers.workbench.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.node.Body;
import glomers.node.Message;
import org.junit.jupiter.api.Test;

/** lin-tso counts. */
class LinTsoTest {

  @Test
  void timestampsCountFromZeroWhoeverAsks() {
    LinTso oracle = new LinTso();
    for (int i = 0; i < 10; i++) {
      Message request = new Message("n" + i % 3, "lin-tso", Body.of("ts").put("msg_id", i));
      assertEquals(Body.of("ts_ok").put("ts", (long) i), oracle.handle(request).orElseThrow());
    }
  }
}
