package glomers.lessons;

/**
 * A lesson: two nodes that differ in one thing, what they are put through, and who tells them
 * apart.
 *
 * @param words what it says
 * @param setting what both variants are put through
 * @param broken the variant that must be caught
 * @param ours the one that must not
 * @param judge who tells
 * @param place where in our code the difference is
 */
public record Lesson(
    Words words, Setting setting, Variant broken, Variant ours, Judge judge, Place place) {

  /** The name on the command line. */
  public String name() {
    return words.name();
  }

  /** What goes wrong, in a few words. */
  public String title() {
    return words.title();
  }
}
