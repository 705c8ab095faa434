package glomers.workbench.network;

import java.util.Locale;

/** Why a message did not arrive. */
public enum Drop {
  /** The link was cut. */
  PARTITION,
  /** The network lost it, as {@code --loss} asked for. */
  LOSS,
  /** Its receiver had gone, or was so far behind that it takes no more. */
  RECEIVER;

  /** The name in results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
