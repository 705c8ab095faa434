package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LibraryTest {
  @ParameterizedTest
  @EnumSource
  void isTheOneInThePomAndOptionalThere(Library library) throws IOException {
    String[] parts = library.coordinates().split(":");
    String pom = Files.readString(Path.of("pom.xml"));
    String entry =
        pom.substring(pom.indexOf("<artifactId>" + parts[1] + "</artifactId>")).split("</dep")[0];
    assertTrue(entry.contains("<optional>true</optional>"), entry);
    String property = entry.replaceFirst("(?s).*<version>\\$\\{(.*?)}</version>.*", "$1");
    assertTrue(pom.contains("<" + property + ">" + parts[2] + "</" + property + ">"), property);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundWhereItIsThere(Library library) {
    assertTrue(library.isThere());
    assertEquals(Optional.empty(), Library.missing(library));
  }
}
