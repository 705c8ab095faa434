package glomers.workbench.service;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The services that every run has. */
public final class Services {
  /** Their names on the network. */
  public static final Set<String> NAMES = Set.of(LinKv.NAME, SeqKv.NAME, LwwKv.NAME, LinTso.NAME);

  private Services() {}

  /**
   * New ones, one of each name.
   *
   * @param random draws what is left to chance: how stale a read is, which write is lost
   * @param compat whether {@code seq-kv} goes back where Maelstrom's does
   */
  public static List<Service> all(RandomGenerator random, boolean compat) {
    return List.of(new LinKv(), new SeqKv(random, compat), new LwwKv(random), new LinTso());
  }
}
