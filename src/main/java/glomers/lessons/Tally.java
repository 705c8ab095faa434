package glomers.lessons;

import java.util.concurrent.atomic.AtomicLong;

/** What the nodes of one run count themselves, because nobody could see it from outside. */
record Tally(AtomicLong comparisons) {
  Tally() {
    this(new AtomicLong());
  }
}
