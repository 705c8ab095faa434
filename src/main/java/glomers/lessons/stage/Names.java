package glomers.lessons.stage;

import java.util.Comparator;

/**
 * Who is who on the network, by name: clients are c0, c1, …, nodes n0, n1, …, the rest services.
 */
final class Names {
  /** Clients, then nodes, then services; n2 before n10. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(Names::rank)
          .thenComparingInt(String::length)
          .thenComparing(Comparator.naturalOrder());

  private Names() {}

  static boolean isClient(String name) {
    return name.matches("c\\d+");
  }

  static boolean isNode(String name) {
    return name.matches("n\\d+");
  }

  /** Whether it is neither of both. */
  static boolean isService(String name) {
    return rank(name) == 2;
  }

  private static int rank(String name) {
    return isClient(name) ? 0 : isNode(name) ? 1 : 2;
  }
}
