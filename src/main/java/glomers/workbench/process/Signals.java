package glomers.workbench.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps processes stopped, through a shell: Java can end processes, but not stop them. The shell
 * lets them go on when its input ends; so nothing stays stopped even if the workbench is killed.
 */
final class Signals implements AutoCloseable {
  private static final String SCRIPT =
      "trap '' INT TERM HUP; kill -STOP \"$@\" 2>/dev/null; echo; read line;"
          + " kill -CONT \"$@\" 2>/dev/null; :";

  private final Process shell;

  private Signals(Process shell) {
    this.shell = shell;
  }

  /**
   * Stops processes. Returns once they are.
   *
   * @throws IOException if there is no shell to do it
   */
  static Signals stop(List<ProcessHandle> processes) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh"));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    Process shell =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    shell.getInputStream().read(); // the newline after the signals
    return new Signals(shell);
  }

  /** Lets the processes go on; those that are dead stay so. Returns once they do. */
  @Override
  public void close() {
    try (InputStream rest = shell.getInputStream()) {
      shell.getOutputStream().close();
      rest.readAllBytes();
      shell.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It is gone already, and with it what it kept from going on.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
