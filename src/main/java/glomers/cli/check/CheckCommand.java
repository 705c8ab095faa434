package glomers.cli.check;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.LastLine;
import glomers.results.PlainText;
import glomers.results.formats.ForeignHistory;
import glomers.results.formats.HistoryFormat;
import glomers.workbench.checker.Composite;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.store.DiskProblem;
import glomers.workbench.workload.HistoryJudge;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: judges a history that somebody else recorded, or writes it in another format. */
@Command(
    name = "check",
    description = "Judges a history from elsewhere, or writes it in another format.",
    sortOptions = false,
    footer = {
      "",
      "Formats: edn (Jepsen's history.edn), json (the same as JSON), plume (r(1,2,3,4) a line) and"
          + " dbcop ([x:=1 y==2] a transaction). Plume's and dbcop's hold transactions without times.",
      "Exit status: 0 valid, 1 not valid, 2 not decided, 254 the file or an argument was refused."
    })
public final class CheckCommand implements Callable<Integer> {
  private static final String LINEARIZABLE = "linearizable";

  @Spec private CommandSpec spec;

  private final PrintStream out;

  @Parameters(paramLabel = "FILE", description = "The history; may be gzipped.")
  private Path file;

  @Option(
      names = "--model",
      paramLabel = "LIST",
      description =
          "What it must satisfy (default: linearizable for reads, writes and cas,"
              + " strict-serializable for transactions).")
  private String model;

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description = "The file's format, where its name does not end in .edn, .json, .txt or .hist.")
  private String from;

  @Option(
      names = "--to",
      arity = "2",
      paramLabel = "FORMAT FILE",
      description = "Write it to this file in this format; judge it only if --model is given.")
  private List<String> to = new ArrayList<>();

  @Option(names = "--compat", description = "Check what Maelstrom checks and nothing else.")
  private boolean compat;

  /** The command. */
  public CheckCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    HistoryFormat format =
        from == null
            ? HistoryFormat.of(file)
                .orElseThrow(() ->
                    refused(
                        "the name does not tell its format: give --from with one of "
                            + HistoryFormat.labels()))
            : format("--from", from);
    Optional<HistoryFormat> target =
        to.isEmpty() ? Optional.empty() : Optional.of(format("--to", to.getFirst()));
    ForeignHistory history = read(format);
    target.ifPresent(each -> write(history, each, Path.of(to.getLast())));
    return target.isPresent() && model == null ? ExitStatus.VALID : judge(history);
  }

  private ForeignHistory read(HistoryFormat format) {
    try {
      return format.read(file);
    } catch (FileSystemException e) {
      throw new ParameterException(spec.commandLine(), DiskProblem.in(file, e) + ".");
    } catch (IOException e) {
      throw refused(e.getMessage());
    }
  }

  private void write(ForeignHistory history, HistoryFormat format, Path target) {
    try {
      format.write(history, target);
    } catch (FileSystemException e) {
      throw new ParameterException(spec.commandLine(), "--to " + DiskProblem.in(target, e) + ".");
    } catch (IOException e) {
      throw refused("it cannot be written as " + format.label() + ": " + e.getMessage());
    }
    say("%,d operations written to %s", count(history.operations(), Type.INVOKE), target);
  }

  private int judge(ForeignHistory history) {
    List<Operation> operations = history.operations();
    HistoryJudge judge;
    try {
      Kind kind = Kind.of(operations);
      judge = judge(kind, history.timed());
      operations = kind == Kind.REGISTERS ? Kind.named(operations) : operations;
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
    Verdict verdict = new Composite().with("workload", judge.checker()).check(operations);
    Results results = new Results(verdict.validity(), verdict.toMap());
    say("%s: %s", file, inOneWord(results));
    say(
        "  %,d operations: %,d ok, %,d failed, %,d of unknown outcome",
        count(operations, Type.INVOKE),
        count(operations, Type.OK),
        count(operations, Type.FAIL),
        count(operations, Type.INVOKE) - count(operations, Type.OK) - count(operations, Type.FAIL));
    judge.words().apply(results).forEach(line -> say("  %s", line));
    results.find("workload", "error").ifPresent(why -> say("  %s", why));
    if (results.find(Composite.STRICTER).isPresent()) {
      say("  Maelstrom would call this valid, and so does --compat: what decides here is stricter");
    }
    out.println();
    int status = ExitStatus.of(results.validity());
    out.println(LastLine.of(status));
    return status;
  }

  private static String inOneWord(Results results) {
    return switch (results.validity()) {
      case VALID -> "valid";
      case INVALID -> "NOT VALID";
      case UNKNOWN -> "not decided";
    };
  }

  private static long count(List<Operation> history, Type type) {
    return history.stream().filter(entry -> entry.isClient() && entry.type() == type).count();
  }

  private HistoryJudge judge(Kind kind, boolean timed) {
    if (kind == Kind.REGISTERS) {
      demand(
          model == null || model.equals(LINEARIZABLE),
          "--model %s is one for transactions; reads, writes and cas are judged by linearizable."
              .formatted(model));
      demand(timed, "the file tells no times, without which nothing is linearizable or not.");
      return HistoryJudge.ofRegisters(compat);
    }
    String names = model == null ? ConsistencyModel.STRICT_SERIALIZABLE.label() : model;
    List<ConsistencyModel> models = new ArrayList<>();
    for (String name : names.strip().split("[,\\s]+")) {
      ConsistencyModel known = ConsistencyModel.named(name).orElse(null);
      demand(
          known != null,
          "--model %s: there are %s.".formatted(name, String.join(", ", ConsistencyModel.names())));
      demand(
          timed || !known.needsTimes(),
          "the file tells no times, so --model %s, which needs them, cannot be judged; name a weaker one."
              .formatted(name));
      models.add(known);
    }
    return kind == Kind.LIST_TXNS
        ? HistoryJudge.ofListTxns(models, compat)
        : HistoryJudge.ofRegisterTxns(models, compat);
  }

  private HistoryFormat format(String option, String name) {
    return HistoryFormat.named(name)
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(),
                option + " " + name + ": there are " + HistoryFormat.labels() + "."));
  }

  private void demand(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), file + ": " + why);
  }

  private void say(String line, Object... parts) {
    out.println(PlainText.of(String.format(Locale.ROOT, line, parts)));
  }
}
