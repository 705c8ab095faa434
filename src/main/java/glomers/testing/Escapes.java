package glomers.testing;

import glomers.testing.ClassCode.How;
import glomers.testing.ClassCode.Method;
import glomers.testing.ClassCode.Touch;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a node's code gets around its host: by what its class files say, before anything is run.
 * From what makes the node, follows all calls within the project's own code: what lies in the same
 * folder or jar, or in any folder. Of a class that is made anywhere, all methods count.
 *
 * <p>What it says is there; but it does not see into libraries, nor what is looked up by name.
 * Those are found when a failing seed does not repeat its run, or by the simulation's watchdog.
 */
final class Escapes {
  /** What a node gets with this library, which may lie in one jar with the node's class. */
  private static final List<String> LIBRARIES =
      List.of("glomers/node/", "com/fasterxml/jackson/", "org/slf4j/");

  private final ClassLoader loader;
  private final Set<String> allowed;
  private final Map<String, Optional<ClassCode>> classes = new HashMap<>();

  /** What is reached, by name, and whether only while classes are made ready. */
  private final Map<String, Boolean> seen = new HashMap<>();

  private final List<Place> lasting = new ArrayList<>();
  private boolean preparing;
  private final Deque<Visit> open = new ArrayDeque<>();
  private final Set<String> made = new LinkedHashSet<>();
  private final Set<String> found = new LinkedHashSet<>();
  private String home = "";

  /** A method of a class. */
  record Place(ClassCode owner, Method method) {
    String key() {
      return owner.name() + "." + method.name() + method.flow().descriptor();
    }
  }

  private Escapes(ClassLoader loader, Set<String> allowed) {
    this.loader = loader;
    this.allowed = allowed;
  }

  /**
   * A line for each place where the nodes do something beside their host.
   *
   * @param allowed classes, and members of them, of which nothing is to be said
   */
  static List<String> of(NodeMaker maker, Set<String> allowed) {
    ClassLoader loader = maker.getClass().getClassLoader();
    Escapes escapes = new Escapes(loader, allowed);
    Optional<MadeBy> lambda = MadeBy.of(maker);
    String type = lambda.map(MadeBy::type).orElse(maker.getClass().getName().replace('.', '/'));
    escapes.home = location(loader, type);
    if (lambda.isEmpty() || lambda.get().isConstructor()) {
      escapes.make(type);
    } else {
      escapes
          .code(type)
          .ifPresent(code ->
              code.methods().values().stream()
                  .filter(method -> method.name().equals(lambda.get().method()))
                  .forEach(method -> escapes.reach(code, method)));
    }
    while (!escapes.open.isEmpty()) {
      Visit visit = escapes.open.pop();
      escapes.preparing = visit.preparing();
      escapes.look(visit.place());
    }
    new Sharing(escapes::code, escapes.lasting)
        .changes()
        .forEach(change ->
            escapes.tell(
                change.place(), change.line(), change.inWords(), "a field of the node's object"));
    return List.copyOf(escapes.found);
  }

  /** The folder or jar that a class comes from; empty if there is no such class. */
  private static String location(ClassLoader loader, String type) {
    java.net.URL file = loader == null ? null : loader.getResource(type + ".class");
    return file == null ? "" : file.toString().replace(type + ".class", "");
  }

  private Optional<ClassCode> code(String type) {
    return classes.computeIfAbsent(type, this::read);
  }

  private Optional<ClassCode> read(String type) {
    if (LIBRARIES.stream().anyMatch(type::startsWith) || type.startsWith("[")) {
      return Optional.empty();
    }
    String place = location(loader, type);
    if (place.isEmpty() || !place.equals(home) && !place.startsWith("file:")) {
      return Optional.empty();
    }
    try (InputStream file = loader.getResourceAsStream(type + ".class")) {
      return Optional.of(ClassCode.of(file.readAllBytes()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What is reached only from static initializers may fill static fields: nobody sees them before.
   */
  private void reach(ClassCode owner, Method method) {
    Place place = new Place(owner, method);
    boolean early = preparing || method.name().equals("<clinit>");
    Boolean before = seen.get(place.key());
    if (before == null || before && !early) {
      seen.put(place.key(), early);
      open.push(new Visit(place, early));
      if (!early) {
        lasting.add(place);
      }
    }
  }

  /** A method to look at, and whether only while classes are made ready. */
  private record Visit(Place place, boolean preparing) {}

  /** There are objects of this class: whatever they can do may be done. */
  private void make(String type) {
    if (made.add(type)) {
      code(type)
          .ifPresent(code -> {
            initialise(code);
            boolean before = preparing;
            for (Method method : code.methods().values()) {
              if (!method.isStatic() && !method.name().startsWith("lambda$")) {
                // Whenever the object is made, what it can do may be done later.
                preparing = before && method.name().equals("<init>");
                reach(code, method);
              }
            }
            preparing = before;
            make(code.parent());
          });
    }
  }

  private void initialise(ClassCode code) {
    Method first = code.methods().get("<clinit>()V");
    if (first != null) {
      reach(code, first);
    }
  }

  private void look(Place place) {
    List<Touch> touches = place.method().touches();
    for (Touch touch : touches) {
      Seam.instead(touch).ifPresent(instead -> tell(place, touch.line(), words(touch), instead));
      if (touch.how() == How.NEW) {
        make(touch.owner());
      }
      code(touch.owner())
          .ifPresent(code -> {
            if (touch.how() != How.NEW) {
              initialise(code);
            }
            Method called = code.methods().get(touch.member() + touch.descriptor());
            if (called != null
                && touch.how() != How.READ_STATIC
                && touch.how() != How.WRITE_STATIC) {
              reach(code, called);
            }
          });
    }
  }

  private static String words(Touch touch) {
    String type = simple(touch.owner());
    return touch.member().equals("<init>") ? "new " + type : type + "." + touch.member();
  }

  static String simple(String type) {
    return type.substring(type.lastIndexOf('/') + 1).replace('$', '.');
  }

  private void tell(Place place, int line, String what, String instead) {
    String type = place.owner().name().replace('/', '.').replace('$', '.');
    String method = place.method().name();
    if (method.startsWith("lambda$")) {
      method = method.substring("lambda$".length(), method.lastIndexOf('$'));
    }
    String shown =
        method.equals("<init>") || method.equals("new")
            ? type.substring(type.lastIndexOf('.') + 1)
            : method;
    if (allowed.contains(type)
        || allowed.contains(type + "." + shown)
        || allowed.contains(simple(place.owner().name()))
        || allowed.contains(simple(place.owner().name()) + "." + shown)) {
      return;
    }
    found.add(
        type
            + "."
            + shown
            + " ("
            + place.owner().source()
            + ":"
            + line
            + "): "
            + what
            + "; use "
            + instead);
  }
}
