package glomers.workbench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a JSON value must look like. */
public interface Shape {

  /** What is wrong with this value, for a person, or empty if it fits. */
  Optional<String> mismatch(JsonNode value);

  /** The shape in words, e.g. {@code a whole number}. */
  String words();

  /** Anything, null included. */
  static Shape any() {
    return of("any value", value -> true);
  }

  /** A number without a fraction. */
  static Shape integer() {
    return of("a whole number", JsonNode::isIntegralNumber);
  }

  /** Exactly this string. */
  static Shape exactly(String text) {
    return of("\"" + text + "\"", value -> value.isTextual() && value.textValue().equals(text));
  }

  /** An array whose elements have this shape. As in Maelstrom, null passes for an empty one. */
  static Shape arrayOf(Shape element) {
    return new Shape() {
      @Override
      public Optional<String> mismatch(JsonNode value) {
        if (value.isNull()) {
          return Optional.empty();
        }
        if (!value.isArray()) {
          return Optional.of("is not " + words());
        }
        for (int i = 0; i < value.size(); i++) {
          Optional<String> wrong = element.mismatch(value.get(i));
          if (wrong.isPresent()) {
            return Optional.of("[" + i + "] " + wrong.get());
          }
        }
        return Optional.empty();
      }

      @Override
      public String words() {
        return "an array of " + element.words();
      }
    };
  }

  /** An array of exactly these, in this order. */
  static Shape tuple(Shape... elements) {
    return new Shape() {
      @Override
      public Optional<String> mismatch(JsonNode value) {
        if (!value.isArray() || value.size() != elements.length) {
          return Optional.of("is not " + words());
        }
        for (int i = 0; i < elements.length; i++) {
          Optional<String> wrong = elements[i].mismatch(value.get(i));
          if (wrong.isPresent()) {
            return Optional.of("[" + i + "] " + wrong.get());
          }
        }
        return Optional.empty();
      }

      @Override
      public String words() {
        return "an array ["
            + String.join(", ", List.of(elements).stream().map(Shape::words).toList())
            + "]";
      }
    };
  }

  /** An object with any keys, whose values have this shape. */
  static Shape objectOf(Shape element) {
    return new Shape() {
      @Override
      public Optional<String> mismatch(JsonNode value) {
        if (!value.isObject()) {
          return Optional.of("is not " + words());
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
          Optional<String> wrong = element.mismatch(field.getValue());
          if (wrong.isPresent()) {
            return Optional.of("[\"" + field.getKey() + "\"] " + wrong.get());
          }
        }
        return Optional.empty();
      }

      @Override
      public String words() {
        return "an object of " + element.words();
      }
    };
  }

  /** One of these; for steps of a transaction that differ by their first element. */
  static Shape either(Shape... shapes) {
    return of(
        String.join(" or ", List.of(shapes).stream().map(Shape::words).toList()),
        value -> List.of(shapes).stream().anyMatch(shape -> shape.mismatch(value).isEmpty()));
  }

  private static Shape of(String words, Predicate<JsonNode> test) {
    return new Shape() {
      @Override
      public Optional<String> mismatch(JsonNode value) {
        return test.test(value) ? Optional.empty() : Optional.of("is not " + words);
      }

      @Override
      public String words() {
        return words;
      }
    };
  }
}
