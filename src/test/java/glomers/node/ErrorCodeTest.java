package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodeTest {

  @ParameterizedTest
  @CsvSource({
    "0, timeout, false",
    "1, node-not-found, true",
    "10, not-supported, true",
    "11, temporarily-unavailable, true",
    "12, malformed-request, true",
    "13, crash, false",
    "14, abort, true",
    "20, key-does-not-exist, true",
    "21, key-already-exists, true",
    "22, precondition-failed, true",
    "30, txn-conflict, true"
  })
  void codesHaveTheNamesAndPromisesOfTheProtocol(int number, String label, boolean definite) {
    ErrorCode code = ErrorCode.of(number).orElseThrow();
    assertEquals(number, code.code());
    assertEquals(label, code.label());
    assertEquals(definite, code.definite());
    RpcException thrown = new RpcException(code, "why");
    assertTrue(thrown.is(code));
    assertEquals(definite, thrown.definite());
    assertEquals(label + " (" + number + "): why", thrown.toString());
  }

  @Test
  void thereAreNoOthers() {
    assertEquals(11, ErrorCode.values().length);
    assertEquals(Optional.empty(), ErrorCode.of(2));
    assertEquals(Optional.empty(), ErrorCode.of(-1));
  }

  @Test
  void anUnknownCodePromisesNothing() {
    assertFalse(new RpcException(1_000, "ours").definite());
    assertEquals("error (1000): ours", new RpcException(1_000, "ours").toString());
  }
}
