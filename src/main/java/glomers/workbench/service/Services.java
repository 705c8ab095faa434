package glomers.workbench.service;

import java.util.List;
import java.util.random.RandomGenerator;

/** The services that every run has. */
public final class Services {
  private Services() {}

  /**
   * New ones: {@code lin-kv}, {@code seq-kv}, {@code lww-kv} and {@code lin-tso}.
   *
   * @param random draws what is left to chance: how stale a read is, which write is lost
   * @param compat whether {@code seq-kv} goes back where Maelstrom's does
   */
  public static List<Service> all(RandomGenerator random, boolean compat) {
    return List.of(
        new LinKv(),
        compat ? SeqKv.wrapping(random) : SeqKv.monotonic(random),
        new LwwKv(random),
        new LinTso());
  }
}
