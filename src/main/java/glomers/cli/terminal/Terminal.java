package glomers.cli.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** What our output goes to. */
final class Terminal {
  private Terminal() {}

  /**
   * Whether a person sees stdout at once. The JDK can only tell from 22 on, so a shell is asked.
   */
  static boolean isStdout() {
    try {
      Process test =
          new ProcessBuilder("/bin/sh", "-c", "test -t 1").redirectOutput(Redirect.INHERIT).start();
      return test.waitFor(1, TimeUnit.SECONDS) && test.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
