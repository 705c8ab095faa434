package glomers.testing;

import java.util.List;
import java.util.Optional;

/** The test that asks. */
final class Caller {
  private static final List<String> OURS =
      List.of(Caller.class.getName(), Trials.class.getName(), TestedRun.class.getName());

  private Caller() {}

  /** Its class and method, such as {@code BroadcastTest.reachesAll}. */
  static String name() {
    Optional<String> name =
        StackWalker.getInstance()
            .walk(frames ->
                frames
                    .filter(frame -> !OURS.contains(frame.getClassName()))
                    .findFirst()
                    .map(frame ->
                        simple(frame.getClassName()) + "." + method(frame.getMethodName())));
    return name.orElse("trials");
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
  }

  private static String method(String name) {
    String lambda = "lambda$";
    return name.startsWith(lambda) ? name.substring(lambda.length(), name.lastIndexOf('$')) : name;
  }
}
