package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ShardTest {

  @Test
  void shardsHaveEachSeedOnceAndDifferByOneRunAtMost() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 2_000; round++) {
      int of = random.nextInt(1, 200);
      int seeds = random.nextInt(of, round % 10 == 0 ? Integer.MAX_VALUE : 3_000);
      int next = 0;
      for (int index = 1; index <= of; index++) {
        Shard shard = new Shard(index, of);
        assertEquals(next, shard.skipped(seeds), shard + " of " + seeds);
        assertTrue(Math.abs(shard.size(seeds) - seeds / of) <= 1, shard + " of " + seeds);
        next += shard.size(seeds);
      }
      assertEquals(seeds, next, of + " shards");
    }
  }

  @Test
  void aJobsIndexChoosesTheShard() throws Shard.BadShard {
    assertEquals(new Shard(1, 40), Shard.ofJob(40, Map.of("JOB_COMPLETION_INDEX", "0")));
    assertEquals(new Shard(40, 40), Shard.ofJob(40, Map.of("JOB_COMPLETION_INDEX", "39")));
    assertEquals(new Shard(40, 40), Shard.ofJob(40, Map.of("CI_NODE_INDEX", "40")));
  }

  @Test
  void whatChoosesNoShardIsRefusedInALine() {
    refused("--shard 3/2: there are the shards 1 to 2.", () -> Shard.of("3/2"));
    refused("--shard 0/2: there are the shards 1 to 2.", () -> Shard.of("0/2"));
    refused("--shard 1: which one and of how many, such as 3/40.", () -> Shard.of("1"));
    refused("--shard -1/2: which one and of how many, such as 3/40.", () -> Shard.of("-1/2"));
    String unclear =
        "--shards 4: of JOB_COMPLETION_INDEX and CI_NODE_INDEX exactly one must be set; else say"
            + " which shard this is: --shard 1/4.";
    refused(unclear, () -> Shard.ofJob(4, Map.of()));
    refused(
        unclear, () -> Shard.ofJob(4, Map.of("JOB_COMPLETION_INDEX", "0", "CI_NODE_INDEX", "1")));
    refused(
        "--shards 4 with JOB_COMPLETION_INDEX=4: there are the shards 1 to 4.",
        () -> Shard.ofJob(4, Map.of("JOB_COMPLETION_INDEX", "4")));
    refused(
        "--shards 4 with CI_NODE_INDEX=one: this must be a number.",
        () -> Shard.ofJob(4, Map.of("CI_NODE_INDEX", "one")));
  }

  private static void refused(String line, Executable shard) {
    assertEquals(line, assertThrows(Shard.BadShard.class, shard).getMessage());
  }
}
