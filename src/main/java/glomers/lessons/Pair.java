package glomers.lessons;

/**
 * A lesson by a pair of nodes, a plain one that makes one mistake, and ours: what they are put
 * through, and who tells them apart.
 *
 * @param words what it says
 * @param setting what both variants are put through
 * @param broken the variant that must be caught
 * @param ours the one that must not
 * @param judge who tells
 * @param place where in our code the difference is
 */
record Pair(Words words, Setting setting, Variant broken, Variant ours, Judge judge, Place place)
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
  public Showing show(long seed) {
    return Demonstration.of(this, seed);
  }
}
