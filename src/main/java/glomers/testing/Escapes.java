package glomers.testing;

import glomers.testing.ClassCode.Field;
import glomers.testing.ClassCode.How;
import glomers.testing.ClassCode.Method;
import glomers.testing.ClassCode.Touch;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
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
  /** They change what they belong to. */
  private static final Set<String> CHANGING =
      Set.of(
          "add",
          "addAll",
          "addFirst",
          "addLast",
          "clear",
          "compute",
          "computeIfAbsent",
          "computeIfPresent",
          "getAndIncrement",
          "incrementAndGet",
          "addAndGet",
          "getAndAdd",
          "decrementAndGet",
          "getAndDecrement",
          "getAndSet",
          "compareAndSet",
          "set",
          "increment",
          "updateAndGet",
          "getAndUpdate",
          "accumulateAndGet",
          "merge",
          "offer",
          "poll",
          "pop",
          "push",
          "put",
          "putAll",
          "putIfAbsent",
          "remove",
          "removeAll",
          "removeIf",
          "removeFirst",
          "removeLast",
          "replace",
          "retainAll");

  private static final String OWN_LIBRARY = "glomers/node/";

  private final ClassLoader loader;
  private final Set<String> allowed;
  private final Map<String, Optional<ClassCode>> classes = new HashMap<>();
  private final Set<Place> seen = new LinkedHashSet<>();
  private final Deque<Place> open = new ArrayDeque<>();
  private final Set<String> made = new LinkedHashSet<>();
  private final Set<String> found = new LinkedHashSet<>();
  private String home = "";

  /** A method of a class. */
  private record Place(ClassCode owner, Method method) {}

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
      escapes.look(escapes.open.pop());
    }
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
    if (type.startsWith(OWN_LIBRARY) || type.startsWith("[")) {
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

  private void reach(ClassCode owner, Method method) {
    Place place = new Place(owner, method);
    if (seen.add(place)) {
      open.push(place);
    }
  }

  /** There are objects of this class: whatever they can do may be done. */
  private void make(String type) {
    if (made.add(type)) {
      code(type)
          .ifPresent(code -> {
            initialise(code);
            code.methods().values().stream()
                .filter(method -> !method.isStatic() && !method.name().startsWith("lambda$"))
                .forEach(method -> reach(code, method));
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
    for (int i = 0; i < touches.size(); i++) {
      Touch touch = touches.get(i);
      Seam.instead(touch).ifPresent(instead -> tell(place, touch, words(touch), instead));
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
      sharedField(place, touches, i);
    }
  }

  /** Tells of static fields that are changed once their class is there. */
  private void sharedField(Place place, List<Touch> touches, int at) {
    Touch touch = touches.get(at);
    if (place.method().name().equals("<clinit>")) {
      return;
    }
    Optional<Field> field =
        code(touch.owner()).map(code -> code.staticFields().get(touch.member()));
    if (field.isEmpty()) {
      return;
    }
    boolean changed =
        touch.how() == How.WRITE_STATIC
            || touch.how() == How.READ_STATIC && isChanged(field.get(), touches, at);
    if (changed) {
      tell(
          place,
          touch,
          "changes the static field "
              + simple(touch.owner())
              + "."
              + touch.member()
              + ", which all nodes of a simulation share",
          "a field of the node's object");
    }
  }

  /** Whether the next call on a thing of the field's type changes it. */
  private static boolean isChanged(Field field, List<Touch> touches, int at) {
    for (Touch next : touches.subList(at + 1, touches.size())) {
      if (next.how() == How.CALL && ("L" + next.owner() + ";").equals(field.descriptor())) {
        return CHANGING.contains(next.member());
      }
    }
    return false;
  }

  private static String words(Touch touch) {
    String type = simple(touch.owner());
    return touch.member().equals("<init>") ? "new " + type : type + "." + touch.member();
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('/') + 1).replace('$', '.');
  }

  private void tell(Place place, Touch touch, String what, String instead) {
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
            + touch.line()
            + "): "
            + what
            + "; use "
            + instead);
  }
}
