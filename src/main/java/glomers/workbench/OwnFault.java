package glomers.workbench;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What goes wrong in the workbench itself: a thread of its own that dies leaves messages
 * undelivered or unread, which must not be blamed on nodes. Safe for use by many threads.
 */
public final class OwnFault {
  private final AtomicReference<Throwable> first = new AtomicReference<>();
  private volatile Runnable whenFirst = () -> {};

  /** Notes what was thrown where nothing should be. */
  public void note(Throwable thrown) {
    if (first.compareAndSet(null, thrown)) {
      whenFirst.run();
    }
  }

  /** What to do about the first of them; done at once if there was one already. */
  public void whenFirst(Runnable deed) {
    whenFirst = deed;
    if (first.get() != null) {
      deed.run();
    }
  }

  /** The first of them, if there was any. */
  public Optional<Throwable> first() {
    return Optional.ofNullable(first.get());
  }
}
