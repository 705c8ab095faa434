package glomers.testing;

import glomers.experiment.Experiment;
import glomers.experiment.Trial;
import glomers.report.RunPage;
import glomers.results.Provenance;
import glomers.results.RunReader;
import glomers.results.TestCommandLine;
import glomers.simulation.SimulationFailure;
import glomers.workbench.OwnFault;
import glomers.workbench.Run;
import glomers.workbench.SetUpException;
import glomers.workbench.store.MessageLog;
import glomers.workbench.store.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Writes the page of a run. */
final class Pages {
  private Pages() {}

  /** Carries the run out once more, this time keeping everything, and writes its page. */
  static Path write(Experiment experiment, Trial trial, Path store) throws IOException {
    Instant now = Instant.now();
    RunFolder folder = RunFolder.create(store, trial.subject().workload(), now);
    Provenance provenance =
        Provenance.of(new TestCommandLine(trial.arguments()))
            .by("simulation", Optional.empty(), OptionalLong.of(trial.seed()), Optional.of(now));
    AtomicReference<LongSupplier> clock = new AtomicReference<>(() -> 0);
    AtomicReference<Run> running = new AtomicReference<>();
    OwnFault ownFault = new OwnFault();
    MessageLog messages =
        MessageLog.begin(
            folder.path(), () -> clock.get().getAsLong(), MessageLog.USUAL_LIMIT, ownFault::note);
    try (messages) {
      Experiment.Ran ran =
          experiment.run(
              trial.seed(),
              ofRun -> {
                clock.set(ofRun);
                return messages;
              },
              running::set);
      folder.writeHistory(ran.outcome().history());
      folder.writeResults(experiment.judge(ran).entries());
      RunReader.capture(folder.path(), provenance);
    } catch (SimulationFailure | SetUpException e) {
      folder.writeHistory(running.get().historySoFar());
      RunReader.begin(folder.path(), provenance);
    }
    return RunPage.write(folder.path());
  }
}
