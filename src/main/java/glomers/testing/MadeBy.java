package glomers.testing;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.util.Optional;

/**
 * Which method a {@link NodeMaker} leads to. A method reference tells that only to the JDK's
 * serialization, which is begun for this, and nothing of it written.
 *
 * @param type the class's name, with slashes
 * @param method its method; {@code <init>} for a constructor
 */
record MadeBy(String type, String method) {

  /** Catches the description in place of which nothing is written. */
  private static final class Probe extends ObjectOutputStream {
    private SerializedLambda found;

    Probe() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof SerializedLambda lambda) {
        found = lambda;
      }
      return null;
    }
  }

  static Optional<MadeBy> of(NodeMaker maker) {
    Probe probe;
    try {
      probe = new Probe();
      probe.writeObject(maker);
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(probe.found)
        .map(lambda -> new MadeBy(lambda.getImplClass(), lambda.getImplMethodName()));
  }

  boolean isConstructor() {
    return method.equals("<init>");
  }

  /** What stands for the maker in a line of code. */
  static String code(NodeMaker maker) {
    return of(maker)
        .filter(MadeBy::isConstructor)
        .map(by -> by.type().substring(by.type().lastIndexOf('/') + 1).replace('$', '.') + "::new")
        .orElse("node -> …");
  }
}
