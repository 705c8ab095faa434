package glomers.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private Process cat;

  @BeforeEach
  void startsAProcessThatSaysWhatItHears() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh to send signals");
    cat = new ProcessBuilder("/bin/sh", "-c", "while read line; do echo \"$line\"; done").start();
  }

  @AfterEach
  void endsIt() {
    cat.destroyForcibly();
  }

  private void say(String line) throws IOException {
    cat.getOutputStream().write((line + "\n").getBytes());
    cat.getOutputStream().flush();
  }

  @Test
  void aStoppedProcessSaysNothingUntilItMayGoOn() throws Exception {
    BufferedReader heard = cat.inputReader();
    say("before");
    assertEquals("before", heard.readLine());
    Signals stopped = Signals.stop(List.of(cat.toHandle()));
    say("meanwhile");
    Thread.sleep(200);
    assertEquals(false, heard.ready(), "it is stopped");
    stopped.close();
    assertEquals("meanwhile", heard.readLine());
  }

  @Test
  void whatIsDeadMayBeLetGoOnWithoutHarm() throws Exception {
    Signals stopped = Signals.stop(List.of(cat.toHandle()));
    cat.destroyForcibly().waitFor();
    stopped.close();
  }
}
