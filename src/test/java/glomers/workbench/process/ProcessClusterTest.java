package glomers.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glomers.node.RealHost;
import glomers.workbench.SeededRandom;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.protocol.ProtocolFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, seen from close by. */
class ProcessClusterTest {
  private static final String MESSAGE = "{\"src\":\"n0\",\"dest\":\"n0\",\"body\":{}}";

  @TempDir Path folder;
  private final ProtocolFaults faults = new ProtocolFaults();
  private final CompletableFuture<Throwable> ownFault = new CompletableFuture<>();

  private ProcessCluster cluster(NetworkJournal journal, String script) {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh to run the nodes");
    RealHost host = new RealHost("test");
    Network network =
        new Network(
            host,
            new Conditions(Latency.NONE, MessageFaults.NONE, false),
            SeededRandom.of(1, "network"),
            journal);
    ProcessCluster cluster =
        new ProcessCluster(
            host,
            network,
            faults,
            List.of("/bin/sh", "-c", script),
            folder,
            folder.resolve("disks"),
            1000,
            false,
            (node, line) -> {},
            ownFault::complete);
    cluster.attach("n0");
    cluster.start("n0");
    return cluster;
  }

  @Test
  void anErrorInTheThreadThatReadsANodeIsTheWorkbenchsOwnFault() throws Exception {
    Error error = new OutOfMemoryError("of a test");
    NetworkJournal failing =
        new NetworkJournal() {
          @Override
          public void sent(Envelope envelope) {
            throw error;
          }
        };
    ProcessCluster cluster = cluster(failing, "echo '" + MESSAGE + "'; cat");
    assertSame(error, ownFault.get(60, TimeUnit.SECONDS));
    cluster.stop();
  }

  @Test
  void beingKilledBetweenAMessageAndItsNewlineIsNobodysFault() throws Exception {
    Path ready = folder.resolve("ready");
    ProcessCluster cluster =
        cluster(
            NetworkJournal.NONE,
            "echo '"
                + MESSAGE
                + "'; printf '%s' '"
                + MESSAGE
                + "'; touch "
                + ready
                + "; cat > /dev/null");
    awaitFile(ready);
    cluster.stop();
    assertEquals(Map.of(), faults.counts());
  }

  @Test
  void aNodeThatEndsByItselfWithoutANewlineIsToldSo() throws Exception {
    ProcessCluster cluster = cluster(NetworkJournal.NONE, "printf '%s' '" + MESSAGE + "'; exit 1");
    CompletableFuture<String> death = new CompletableFuture<>();
    cluster.onDeath(how -> death.complete(how.how()));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (faults.counts().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertEquals("[NO_NEWLINE]", faults.counts().keySet().toString());
    cluster.stop();
  }

  @Test
  void allLivesOfANodeLogIntoOneFile() throws Exception {
    Path ready = folder.resolve("ready");
    ProcessCluster cluster =
        cluster(NetworkJournal.NONE, "printf hello >&2; touch " + ready + "; exec cat > /dev/null");
    awaitFile(ready);
    cluster.crash("n0");
    Files.delete(ready);
    cluster.start("n0");
    awaitFile(ready);
    cluster.stop();
    assertEquals("hello\nhello\n", Files.readString(folder.resolve("n0.log")));
    assertEquals(List.of(), cluster.leftOvers());
  }

  private static void awaitFile(Path file) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (Files.notExists(file)) {
      assertTrue(System.nanoTime() < deadline, "nothing happens");
      Thread.sleep(10);
    }
  }
}
