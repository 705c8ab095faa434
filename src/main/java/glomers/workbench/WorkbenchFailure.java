package glomers.workbench;

/** The workbench itself failed, which says nothing about the nodes. */
public final class WorkbenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Wraps what was thrown. */
  public WorkbenchFailure(Throwable cause) {
    super("the workbench itself failed: " + cause, cause);
  }

  /** What to tell a person, in one or two lines. */
  public String inWords() {
    return isOutOfMemory(this)
        ? outOfMemory()
        : "The workbench itself failed, which says nothing about the nodes: " + getCause();
  }

  /** Whether this comes of there being no memory left. */
  public static boolean isOutOfMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** What to tell a person when there was not enough memory, whoever needed it. */
  public static String outOfMemory() {
    return "Out of memory: the workbench's heap may not grow beyond %,d MB, which says nothing about"
            .formatted(Runtime.getRuntime().maxMemory() >> 20)
        + " the nodes.\nGive it more (JAVA_TOOL_OPTIONS=-Xmx8g gives 8 GB), or ask for less: fewer"
        + " nodes or workers, a lower --rate or --time-limit.";
  }
}
