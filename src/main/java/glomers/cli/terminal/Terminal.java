package glomers.cli.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What our output goes to. */
final class Terminal {
  private Terminal() {}

  private static final int USUAL_COLUMNS = 80;
  private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,4})\\s*");

  /** The bar that fits it. */
  static Bar bar() {
    return new Bar(columns(), isUtf8(System.getenv()));
  }

  /** How wide it is. Nobody but the terminal itself knows: COLUMNS is a variable of the shell's. */
  private static int columns() {
    try {
      Process size =
          new ProcessBuilder("/bin/sh", "-c", "stty size </dev/tty")
              .redirectError(Redirect.DISCARD)
              .start();
      String said = new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher matcher = SIZE.matcher(said);
      return matcher.matches() ? Integer.parseInt(matcher.group(1)) : USUAL_COLUMNS;
    } catch (IOException e) {
      return USUAL_COLUMNS;
    }
  }

  /** Whether the locale's characters are UTF-8, by the variables that decide it (POSIX). */
  static boolean isUtf8(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .filter(value -> value.toLowerCase(Locale.ROOT).matches(".*utf-?8.*"))
        .isPresent();
  }

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
