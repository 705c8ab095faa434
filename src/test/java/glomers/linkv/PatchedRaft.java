package glomers.linkv;

import glomers.node.Node;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Raft with a fault in it: its sources, changed, compiled, and loaded beside the right ones. */
final class PatchedRaft {
  private static final Path SOURCES = Path.of("src", "main", "java", "glomers", "linkv");

  private PatchedRaft() {}

  /** A text of a source, which must be there once, and what stands in its place. */
  record Patch(String file, String right, String wrong) {}

  /** What makes nodes of the changed classes, which are put into this folder. */
  static Consumer<Node> of(List<Patch> patches, Path folder) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(SOURCES)) {
      for (Path file : all.sorted().toList()) {
        String text = Files.readString(file);
        for (Patch patch : patches) {
          text = file.endsWith(patch.file()) ? patched(text, patch) : text;
        }
        files.add(Files.writeString(sources.resolve(file.getFileName().toString()), text));
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      if (!compiler
          .getTask(null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
          .call()) {
        throw new IllegalStateException("what was patched does not compile: " + patches);
      }
    }
    return loaded(new OwnFirst(classes.toUri().toURL()));
  }

  private static String patched(String text, Patch patch) {
    int at = text.indexOf(patch.right());
    if (at < 0 || text.indexOf(patch.right(), at + 1) >= 0) {
      throw new IllegalStateException(patch.file() + " must have this once: " + patch.right());
    }
    return text.replace(patch.right(), patch.wrong());
  }

  private static Consumer<Node> loaded(ClassLoader loader) {
    try {
      MethodHandle maker =
          MethodHandles.publicLookup()
              .findConstructor(
                  loader.loadClass("glomers.linkv.RaftKv"),
                  MethodType.methodType(void.class, Node.class));
      return node -> {
        try {
          maker.invoke(node);
        } catch (RuntimeException | Error e) {
          throw e;
        } catch (Throwable e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The package of Raft from the folder, all else from where it always is. */
  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(URL classes) {
      super(new URL[] {classes}, PatchedRaft.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("glomers.linkv.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
