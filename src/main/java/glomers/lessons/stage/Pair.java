package glomers.lessons.stage;

/**
 * A lesson by a pair of nodes, one of ours and a copy of it that makes one mistake: what they are
 * put through, and who tells them apart.
 *
 * @param words what it says
 * @param setting what both variants are put through
 * @param broken the variant that must be caught
 * @param ours the one that must not
 * @param judge who tells
 * @param method where in ours the difference is
 */
public record Pair(
    Words words, Setting setting, Variant broken, Variant ours, Judge judge, String method)
    implements Lesson {

  @Override
  public String name() {
    return words.name();
  }

  @Override
  public String title() {
    return words.title();
  }

  @Override
  public Demonstration show(long seed) {
    return new Demonstration(this, seed);
  }
}
