package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many events of each origin somebody has seen (Parker et al., "Detection of Mutual
 * Inconsistency in Distributed Systems", 1983). Immutable. An origin that is not named has count 0.
 *
 * <p>Two arrays in the order of names, since every message carries one of these and with 1,000
 * nodes there are 1,000 names in it: whatever is done with two vectors is one pass over both.
 */
public final class VersionVector {
  /** Nothing seen. */
  public static final VersionVector EMPTY = new VersionVector(new String[0], new long[0], 0);

  private static final long MOST = 1L << 53;

  private final String[] names; // in order, without repetition
  private final long[] counts; // all positive
  private final int size;

  private VersionVector(String[] names, long[] counts, int size) {
    this.names = names;
    this.counts = counts;
    this.size = size;
  }

  /** Copies the counts and leaves out zeros. Refuses negative ones. */
  public static VersionVector of(SortedMap<String, Long> map) {
    String[] names = new String[map.size()];
    long[] counts = new long[map.size()];
    int size = 0;
    for (Map.Entry<String, Long> each : map.entrySet()) {
      if (each.getValue() < 0) {
        throw new IllegalArgumentException("a count is negative: " + each.getValue());
      }
      if (each.getValue() > 0) {
        names[size] = each.getKey();
        counts[size++] = each.getValue();
      }
    }
    return new VersionVector(names, counts, size);
  }

  /** The first so many events of one origin. */
  static VersionVector of(String origin, long count) {
    return new VersionVector(new String[] {origin}, new long[] {count}, 1);
  }

  /** How many origins are named. */
  int size() {
    return size;
  }

  /** The name of the origin at this place in their order. */
  String name(int place) {
    return names[place];
  }

  /** How many events of the origin at this place. */
  long count(int place) {
    return counts[place];
  }

  // Nearly always it is the same string: origins are passed on as they came.
  @SuppressWarnings({"StringEquality", "ReferenceEquality"})
  private static int order(String one, String other) {
    return one == other ? 0 : one.compareTo(other);
  }

  /** By origin, in the order of their names; all positive. */
  public SortedMap<String, Long> counts() {
    SortedMap<String, Long> map = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      map.put(names[i], counts[i]);
    }
    return Collections.unmodifiableSortedMap(map);
  }

  /** How many events of this origin. */
  public long get(String origin) {
    int at = Arrays.binarySearch(names, 0, size, origin);
    return at < 0 ? 0 : counts[at];
  }

  /** Looks origins up one after the other, in the order of their names, in one pass over all. */
  Lookup lookup() {
    return new Lookup();
  }

  /** See {@link #lookup}. */
  final class Lookup {
    private int next;

    /** How many events of this origin, whose name comes after the last one asked for. */
    long get(String origin) {
      int order = orderOfNext(origin); // nearly always 0: who asks knows the same origins
      if (order < 0) {
        next++;
        order = orderOfNext(origin);
      }
      if (order < 0) {
        int at = Arrays.binarySearch(names, next, size, origin);
        next = at < 0 ? ~at : at;
        order = at < 0 ? 1 : 0;
      }
      return order == 0 ? counts[next++] : 0;
    }

    /** Behind the last one nothing is before anything. */
    private int orderOfNext(String origin) {
      return next < size ? order(names[next], origin) : 1;
    }
  }

  /** The same but for one origin. */
  public VersionVector with(String origin, long count) {
    SortedMap<String, Long> changed = new TreeMap<>(counts());
    changed.put(origin, count);
    return of(changed);
  }

  /** The least vector that includes both: the maximum of each count. */
  public VersionVector join(VersionVector other) {
    if (includes(other)) {
      return this;
    } else if (other.includes(this)) {
      return other;
    }
    String[] joined = new String[size + other.size];
    long[] greatest = new long[size + other.size];
    int to = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < size || theirs < other.size) {
      int order =
          mine == size ? 1 : theirs == other.size ? -1 : order(names[mine], other.names[theirs]);
      joined[to] = order <= 0 ? names[mine] : other.names[theirs];
      long left = order <= 0 ? counts[mine++] : 0;
      long right = order >= 0 ? other.counts[theirs++] : 0;
      greatest[to++] = Math.max(left, right);
    }
    return new VersionVector(joined, greatest, to);
  }

  /** Whether everything that {@code other} has seen is in here. */
  public boolean includes(VersionVector other) {
    if (this == other) {
      return true;
    }
    if (other.size > size) {
      return false;
    }
    Lookup mine = lookup();
    for (int i = 0; i < other.size; i++) {
      if (mine.get(other.names[i]) < other.counts[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether each event that {@code other} has seen is here or in {@code more}. */
  public boolean includesWith(VersionVector more, VersionVector other) {
    Lookup mine = lookup();
    Lookup theirs = more.lookup();
    for (int i = 0; i < other.size; i++) {
      String origin = other.names[i];
      if (Math.max(mine.get(origin), theirs.get(origin)) < other.counts[i]) {
        return false;
      }
    }
    return true;
  }

  /** As a JSON object, origin to count. */
  public ObjectNode toJson() {
    // As large as needed, and without looking whether a name is there already.
    Map<String, JsonNode> fields = LinkedHashMap.newLinkedHashMap(size);
    for (int i = 0; i < size; i++) {
      boolean small = counts[i] == (int) counts[i];
      fields.put(names[i], small ? IntNode.valueOf((int) counts[i]) : LongNode.valueOf(counts[i]));
    }
    return new ObjectNode(JsonNodeFactory.instance, fields);
  }

  /** Reads what {@link #toJson} wrote; what is no positive count up to 2^53 is taken for 0. */
  public static VersionVector of(JsonNode json) {
    String[] names = new String[json.size()];
    long[] counts = new long[json.size()];
    int size = 0;
    boolean inOrder = true;
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      long count = each.getValue().canConvertToLong() ? each.getValue().asLong(0) : 0;
      // Nobody counts that far, and to a larger one nothing could be added.
      if (count > 0 && count <= MOST) {
        inOrder &= size == 0 || names[size - 1].compareTo(each.getKey()) < 0;
        names[size] = each.getKey();
        counts[size++] = count;
      }
    }
    VersionVector read = new VersionVector(names, counts, size);
    return inOrder ? read : of(read.counts());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionVector vector
        && Arrays.equals(names, 0, size, vector.names, 0, vector.size)
        && Arrays.equals(counts, 0, size, vector.counts, 0, vector.size);
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * (31 * hash + names[i].hashCode()) + Long.hashCode(counts[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    return counts().toString();
  }
}
