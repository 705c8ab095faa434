package glomers.lessons;

import glomers.lessons.broken.LookUps;
import glomers.node.Node;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One of the two nodes of a lesson.
 *
 * @param place the class that it is
 * @param does what it does about the matter, as the rest of a sentence that its name begins
 * @param nodes makes a node one of these
 */
record Variant(String place, String does, Function<LookUps, Consumer<Node>> nodes) {

  static Variant of(Class<?> type, String does, Consumer<Node> nodes) {
    return new Variant(type.getName(), does, lookUps -> nodes);
  }

  static Variant counting(Class<?> type, String does, Function<LookUps, Consumer<Node>> nodes) {
    return new Variant(type.getName(), does, nodes);
  }

  String name() {
    return place.substring(place.lastIndexOf('.') + 1);
  }
}
