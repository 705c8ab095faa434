package glomers.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
  @TempDir Path sources;

  private void source(String type, String... lines) throws IOException {
    Path file = sources.resolve(type.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }

  /** The files to read for this very class, of which only the name matters. */
  private Reading reading() throws IOException {
    return Reading.of(sources, ReadingTest.class);
  }

  private List<String> names() throws IOException {
    return reading().lines().keySet().stream()
        .map(file -> sources.relativize(file).toString())
        .toList();
  }

  @Test
  void followsNamesWithinThePackageAndIntoGossipButNotIntoTheNodeLibrary() throws IOException {
    source(
        "glomers.ladder.ReadingTest",
        "import glomers.gossip.Gossip;",
        "import glomers.node.Node;",
        "final class ReadingTest { Direct direct; Gossip gossip; Node node; }");
    source("glomers.ladder.Direct", "final class Direct {", "  Indirect next;", "}");
    source("glomers.ladder.Indirect", "final class Indirect { ReadingTest back; }");
    source("glomers.ladder.Node", "final class Node {} // the import means another");
    source("glomers.ladder.Unnamed", "final class Unnamed {}");
    source("glomers.gossip.Gossip", "public final class Gossip {", "  Outbox outbox;", "}");
    source("glomers.gossip.Outbox", "final class Outbox {}");
    source("glomers.node.Node", "public final class Node {}");
    assertEquals(
        List.of(
            "glomers/ladder/ReadingTest.java",
            "glomers/gossip/Gossip.java",
            "glomers/ladder/Direct.java",
            "glomers/gossip/Outbox.java",
            "glomers/ladder/Indirect.java"),
        names());
    assertEquals(3, reading().own());
    assertEquals(11, reading().all());
  }

  @Test
  void whatCommentsAndStringsNameNeedNotBeRead() throws IOException {
    source(
        "glomers.ladder.ReadingTest",
        "/** Unlike {@link Other}. */",
        "final class ReadingTest {",
        "  // Other would do",
        "  String a = \"Other // \\\" /*\"; char b = '\"'; Used c; char d = '\"'; /* Other */",
        "}");
    source("glomers.ladder.Other", "final class Other {}");
    source("glomers.ladder.Used", "final class Used {}");
    assertEquals(List.of("glomers/ladder/ReadingTest.java", "glomers/ladder/Used.java"), names());
  }

  @Test
  void aClassWithoutASourceIsNoClassOfNoLines() {
    assertThrows(NoSuchFileException.class, this::reading);
  }
}
