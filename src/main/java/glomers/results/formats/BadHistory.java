package glomers.results.formats;

import java.io.IOException;

/** A file is no history; the message says in one line where and why. */
public final class BadHistory extends IOException {
  private static final long serialVersionUID = 1L;

  BadHistory(long line, String why) {
    super("line " + line + ": " + why);
  }

  BadHistory(String why) {
    super(why);
  }
}
