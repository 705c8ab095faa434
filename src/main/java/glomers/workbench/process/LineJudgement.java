package glomers.workbench.process;

import glomers.node.Message;
import glomers.workbench.protocol.FaultKind;

/** What a line of a node's stdout is. */
sealed interface LineJudgement {

  /** A message. */
  record Good(Message message) implements LineJudgement {}

  /** None, and why. */
  record Bad(FaultKind kind, String cause) implements LineJudgement {}
}
