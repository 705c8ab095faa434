package glomers.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All lessons, in the order in which the blog comes to them. */
public final class Lessons {
  /** The seed that is taken unless another one is given. */
  public static final long SEED = 1;

  private Lessons() {}

  /** All of them. */
  public static List<Lesson> all() {
    List<Lesson> all = new ArrayList<>(GossipLessons.all());
    all.addAll(CounterLessons.all());
    return List.copyOf(all);
  }

  /** The lesson of this name. */
  public static Optional<Lesson> named(String name) {
    return all().stream().filter(lesson -> lesson.name().equals(name)).findFirst();
  }
}
