package glomers.lessons.txn;

import glomers.lessons.broken.txn.DefiniteErrorTransactions;
import glomers.lessons.broken.txn.KeyByKeyTransactions;
import glomers.lessons.broken.txn.MaxMergeTransactions;
import glomers.lessons.broken.txn.StepByStepTransactions;
import glomers.lessons.stage.Pair;
import glomers.lessons.stage.Setting;
import glomers.lessons.stage.Variant;
import glomers.lessons.stage.Words;
import glomers.txn.SyncedTransactions;
import java.util.List;

/** What happens to transactions. */
public final class TxnLessons {
  private static final Variant OURS = ours("runs a transaction whole, and sends it on whole.");

  private TxnLessons() {}

  /** All of them. */
  public static List<Pair> all() {
    return List.of(dirtyRead(), fracturedRead(), maxMerge(), definiteError());
  }

  private static Variant ours(String does) {
    return Variant.of(SyncedTransactions.class, does, SyncedTransactions::new);
  }

  private static Pair dirtyRead() {
    return new Pair(
        new Words(
            "dirty-read",
            "reading what is not finished",
            "Nobody may see a transaction before it is over.",
            "Each step is carried out under the lock, and all nodes know of it before the next one:"
                + " what can be wrong? Every single step is right. But a transaction that writes a"
                + " key twice shows its first value to whoever comes between, and no state between"
                + " two transactions ever held it.",
            "A transaction runs under one short monitor, and others see only its last writes, all"
                + " at once."),
        Setting.of("txn-rw-register", 2).workersPerNode(2).rate(200).seconds(5).keys(2),
        Variant.of(
            StepByStepTransactions.class,
            "carries each step out by itself, and tells the other node before the next one.",
            StepByStepTransactions::new),
        OURS,
        TxnJudges.intermediateRead(),
        "txn");
  }

  private static Pair fracturedRead() {
    return new Pair(
        new Words(
            "fractured-read",
            "half a transaction",
            "Replicate transactions, not keys.",
            "On the node that was asked the transaction is whole. Its writes then travel to the"
                + " other nodes one by one, and for a moment a node holds the first and not"
                + " the second. A reader in that moment sees a state that"
                + " nobody ever wrote. Read committed allows that; read atomic does not.",
            "All that has changed is in one message, and is applied under one lock."),
        Setting.of("txn-rw-register", 5)
            .rate(5)
            .seconds(300)
            .latency(100)
            .keys(2)
            .writesPerKey(4)
            .model("read-atomic"),
        Variant.of(
            KeyByKeyTransactions.class,
            "tells other nodes of a transaction with a message for each key.",
            KeyByKeyTransactions::new),
        OURS,
        TxnJudges.fracturedRead(),
        "sync");
  }

  private static Pair maxMerge() {
    return new Pair(
        new Words(
            "max-merge",
            "the larger value is not the newer one",
            "The merge decides the consistency: \"the larger value stays\" is right only while"
                + " values grow.",
            "Maelstrom's values grow with every write, so keeping the larger one keeps the newer"
                + " one, and all tests are green. Here values fall, like the stock of a shop. Every"
                + " write but the first is acknowledged and has no effect, also when nobody else"
                + " writes.",
            "Each write carries a logical time, and the later one stays, whatever it says."),
        Setting.of(FallingValues::new, 2).rate(20).seconds(5).keys(2),
        Variant.of(
            MaxMergeTransactions.class,
            "keeps the larger of two values.",
            MaxMergeTransactions::new),
        ours("keeps the later of two writes."),
        TxnJudges.unseenOwnWrite(),
        "merge");
  }

  private static Pair definiteError() {
    return new Pair(
        new Words(
            "definite-error",
            "saying no when it is done",
            "Once an effect may have happened, only an indefinite error is honest.",
            "The transaction has been carried out here; now the other node does not answer, and"
                + " \"temporarily unavailable, try again\" seems a fair thing to say. But code 11 is"
                + " a definite error: it promises that nothing happened. The client does it again,"
                + " or tells its user that the money was not sent, and somebody else reads what"
                + " officially never was.",
            "A transaction is answered with what happened here, and replicated afterwards; nothing"
                + " that comes later can turn into an error."),
        Setting.of("txn-rw-register", 2).rate(30).seconds(30).partitions(3),
        Variant.of(
            DefiniteErrorTransactions.class,
            "carries a transaction out, and answers error 11 if the other node is silent.",
            DefiniteErrorTransactions::new),
        ours("answers what it has done, and goes on telling the other node until it hears."),
        TxnJudges.abortedRead(),
        "txn");
  }
}
