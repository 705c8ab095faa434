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
    return getCause() instanceof OutOfMemoryError
        ? outOfMemory()
        : "The workbench itself failed, which says nothing about the nodes: " + getCause();
  }

  /** What to tell a person when there was not enough memory, whoever needed it. */
  public static String outOfMemory() {
    return "Out of memory: the workbench's heap may not grow beyond %,d MB, which says nothing about"
            .formatted(Runtime.getRuntime().maxMemory() >> 20)
        + " the nodes.\nGive it more (JAVA_TOOL_OPTIONS=-Xmx4g), or ask for less: a lower --rate or"
        + " --time-limit.";
  }
}
