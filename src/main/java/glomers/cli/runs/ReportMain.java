package glomers.cli.runs;

import glomers.report.RunPage;
import glomers.report.StorePage;
import glomers.results.PlainText;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Pages to look at: {@code report} writes them, {@code serve} shows a store to a browser. */
public final class ReportMain {
  private static final String USAGE = "usage: ReportMain report STORE [RUN…] | serve STORE PORT";

  private ReportMain() {}

  /** Ends with 0 if all pages were written, 1 if one was not, 2 for other words. */
  public static void main(String[] args) throws IOException {
    // Figures are written with a point whoever runs it. Global, but of a JVM that is ours alone.
    Locale.setDefault(Locale.ROOT);
    try {
      Arrays.stream(args).forEach(Path::of);
    } catch (InvalidPathException e) {
      System.err.println(PlainText.of(e.getInput()) + ": no file can be called so in this locale");
      System.exit(2);
    }
    if (args.length == 3 && args[0].equals("serve")) {
      served(Path.of(args[1]), args[2]);
    } else if (args.length >= 2 && args[0].equals("report")) {
      System.exit(report(Path.of(args[1]), List.of(args).subList(2, args.length)));
    } else {
      System.err.println(USAGE);
      System.exit(2);
    }
  }

  /** Writes the page of each run, by default of the latest, and the one of the store. */
  static int report(Path store, List<String> named) {
    List<Path> runs = new ArrayList<>(named.stream().map(Path::of).toList());
    if (runs.isEmpty()) {
      runs.add(store.resolve("latest"));
    }
    int status = 0;
    for (Path run : runs) {
      if (!Files.isDirectory(run)) {
        System.err.println("there is no run " + run + ": make one first, e.g. make test-echo");
        status = 1;
        continue;
      }
      try {
        if (named.isEmpty() && !run.toRealPath().startsWith(store.toRealPath())) {
          throw new IOException("it leads out of the store; name the run that you mean (RUN=…)");
        }
        System.out.println(PlainText.of("page of the run: " + RunPage.write(run)));
      } catch (IOException e) {
        System.err.println(PlainText.of("no page for " + run + ": " + DiskProblem.of(e)));
        status = 1;
      }
    }
    try {
      System.out.println("all runs:        " + StorePage.write(store));
    } catch (IOException e) {
      System.err.println(PlainText.of("no page for " + store + ": " + DiskProblem.of(e)));
      status = 1;
    }
    return status;
  }

  private static void served(Path store, String given) {
    int port = port(given);
    if (port < 0) {
      System.err.println("PORT=" + given + ": this must be a whole number from 1 to 65535");
      System.exit(2);
    }
    try {
      serve(store, port);
    } catch (BindException e) {
      refused(port, e);
    } catch (IOException e) {
      System.err.println(store + " cannot be shown: " + DiskProblem.of(e));
      System.exit(1);
    }
  }

  private static void refused(int port, IOException why) {
    System.err.println(
        "port "
            + port
            + " cannot be had ("
            + DiskProblem.of(why)
            + "): end what uses it, or take another one, such as make serve PORT="
            + (port < 65_535 ? port + 1 : 8_000));
    System.exit(1);
  }

  /** The port, or -1 if this is none. */
  static int port(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      return port > 0 && port <= 65_535 ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void serve(Path store, int port) throws IOException {
    if (!Files.isDirectory(store)) {
      System.err.println("there is no " + store + ": make a run first, e.g. make test-echo");
      System.exit(1);
    }
    StorePage.write(store);
    StoreServer.start(store, port);
    System.out.println("http://127.0.0.1:" + port + "/ shows " + store + "; Ctrl-C ends it");
  }
}
