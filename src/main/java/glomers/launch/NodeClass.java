package glomers.launch;

import glomers.node.Node;
import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A node's class that somebody names on a command line: {@code class:my.Broadcast}, with a public
 * constructor that takes a {@link Node}. This is the only class of the project that looks others up
 * by name, since nothing here can have been compiled against a stranger's class.
 */
public final class NodeClass {
  /** What a name begins with that is a class's, and not a program's or a challenge's. */
  public static final String PREFIX = "class:";

  /**
   * One for each class path: what is loaded twice is two classes, each to be compiled by itself.
   */
  private static final Map<String, ClassLoader> LOADERS = new ConcurrentHashMap<>();

  private NodeClass() {}

  /** Whether these words name a class. */
  public static boolean isNamedBy(String program) {
    return program.startsWith(PREFIX);
  }

  /**
   * What makes a node one of this class.
   *
   * @param program the class's name behind {@link #PREFIX}
   * @param classPath jars and folders, as for {@code java -cp}; empty for the class path of this
   *     JVM alone
   * @throws IllegalArgumentException with a line for the user if there is no such class
   */
  public static Consumer<Node> named(String program, String classPath) {
    String name = program.substring(PREFIX.length());
    try {
      ClassLoader loader = LOADERS.computeIfAbsent(classPath, NodeClass::loader);
      Class<?> type = Class.forName(name, false, loader);
      if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
        throw new IllegalArgumentException(program + ": make it a public class, and not abstract");
      }
      MethodHandle constructor =
          MethodHandles.publicLookup()
              .findConstructor(type, MethodType.methodType(void.class, Node.class));
      return node -> construct(constructor, node);
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw new IllegalArgumentException(
          program + ": there is no such class; --classpath FILE names the jar or folder it is in");
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          program + ": it needs a public constructor that takes a glomers.node.Node alone");
    } catch (LinkageError e) {
      throw new IllegalArgumentException(program + ": it cannot be loaded: " + e.getMessage());
    }
  }

  private static void construct(MethodHandle constructor, Node node) {
    try {
      constructor.invoke(node);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stays open as long as the JVM: nodes load classes until the last of them has ended. */
  private static ClassLoader loader(String classPath) {
    ClassLoader ours = NodeClass.class.getClassLoader();
    if (classPath.isEmpty()) {
      return ours;
    }
    List<URL> urls = new ArrayList<>();
    for (String place : classPath.split(File.pathSeparator)) {
      try {
        Path path = Path.of(place);
        if (!Files.exists(path)) {
          throw new IllegalArgumentException("--classpath " + place + ": there is no such file");
        }
        urls.add(path.toUri().toURL());
      } catch (InvalidPathException | MalformedURLException e) {
        throw new IllegalArgumentException("--classpath " + place + ": no file can be called so");
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ours);
  }
}
