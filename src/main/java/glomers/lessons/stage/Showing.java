package glomers.lessons.stage;

import java.util.List;

/** A lesson that was carried out. */
public interface Showing {

  /** The lesson's name. */
  String name();

  /** Whether it shows what it says: the broken one was caught, and ours passed. */
  boolean holds();

  /**
   * Everything a person wants to see.
   *
   * @param longer whether to tell the whole story, with more of the messages
   */
  List<String> lines(boolean longer);
}
