package glomers.lessons.stage;

import glomers.node.Node;
import java.util.function.Consumer;

/**
 * One of the two nodes of a lesson.
 *
 * @param type the full name of its class
 * @param does what it does about the matter, as the rest of a sentence that its name begins
 * @param nodes makes a node one of these
 */
public record Variant(String type, String does, Consumer<Node> nodes) {

  /** A variant of this class. */
  public static Variant of(Class<?> type, String does, Consumer<Node> nodes) {
    return new Variant(type.getName(), does, nodes);
  }

  public String name() {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Where the class is, below the root of the project. */
  public String file() {
    return "src/main/java/" + type.replace('.', '/') + ".java";
  }
}
