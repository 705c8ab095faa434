package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which worker uses which key of lin-kv. */
class KeyGroupsTest {

  @Test
  void twoWorkersOfEachNodeShareAKey() {
    KeyGroups groups = new KeyGroups(3, 12, false);
    for (int worker = 0; worker < 12; worker++) {
      assertEquals(worker / 6, groups.key(worker));
      assertEquals(worker % 6 < 3, groups.onlyReads(worker), "worker " + worker);
    }
  }

  @Test
  void inMaelstromOnlyTheFirstGroupReads() {
    KeyGroups groups = new KeyGroups(3, 12, true);
    assertTrue(groups.onlyReads(2));
    assertFalse(groups.onlyReads(3));
    assertFalse(groups.onlyReads(6));
  }

  @Test
  void moreThanTwentyProcessesGiveAKeyUpForTheNextThatNobodyUses() {
    KeyGroups groups = new KeyGroups(2, 8, false);
    for (int crash = 0; crash < 16; crash++) {
      groups.crashed(4);
      assertEquals(1, groups.key(5));
    }
    groups.crashed(4);
    assertEquals(2, groups.key(5));
    assertEquals(2, groups.key(4));
    assertEquals(0, groups.key(0));
  }

  @Test
  void elevenNodesDoNotGiveUpKeysBeforeTheirFirstOperation() {
    assertEquals(0, new KeyGroups(11, 22, false).key(3));
  }

  @Test
  void fewWorkersAreOneGroup() {
    KeyGroups groups = new KeyGroups(5, 5, false);
    assertEquals(0, groups.key(4));
    assertTrue(groups.onlyReads(1));
    assertFalse(groups.onlyReads(2));
  }
}
