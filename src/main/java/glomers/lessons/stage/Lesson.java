package glomers.lessons.stage;

/** Something to be learned by watching it break. Immutable; may be shown many times at once. */
public interface Lesson {

  /** The name on the command line. */
  String name();

  /** What goes wrong, in a few words. */
  String title();

  /** Carries it out. The same seed gives the same, word for word. */
  Showing show(long seed);
}
