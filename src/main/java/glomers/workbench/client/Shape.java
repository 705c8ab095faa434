package glomers.workbench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a JSON value must look like.
 *
 * @param words the shape in words, e.g. {@code a whole number}
 * @param check what is wrong with a value, for a person, or empty if it fits
 */
public record Shape(String words, Function<JsonNode, Optional<String>> check) {

  /** What is wrong with this value, for a person, or empty if it fits. */
  Optional<String> mismatch(JsonNode value) {
    return check.apply(value);
  }

  /** Anything, null included. */
  public static Shape any() {
    return of("any value", value -> true);
  }

  /** A number without a fraction. */
  public static Shape integer() {
    return of("a whole number", JsonNode::isIntegralNumber);
  }

  /** Exactly this string. */
  public static Shape exactly(String text) {
    return of("\"" + text + "\"", value -> value.isTextual() && value.textValue().equals(text));
  }

  /** An array whose elements have this shape. As in Maelstrom, null passes for an empty one. */
  public static Shape arrayOf(Shape element) {
    return of("an array of " + element.words, value -> value.isNull() || value.isArray())
        .and(value -> inside(value, i -> element));
  }

  /** An array of exactly these, in this order. */
  public static Shape tuple(Shape... elements) {
    return of(
            "an array [" + joined(", ", elements) + "]",
            value -> value.isArray() && value.size() == elements.length)
        .and(value -> inside(value, i -> elements[i]));
  }

  /** An object with any keys, whose values have this shape. */
  public static Shape objectOf(Shape element) {
    return of("an object of " + element.words, JsonNode::isObject)
        .and(value ->
            value.properties().stream()
                .flatMap(field ->
                    element.mismatch(field.getValue()).stream()
                        .map(wrong -> "[\"" + field.getKey() + "\"] " + wrong))
                .findFirst());
  }

  /** One of these; for steps of a transaction that differ by their first element. */
  public static Shape either(Shape... shapes) {
    return of(
        joined(" or ", shapes),
        value -> Arrays.stream(shapes).anyMatch(shape -> shape.mismatch(value).isEmpty()));
  }

  private static String joined(String between, Shape... shapes) {
    return Arrays.stream(shapes).map(Shape::words).collect(Collectors.joining(between));
  }

  private static Shape of(String words, Predicate<JsonNode> test) {
    return new Shape(
        words, value -> test.test(value) ? Optional.empty() : Optional.of("is not " + words));
  }

  /** The same, and then what it holds must fit, too. */
  private Shape and(Function<JsonNode, Optional<String>> inside) {
    return new Shape(words, value -> mismatch(value).or(() -> inside.apply(value)));
  }

  /** What is wrong with the first element of an array that does not have its shape. */
  private static Optional<String> inside(JsonNode array, IntFunction<Shape> shapes) {
    for (int i = 0; i < array.size(); i++) {
      Optional<String> wrong = shapes.apply(i).mismatch(array.get(i));
      if (wrong.isPresent()) {
        return Optional.of("[" + i + "] " + wrong.get());
      }
    }
    return Optional.empty();
  }
}
