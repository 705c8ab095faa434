package glomers.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How a restarted node makes itself known. First to somebody who sends it what it has forgotten:
 * its own server if it has one, and others in turn as long as that is silent. Then to its clients,
 * who believe that it has what it only had. In this order, or each of them would send it
 * everything. Times are nanoseconds. For one task.
 */
final class Introduction {
  private static final long NEVER = Link.NEVER;

  private final Overlay overlay;
  private final Function<String, Link> links;
  private final long retry;
  private long nextAt = NEVER;
  private boolean known;
  private List<Link> greeted = List.of();
  private int tries;

  Introduction(Overlay overlay, Function<String, Link> links, long retry) {
    this.overlay = overlay;
    this.links = links;
    this.retry = retry;
  }

  void begin(long now) {
    nextAt = now;
  }

  /**
   * Whether this is going on, and the peer does not know yet and will be told. Nobody else is kept
   * waiting: the one who is still missing may be away for long.
   */
  boolean concerns(Link peer) {
    return nextAt != NEVER && !peer.acquainted && (peer.client || greeted.contains(peer));
  }

  /** A peer has shown that it knows. */
  void acquainted(long now) {
    if (nextAt != NEVER && !known) {
      known = true;
      nextAt = now;
    }
  }

  /** A peer takes this node for the one that was here before, and must be told again. */
  void mistaken(Link peer, long now) {
    if (greeted.contains(peer)) {
      greeted = List.of();
      nextAt = now;
    }
  }

  /** When somebody is due next. */
  long nextAt() {
    return nextAt == NEVER ? Long.MAX_VALUE : nextAt;
  }

  /** To whom this node must make itself known now. */
  List<Link> due(long now) {
    if (nextAt == NEVER || now - nextAt < 0) {
      return List.of();
    }
    if (!greeted.isEmpty()) {
      tries++; // they have not answered, so it is the next one's turn
    }
    List<Link> strangers = strangers();
    nextAt = strangers.isEmpty() ? NEVER : now + retry;
    greeted = strangers;
    return strangers;
  }

  private List<Link> strangers() {
    List<String> names = new ArrayList<>();
    if (!overlay.servers().isEmpty()) {
      names.add(overlay.servers().get(0));
    }
    if (known) {
      names.addAll(overlay.clients());
    } else {
      List<String> anybody = overlay.servers().isEmpty() ? overlay.clients() : overlay.servers();
      anybody.stream().skip(tries % Math.max(1, anybody.size())).limit(1).forEach(names::add);
    }
    return names.stream().distinct().map(links).filter(link -> !link.acquainted).toList();
  }
}
