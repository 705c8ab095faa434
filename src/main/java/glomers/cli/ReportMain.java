package glomers.cli;

import glomers.report.RunPage;
import glomers.report.StorePage;
import glomers.results.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    if (args.length == 3 && args[0].equals("serve")) {
      serve(Path.of(args[1]), Integer.parseInt(args[2]));
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
        System.err.println(PlainText.of("no page for " + run + ": " + e.getMessage()));
        status = 1;
      }
    }
    try {
      System.out.println("all runs:        " + StorePage.write(store));
    } catch (IOException e) {
      System.err.println(PlainText.of("no page for " + store + ": " + e.getMessage()));
      status = 1;
    }
    return status;
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
