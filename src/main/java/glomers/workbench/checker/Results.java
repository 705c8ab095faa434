package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code results.edn} holds.
 *
 * @param validity the verdict over all
 * @param entries everything, {@code :valid?} included
 */
public record Results(Validity validity, Map<Keyword, Object> entries) {

  /** The value found by following these names, if it is there. */
  public Optional<Object> find(String... names) {
    Object here = entries;
    for (String name : names) {
      here = here instanceof Map<?, ?> map ? map.get(Keyword.of(name)) : null;
    }
    return Optional.ofNullable(here);
  }

  /** The number found by following these names, if there is one. */
  public OptionalDouble number(String... names) {
    return find(names).orElse(null) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** The whole number found by following these names, or 0. */
  public long count(String... names) {
    return find(names).orElse(null) instanceof Number number ? number.longValue() : 0;
  }

  /** Whether the entry of this name is there and not valid. */
  public boolean failed(String... names) {
    String[] path = Arrays.copyOf(names, names.length + 1);
    path[names.length] = "valid?";
    return find(path).filter(Boolean.FALSE::equals).isPresent();
  }
}
