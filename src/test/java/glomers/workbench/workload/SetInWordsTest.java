package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Results;
import glomers.workbench.checker.SetFull;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetInWordsTest {

  @Test
  void aRunThatAddedNothingSaysWhyItIsNotDecided() {
    Keyword read = Keyword.of("read");
    Map<Keyword, Object> last = Map.of(Operation.FINAL, true);
    Verdict verdict =
        SetFull.strict(Keyword.of("add"))
            .check(
                List.of(
                    new Operation(0, 1, Type.INVOKE, 0, read, null, last),
                    new Operation(1, 2, Type.OK, 0, read, List.of(), last)));
    Results results =
        new Results(verdict.validity(), Map.of(Keyword.of("workload"), verdict.toMap()));
    List<String> words = SetInWords.of(results, new Naming(List.of("n0"), 1), "elements", "added");
    assertTrue(words.get(1).contains("nothing is known of any"), words::toString);
  }
}
