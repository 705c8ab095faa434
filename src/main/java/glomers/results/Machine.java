package glomers.results;

/**
 * What a run was made on.
 *
 * @param os the operating system with its version and architecture
 * @param processors how many the JVM could use
 * @param memoryBytes the machine's, or that of the container that the JVM sees
 */
public record Machine(String os, int processors, long memoryBytes) {
  /** In a few words, e.g. {@code Linux 6.8 amd64, 2 processors, 7.8 GB}. */
  @Override
  public String toString() {
    return "%s, %d processor%s, %.1f GB"
        .formatted(os, processors, processors == 1 ? "" : "s", memoryBytes / 1e9);
  }
}
