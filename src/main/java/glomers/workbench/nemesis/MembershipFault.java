package glomers.workbench.nemesis;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Has the cluster remove one of its members, and add it again later. The node itself goes on, and
 * is asked by its clients like any other.
 */
final class MembershipFault implements NodeFault {
  private final Victims victims;
  private String refusal = "";

  /** Removes one at a time. */
  MembershipFault(Victims victims) {
    this.victims = victims;
  }

  @Override
  public Fault kind() {
    return Fault.MEMBERSHIP;
  }

  @Override
  public List<String> choose(List<String> nodes, RandomGenerator random) {
    return List.of(nodes.get(random.nextInt(nodes.size())));
  }

  @Override
  public Map<Object, Object> begin(List<String> chosen, RandomGenerator random) {
    String member = chosen.getFirst();
    refusal = victims.changeMembers("remove_member", member);
    return refusal.isEmpty() ? NodeFault.all(chosen, "removed") : Map.of(member, refusal);
  }

  @Override
  public String futility(List<String> removed) {
    return refusal.isEmpty() ? "" : "nobody said that the member was removed";
  }

  @Override
  public Map<Object, Object> end(List<String> removed) {
    String failure = victims.changeMembers("add_member", removed.getFirst());
    return failure.isEmpty()
        ? NodeFault.all(removed, "added")
        : Map.of(removed.getFirst(), failure);
  }
}
