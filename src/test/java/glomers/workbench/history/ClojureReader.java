package glomers.workbench.history;

import clojure.java.api.Clojure;
import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.PersistentHashMap;

/**
 * Reads EDN with Clojure's own reader, as the tools around Maelstrom do. Tagged values stay tagged
 * literals, which are equal if tag and value are.
 */
public final class ClojureReader {

  private static final IPersistentMap OPTIONS = options();

  private ClojureReader() {}

  /** The one value in this text, as Clojure's data. */
  public static Object read(String edn) {
    return clojure.lang.EdnReader.readString(edn, OPTIONS);
  }

  private static IPersistentMap options() {
    IFn taggedLiteral = Clojure.var("clojure.core", "tagged-literal");
    AFn keep =
        new AFn() {
          @Override
          public Object invoke(Object tag, Object value) {
            return taggedLiteral.invoke(tag, value);
          }
        };
    return PersistentHashMap.create(clojure.lang.Keyword.intern("default"), keep);
  }
}
