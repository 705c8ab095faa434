package glomers;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import glomers.node.RealHost;
import glomers.node.StdioTransport;
import glomers.workbench.Cluster;
import glomers.workbench.NodeDeath;
import glomers.workbench.SetUpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of the house, by {@code make check}: who may know whom, and what nobody may do beside
 * the seam for time, threads and chance. A rule about a package that is not there yet holds.
 */
@Tag("architecture")
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("glomers");

  private static final String[] JDK_AND_JSON = {"java..", "com.fasterxml.jackson..", "org.slf4j.."};

  /** Collections that never wait. All else of that package waits, or starts threads. */
  private static final Set<String> CONCURRENT_COLLECTIONS =
      Set.of(
          "ConcurrentHashMap",
          "ConcurrentMap",
          "ConcurrentNavigableMap",
          "ConcurrentSkipListMap",
          "ConcurrentSkipListSet",
          "ConcurrentLinkedQueue",
          "ConcurrentLinkedDeque",
          "CopyOnWriteArrayList",
          "CopyOnWriteArraySet");

  private static void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }

  private static GivenClassesConjunction in(String... packages) {
    return classes().that().resideInAnyPackage(packages);
  }

  /** Classes of {@code packages} know only each other, {@code others}, the JDK and JSON. */
  private static ArchRule mayKnow(String[] packages, String... others) {
    List<String> known = new ArrayList<>(List.of(packages));
    known.addAll(List.of(others));
    known.addAll(List.of(JDK_AND_JSON));
    return in(packages)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(known.toArray(String[]::new));
  }

  private static String[] packages(String... packages) {
    return packages;
  }

  // --- who may know whom -------------------------------------------------------------------------

  @Test
  void theNodeLibraryKnowsJacksonAndSlf4jAlone() {
    holds(mayKnow(packages("glomers.node..")));
  }

  @Test
  void gossipKnowsTheNodeLibrary() {
    holds(mayKnow(packages("glomers.gossip.."), "glomers.node"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"echo", "uniqueids", "broadcast", "counter", "gset", "kafka", "txn", "linkv"})
  void aChallengeKnowsGossipAndTheNodeLibraryButNoOtherChallenge(String challenge) {
    holds(mayKnow(packages("glomers." + challenge + ".."), "glomers.gossip", "glomers.node"));
  }

  @Test
  void theConsistencyLadderKnowsTheTransactionsOfTheChallengeAndWhatTheyKnow() {
    holds(
        mayKnow(
            packages("glomers.consistency.."), "glomers.txn", "glomers.gossip", "glomers.node"));
  }

  @Test
  void theSimulationKnowsTheNodeLibrary() {
    holds(mayKnow(packages("glomers.simulation.."), "glomers.node"));
  }

  @Test
  void theWorkbenchKnowsTheNodeLibrary() {
    holds(
        mayKnow(packages("glomers.workbench.."), "glomers.node", "org.jgrapht..")
            .because("nodes under test may be written in any language"));
  }

  @Test
  void anExperimentKnowsTheSimulationAndTheWorkbench() {
    holds(
        mayKnow(
            packages("glomers.experiment.."),
            "glomers.simulation..",
            "glomers.workbench..",
            "glomers.node"));
  }

  @Test
  void lessonsKnowChallengesAndExperimentsAndWhatIsBelowThem() {
    holds(
        mayKnow(
            packages("glomers.lessons.."),
            "glomers.echo..",
            "glomers.uniqueids..",
            "glomers.broadcast..",
            "glomers.counter..",
            "glomers.gset..",
            "glomers.kafka..",
            "glomers.txn..",
            "glomers.experiment..",
            "glomers.simulation..",
            "glomers.workbench..",
            "glomers.gossip",
            "glomers.node"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniqueids", "broadcast", "counter", "kafka", "txn"})
  void aNodeBrokenOnPurposeKnowsTheOneItCopiesAndWhatThatKnows(String challenge) {
    holds(
        mayKnow(
            packages("glomers.lessons.broken." + challenge),
            "glomers." + challenge,
            "glomers.gossip",
            "glomers.node"));
  }

  @Test
  void theStageKnowsNoTopicAndATopicNoOther() {
    holds(slices().matching("glomers.lessons.(*)..").should().beFreeOfCycles());
    holds(
        noClasses()
            .that()
            .resideInAPackage("glomers.lessons.stage")
            .should()
            .dependOnClassesThat(
                resideInAPackage("glomers.lessons..")
                    .and(not(resideInAPackage("glomers.lessons.stage")))));
    String[] topics = {"ids", "broadcast", "counter", "log", "txn", "topology"};
    for (String topic : topics) {
      holds(
          noClasses()
              .that()
              .resideInAPackage("glomers.lessons." + topic)
              .should()
              .dependOnClassesThat(
                  resideInAPackage("glomers.lessons..")
                      .and(
                          not(
                              resideInAnyPackage(
                                  "glomers.lessons." + topic,
                                  "glomers.lessons.stage",
                                  "glomers.lessons.broken..")))));
    }
  }

  @Test
  void checkersKnowHistoriesAlone() {
    holds(
        in("glomers.workbench.checker..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "glomers.workbench.checker..",
                "glomers.workbench.history..",
                "org.jgrapht..",
                "com.fasterxml.jackson..",
                "java..")
            .because("they are functions from a history to a verdict"));
    holds(
        in("glomers.workbench.history..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "glomers.workbench.history..", "com.fasterxml.jackson..", "java.."));
  }

  @Test
  void resultsKnowHistoriesAndVerdictsAlone() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("glomers.results..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("glomers..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "glomers.results..",
                                "glomers.workbench.history..",
                                "glomers.workbench.checker..")))));
  }

  @Test
  void reportsKnowResultsHistoriesAndCheckersAlone() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("glomers.report..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("glomers..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "glomers.report..",
                                "glomers.results..",
                                "glomers.workbench.history..",
                                "glomers.workbench.checker..")))));
  }

  @Test
  void theLadderKnowsExperimentsAndTheWorkbenchButNoChallenge() {
    holds(
        mayKnow(
            packages("glomers.ladder.."),
            "glomers.experiment..",
            "glomers.workbench..",
            "glomers.node"));
  }

  @Test
  void whatAPersonsTestSaysKnowsExperimentsAndPagesAndNobodyKnowsIt() {
    holds(
        mayKnow(
            packages("glomers.testing.."),
            "glomers.experiment..",
            "glomers.lessons.stage",
            "glomers.report..",
            "glomers.results..",
            "glomers.simulation..",
            "glomers.workbench..",
            "glomers.node"));
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("glomers.testing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("glomers.testing.."));
  }

  @Test
  void onlyOneClassLooksOthersUpByName() {
    holds(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("glomers.launch.NodeClass")
            .should()
            .callMethodWhere(
                target(
                    method(
                        Class.class,
                        "forName",
                        "getMethod",
                        "getDeclaredMethod",
                        "getConstructor",
                        "getDeclaredConstructor")))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.lang.invoke.MethodHandles.class)
            .because("a stranger's node is the only class that nothing here is compiled against"));
  }

  @Test
  void onlyLaunchLessonsAndTheCommandLineKnowChallenges() {
    String[] challenges = {
      "glomers.echo..",
      "glomers.uniqueids..",
      "glomers.broadcast..",
      "glomers.counter..",
      "glomers.gset..",
      "glomers.kafka..",
      "glomers.txn..",
      "glomers.linkv..",
      "glomers.consistency.."
    };
    List<String> mayKnow =
        new ArrayList<>(List.of("glomers.launch..", "glomers.lessons..", "glomers.cli.."));
    mayKnow.addAll(List.of(challenges));
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(mayKnow.toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(challenges));
  }

  @Test
  void nobodyKnowsTheCommandLineOrItsLibrary() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("glomers.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("glomers.cli..", "picocli.."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"glomers.(*)..", "glomers.workbench.(*)..", "glomers.(**)"})
  void packagesKnowEachOtherOneWayOnly(String slices) {
    holds(slices().matching(slices).should().beFreeOfCycles());
  }

  /**
   * A package of the workbench.
   *
   * @param name its name below {@code glomers.workbench}; empty for that package itself
   * @param because why it knows no more
   * @param knows the packages of the workbench that it may know
   */
  private record Room(String name, String because, List<String> knows) {
    Room(String name, String because, String... knows) {
      this(name, because, List.of(knows));
    }

    String packageName() {
      return name.isEmpty() ? WORKBENCH : WORKBENCH + "." + name;
    }
  }

  private static final String WORKBENCH = "glomers.workbench";

  /** The order inside the workbench: each package knows only packages above it in this list. */
  private static final List<Room> ROOMS =
      List.of(
          new Room("history", "what happened is data, which anybody may read"),
          new Room("network", "it carries messages, whoever sends them"),
          new Room("checker", "a verdict follows from a history alone", "history"),
          new Room("checker.cycles", "it searches graphs, whatever they say", "history"),
          new Room("checker.kafka", "it is a checker", "history", "checker", "checker.cycles"),
          new Room("checker.txn", "it is a checker", "history", "checker", "checker.cycles"),
          new Room(
              "checker.linearizable", "it is a checker", "history", "checker", "checker.cycles"),
          new Room("protocol", "it counts faults and judges the count", "history", "checker"),
          new Room("client", "it knows how to ask, not what is asked", "network", "protocol"),
          new Room(
              "service", "nodes reach it by the network alone", "history", "network", "protocol"),
          new Room("nemesis", "it knows no workload, so it spares none", "history", "network"),
          new Room("store", "it writes down what others did", "history", "network"),
          new Room(
              "workload",
              "it does not see what is done to nodes and network meanwhile",
              "history",
              "checker",
              "checker.kafka",
              "checker.linearizable",
              "checker.txn",
              "client"),
          new Room(
              "",
              "a run is the same whatever its nodes are, and wherever its results go",
              "history",
              "network",
              "checker",
              "protocol",
              "client",
              "service",
              "nemesis",
              "workload"),
          new Room(
              "process",
              "a node knows its run only as a Cluster",
              "network",
              "protocol",
              "store",
              ""),
          new Room(
              "inprocess", "a node knows its run only as a Cluster", "network", "protocol", ""));

  @Test
  void theGroupsOfTheCommandLineKnowEachOtherOneWay() {
    List<String> below = List.of("terminal", "check", "runs", "test", "seeds");
    for (int i = 0; i < below.size(); i++) {
      List<String> above = new ArrayList<>(List.of("glomers.cli"));
      below.subList(i + 1, below.size()).forEach(group -> above.add("glomers.cli." + group));
      holds(
          noClasses()
              .that()
              .resideInAPackage("glomers.cli." + below.get(i))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(above.toArray(String[]::new)));
    }
  }

  @Test
  void thePackagesOfTheWorkbenchKnowOnlyThoseBelowThem() {
    Set<String> below = new HashSet<>();
    for (Room room : ROOMS) {
      assertTrue(below.containsAll(room.knows()), () -> room.name() + " knows what is above it");
      below.add(room.name());
      List<String> known = new ArrayList<>(List.of(room.packageName()));
      ROOMS.stream()
          .filter(other -> room.knows().contains(other.name()))
          .forEach(other -> known.add(other.packageName()));
      holds(
          noClasses()
              .that()
              .resideInAPackage(room.packageName())
              .should()
              .dependOnClassesThat(
                  resideInAPackage(WORKBENCH + "..")
                      .and(not(resideInAnyPackage(known.toArray(String[]::new)))))
              .because(room.because()));
    }
  }

  @Test
  void everyPackageOfTheWorkbenchHasItsPlaceInThatOrder() {
    Set<String> placed = ROOMS.stream().map(Room::packageName).collect(Collectors.toSet());
    Set<String> there =
        OURS.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(WORKBENCH))
            .collect(Collectors.toSet());
    assertEquals(placed, there);
  }

  @Test
  void nodesOfARunKnowItAsAClusterAlone() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(WORKBENCH + ".process", WORKBENCH + ".inprocess")
            .should()
            .dependOnClassesThat(
                resideInAPackage(WORKBENCH)
                    .and(
                        not(belongToAnyOf(Cluster.class, NodeDeath.class, SetUpException.class)))));
  }

  @Test
  void theStartOfANodeLoadsNeitherTheWorkbenchNorACommandLineLibrary() {
    holds(
        noClasses()
            .that()
            .haveFullyQualifiedName("glomers.launch.NodeMain")
            .should()
            .transitivelyDependOnClassesThat()
            .resideInAnyPackage(
                "glomers.workbench..",
                "glomers.simulation..",
                "glomers.results..",
                "glomers.report..",
                "picocli..",
                "org.jgrapht..")
            .because("25 nodes start at once on a small machine"));
  }

  // --- the seam ----------------------------------------------------------------------------------

  /** Written once for real and for simulated time, so bound to the seam. */
  private static final DescribedPredicate<JavaClass> ON_THE_SEAM =
      resideInAnyPackage(
              "glomers.node..",
              "glomers.gossip..",
              "glomers.echo..",
              "glomers.uniqueids..",
              "glomers.broadcast..",
              "glomers.counter..",
              "glomers.gset..",
              "glomers.kafka..",
              "glomers.txn..",
              "glomers.linkv..",
              "glomers.lessons..",
              "glomers.workbench..")
          .and(not(belongToAnyOf(RealHost.class, StdioTransport.class)))
          .and(not(belongTo("glomers.node.LineWriter"))) // the thread behind stdout
          .and(not(belongTo("glomers.node.FileDisk"))) // waits for the disk
          .and(not(belongTo("glomers.workbench.store.MessageLog"))) // the thread behind its file
          .and(not(resideInAPackage("glomers.workbench.process..")))
          .as("classes on the seam");

  private static DescribedPredicate<JavaClass> belongTo(String name) {
    return DescribedPredicate.describe(
        "belong to " + name,
        type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
  }

  private static void nobodyOnTheSeam(DescribedPredicate<JavaClass> may, String reason) {
    holds(noClasses().that(ON_THE_SEAM).should().dependOnClassesThat(may).because(reason));
  }

  private static DescribedPredicate<AccessTarget> method(Class<?> owner, String... names) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + String.join("/", names),
        target ->
            target.getOwner().isEquivalentTo(owner) && List.of(names).contains(target.getName()));
  }

  private static DescribedPredicate<AccessTarget> named(String... names) {
    return DescribedPredicate.describe(
        "anything called " + String.join(" or ", names),
        target -> List.of(names).contains(target.getName()));
  }

  @Test
  void onTheSeamOnlyCollectionsAndAtomicsComeFromJavaUtilConcurrent() {
    nobodyOnTheSeam(
        resideInAPackage("java.util.concurrent..")
            .and(not(resideInAPackage("java.util.concurrent.atomic")))
            .and(
                DescribedPredicate.describe(
                    "that wait or start threads",
                    type -> !CONCURRENT_COLLECTIONS.contains(outermost(type)))),
        "all that waits goes through Host: mailbox, promise, sleep");
  }

  private static String outermost(JavaClass type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }

  @Test
  void onTheSeamNobodyTouchesThreadsOrTimers() {
    nobodyOnTheSeam(
        belongToAnyOf(Thread.class, ThreadGroup.class, java.util.Timer.class)
            .or(resideInAPackage("java.lang.foreign"))
            .as("threads or timers"),
        "tasks are started by Host");
    holds(
        noClasses()
            .that(ON_THE_SEAM)
            .should()
            .accessTargetWhere(
                target(method(Object.class, "wait", "notify", "notifyAll"))
                    .or(target(named("parallel", "parallelStream"))))
            .because("Host cannot see who waits there"));
  }

  @Test
  void onTheSeamNobodyReadsAClockOfTheJdk() {
    nobodyOnTheSeam(
        belongToAnyOf(java.time.Clock.class, java.time.InstantSource.class).as("clocks"),
        "clocks are Host's, and may be skewed");
    holds(
        noClasses()
            .that(ON_THE_SEAM)
            .should()
            .accessTargetWhere(
                target(method(System.class, "nanoTime", "currentTimeMillis"))
                    .or(
                        target(
                            named("now")
                                .and(
                                    DescribedPredicate.describe(
                                        "in java.time",
                                        access ->
                                            access
                                                .getOwner()
                                                .getPackageName()
                                                .startsWith("java.time"))))))
            .because("clocks are Host's, and may be skewed"));
  }

  @Test
  void onTheSeamNobodyDrawsChanceButFromHostOrASeed() {
    nobodyOnTheSeam(
        belongToAnyOf(
                java.util.Random.class, java.security.SecureRandom.class, java.util.UUID.class)
            .as("sources of chance that nobody seeds"),
        "a run must replay from its seed");
    holds(
        noClasses()
            .that(ON_THE_SEAM)
            .should()
            .accessTargetWhere(
                target(method(Math.class, "random"))
                    .or(target(method(StrictMath.class, "random")))
                    .or(target(method(System.class, "identityHashCode")))
                    .or(target(method(java.util.random.RandomGenerator.class, "getDefault", "of"))))
            .because("a run must replay from its seed"));
    holds(
        noClasses()
            .that(ON_THE_SEAM)
            .should()
            .callConstructor(java.util.SplittableRandom.class)
            .orShould()
            .callMethod(java.util.Collections.class, "shuffle", List.class)
            .because("without a seed they differ from run to run"));
  }

  @Test
  void whatANodeSaysOnStdoutIsTheProtocolsAlone() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "glomers.node..",
                "glomers.gossip..",
                "glomers.echo..",
                "glomers.uniqueids..",
                "glomers.broadcast..",
                "glomers.counter..",
                "glomers.gset..",
                "glomers.kafka..",
                "glomers.txn..",
                "glomers.linkv..",
                "glomers.lessons..")
            .or()
            .haveFullyQualifiedName("glomers.launch.NodeMain")
            .should()
            .accessField(System.class, "out")
            .because("anything else there is a malformed message to Maelstrom"));
  }

  // --- how classes look --------------------------------------------------------------------------

  @Test
  void classesAreFinal() {
    holds(
        classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("nothing here is made to be inherited from"));
  }

  @Test
  void namesSayWhatAThingIs() {
    holds(
        noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Factory)")
            .orShould()
            .haveNameMatching(".*\\.Abstract[A-Z].*"));
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    List<Path> silent = new ArrayList<>();
    try (Stream<Path> folders = Files.walk(Path.of("src", "main", "java"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        if (holdsSources(folder) && !Files.exists(folder.resolve("package-info.java"))) {
          silent.add(folder);
        }
      }
    }
    assertEquals(List.of(), silent, "packages without a package-info.java");
  }

  private static boolean holdsSources(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    }
  }

  @Test
  void thereAreClassesToCheck() {
    assertTrue(OURS.contain(RealHost.class), "nothing was imported: compile first");
  }
}
