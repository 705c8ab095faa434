package glomers.testing;

import glomers.testing.ClassCode.Reader;
import glomers.testing.ClassCode.Touch;
import glomers.testing.Escapes.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds where nodes change what is in static fields, and so is shared by all nodes of a simulation.
 * Follows such a value through variables, parameters, captures of lambdas, results, fields of
 * objects, elements of arrays and collections: what is reached through a static field is shared.
 *
 * <p>An instruction is looked at once, in the order of the code, with what may be in each variable;
 * that is repeated until nothing new is learnt of fields, parameters and results.
 */
final class Sharing {
  /** They change the collection, array or number of java.util that they belong to. */
  private static final Set<String> CHANGING =
      Set.of(
          ("add addAll addFirst addLast clear compute computeIfAbsent computeIfPresent"
                  + " getAndIncrement incrementAndGet addAndGet getAndAdd decrementAndGet"
                  + " getAndDecrement getAndSet compareAndSet set increment updateAndGet"
                  + " getAndUpdate accumulateAndGet merge offer poll pollFirst pollLast pop push put"
                  + " putAll putFirst putIfAbsent putLast remove removeAll removeIf removeFirst"
                  + " removeLast replace replaceAll retainAll setValue sort append insert setLength")
              .split(" "));

  /** They give a part of what they belong to, so that a change of it is one of the whole. */
  private static final Set<String> GIVING =
      Set.of(
          ("get getFirst getLast getValue computeIfAbsent entrySet values keySet iterator next"
                  + " subList peek peekFirst peekLast element reversed firstEntry lastEntry")
              .split(" "));

  /** Static methods of java.util that change what they are given first. */
  private static final Set<String> CHANGING_FIRST =
      Set.of("fill setAll sort reverse swap addAll shuffle rotate parallelSort".split(" "));

  private static final Shared NOTHING = null;

  private final Function<String, Optional<ClassCode>> classes;
  private final List<Place> places;

  /** What is in fields, parameters and results, by their names. */
  private final Map<String, Shared> known = new HashMap<>();

  private final Set<Change> changes = new LinkedHashSet<>();
  private boolean learnt = true;

  /** A static field, or what is reached through it. */
  private record Shared(String owner, String field) {}

  /** A place that changes what is shared. */
  record Change(Place place, int line, String owner, String field) {
    String inWords() {
      return "changes the static field %s.%s, which all nodes of a simulation share"
          .formatted(Escapes.simple(owner), field);
    }
  }

  /**
   * What is to be looked through.
   *
   * @param classes gives the project's own classes
   * @param places the methods that are run once classes are ready
   */
  Sharing(Function<String, Optional<ClassCode>> classes, List<Place> places) {
    this.classes = classes;
    this.places = places;
  }

  /** All places that change what is shared. */
  Collection<Change> changes() {
    while (learnt) { // ends: each round but the last one learns of one name more
      learnt = false;
      places.forEach(place -> new Walk(place).go());
    }
    return changes;
  }

  private void learn(String name, Shared shared) {
    if (shared != NOTHING && known.putIfAbsent(name, shared) == null) {
      learnt = true;
    }
  }

  private static String field(Touch touch) {
    return touch.owner() + "." + touch.member();
  }

  private static String parameter(String method, int slot) {
    return method + "#" + slot;
  }

  /** How many places on the stack a method's arguments take, each with its type. */
  private static List<String> arguments(String descriptor) {
    List<String> types = new ArrayList<>();
    for (int at = 1; descriptor.charAt(at) != ')'; at++) {
      int begin = at;
      while (descriptor.charAt(at) == '[') {
        at++;
      }
      at = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) : at;
      types.add(descriptor.substring(begin, at + 1));
    }
    return types;
  }

  private static int size(String type) {
    return switch (type) {
      case "V" -> 0;
      case "J", "D" -> 2;
      default -> 1;
    };
  }

  private static String result(String descriptor) {
    return descriptor.substring(descriptor.indexOf(')') + 1);
  }

  /** One look through a method. */
  private final class Walk {
    private final Place place;
    private final String name;
    private final byte[] code;
    private final Map<Integer, List<Shared>> stacks = new HashMap<>();

    /** What may be in variables; that of an earlier place stays if paths meet. */
    private final Map<Integer, Shared> variables = new HashMap<>();

    private List<Shared> stack = new ArrayList<>();
    private int line;

    Walk(Place place) {
      this.place = place;
      this.name = place.key();
      this.code = place.method().flow().code();
    }

    void go() {
      int slot = place.method().isStatic() ? 0 : 1;
      variables.put(0, known.get(parameter(name, 0)));
      for (String type : arguments(place.method().flow().descriptor())) {
        variables.put(slot, known.get(parameter(name, slot)));
        slot += size(type);
      }
      boolean follows = true; // whether the instruction before leads here
      for (int at = 0; at < code.length; at += Reader.length(code, at)) {
        List<Shared> brought = stacks.get(at);
        if (place.method().flow().handlers().contains(at)) {
          stack = new ArrayList<>();
          push(NOTHING);
        } else if (!follows) {
          stack = brought == null ? new ArrayList<>() : brought;
        } else if (brought != null) {
          for (int i = 0; i < Math.min(stack.size(), brought.size()); i++) {
            if (stack.get(i) == NOTHING) {
              stack.set(i, brought.get(i));
            }
          }
        }
        step(at);
        int op = code[at] & 0xFF;
        follows = !(op == 167 || op >= 169 && op <= 177 || op == 191 || op == 200);
      }
    }

    private void push(Shared shared) {
      stack.add(shared);
    }

    private Shared pop() {
      return stack.isEmpty() ? NOTHING : stack.removeLast();
    }

    private void change(int popped, int pushed) {
      for (int i = 0; i < popped; i++) {
        pop();
      }
      for (int i = 0; i < pushed; i++) {
        push(NOTHING);
      }
    }

    private void found(Shared shared) {
      if (shared != NOTHING) {
        changes.add(new Change(place, line, shared.owner(), shared.field()));
      }
    }

    private void goesTo(int to, int from) {
      if (to > from) {
        stacks.putIfAbsent(to, new ArrayList<>(stack));
      }
    }

    private void step(int at) {
      int op = code[at] & 0xFF;
      Touch member = place.method().flow().members().get(at);
      line = member == null ? line : member.line();
      switch (op) {
        case 25 -> push(variables.get(code[at + 1] & 0xFF));
        case 42, 43, 44, 45 -> push(variables.get(op - 42));
        case 58 -> variables.put(code[at + 1] & 0xFF, pop());
        case 75, 76, 77, 78 -> variables.put(op - 75, pop());
        case 50 -> { // an element of what is shared is shared
          pop();
          push(pop());
        }
        case 79, 81, 83, 84, 85, 86 -> store(1);
        case 80, 82 -> store(2);
        case 87, 88 -> change(op - 86, 0);
        case 89, 90, 91 -> copy(1, op - 89);
        case 92, 93, 94 -> copy(2, op - 92);
        case 95 -> {
          Shared top = pop();
          Shared below = pop();
          push(top);
          push(below);
        }
        case 176 -> learn(name, pop());
        case 178 -> {
          push(shared(member));
          change(0, size(member.descriptor()) - 1);
        }
        case 179 -> {
          change(size(member.descriptor()) - 1, 0);
          learn(field(member), pop());
          found(shared(member));
        }
        case 180 -> {
          Shared whole = pop();
          boolean plain = member.descriptor().length() == 1;
          Shared part = whole != NOTHING ? whole : known.get(field(member));
          push(plain ? NOTHING : part);
          change(0, size(member.descriptor()) - 1);
        }
        case 181 -> {
          change(size(member.descriptor()) - 1, 0);
          learn(field(member), pop());
          found(pop());
        }
        case 182, 183, 184, 185 -> call(member, op == 184);
        case 186 -> capture(at, member);
        case 192 -> {} // the same, by another type
        case 196 -> wide(at);
        case 197 -> change(code[at + 3] & 0xFF, 1);
        default -> plain(op, at);
      }
    }

    private Shared shared(Touch field) {
      return classes
          .apply(field.owner())
          .filter(code -> code.staticFields().contains(field.member()))
          .map(code -> new Shared(field.owner(), field.member()))
          .orElse(NOTHING);
    }

    /** An element of an array is set. */
    private void store(int size) {
      change(size + 1, 0);
      found(pop());
    }

    /** The copy of the top goes below so many more. */
    private void copy(int size, int below) {
      int from = stack.size() - size;
      if (from - below >= 0) {
        stack.addAll(from - below, new ArrayList<>(stack.subList(from, stack.size())));
      }
    }

    private void call(Touch called, boolean isStatic) {
      List<String> types = new ArrayList<>(arguments(called.descriptor()));
      if (!isStatic) {
        types.addFirst("L");
      }
      List<Shared> given = taken(types);
      String method = called.owner() + "." + called.member() + called.descriptor();
      pass(method, types, given, 0);
      Shared first = given.isEmpty() ? NOTHING : given.getFirst();
      Shared back = known.get(method);
      if (called.owner().startsWith("java/util/")
          || called.owner().startsWith("java/lang/StringBu")) {
        boolean changes =
            (isStatic ? CHANGING_FIRST : CHANGING).contains(called.member()) && !types.isEmpty();
        found(changes ? first : NOTHING);
        back = !isStatic && GIVING.contains(called.member()) ? first : NOTHING;
      } else if (called.owner().equals("java/lang/System") && called.member().equals("arraycopy")) {
        found(given.get(2));
      }
      String result = result(called.descriptor());
      if (size(result) > 0) {
        push(back);
        change(0, size(result) - 1);
      }
    }

    /** The arguments of a call, in their order. */
    private List<Shared> taken(List<String> types) {
      List<Shared> given = new ArrayList<>();
      for (String type : types.reversed()) {
        change(size(type) - 1, 0);
        given.addFirst(pop());
      }
      return given;
    }

    /** Tells a method what it is given, from its parameter in this place on. */
    private void pass(String method, List<String> types, List<Shared> given, int from) {
      int slot = from;
      for (int i = 0; i < given.size(); i++) {
        learn(parameter(method, slot), given.get(i));
        slot += size(types.get(i));
      }
    }

    /** What a lambda captures comes before its own parameters. */
    private void capture(int at, Touch leadsTo) {
      String site = place.method().flow().sites().get(at);
      List<String> types = arguments(site);
      List<Shared> given = taken(types);
      if (leadsTo != null) {
        String method = leadsTo.owner() + "." + leadsTo.member() + leadsTo.descriptor();
        pass(method, types, given, leadsTo.member().equals("<init>") ? 1 : 0);
        boolean bound = !given.isEmpty() && leadsTo.owner().startsWith("java/util/");
        found(bound && CHANGING.contains(leadsTo.member()) ? given.getFirst() : NOTHING);
      }
      push(NOTHING);
    }

    private void wide(int at) {
      int op = code[at + 1] & 0xFF;
      int slot = Reader.u2(code, at + 2);
      switch (op) {
        case 25 -> push(variables.get(slot));
        case 58 -> variables.put(slot, pop());
        default -> plain(op, at);
      }
    }

    /** What moves no references but throws them away, and makes new values. */
    private void plain(int op, int at) {
      if (op >= 1 && op <= 8 || op >= 11 && op <= 13 || op >= 16 && op <= 19 || op == 187) {
        push(NOTHING);
      } else if (op == 9 || op == 10 || op == 14 || op == 15 || op == 20) {
        change(0, 2);
      } else if (op == 21 || op == 23 || op >= 26 && op <= 29 || op >= 34 && op <= 37) {
        push(NOTHING);
      } else if (op == 22 || op == 24 || op >= 30 && op <= 33 || op >= 38 && op <= 41) {
        change(0, 2);
      } else if (op == 47 || op == 49) {
        change(2, 2);
      } else if (op >= 46 && op <= 53) {
        change(2, 1);
      } else if (op == 54 || op == 56 || op >= 59 && op <= 62 || op >= 67 && op <= 70) {
        pop();
      } else if (op == 55 || op == 57 || op >= 63 && op <= 66 || op >= 71 && op <= 74) {
        change(2, 0);
      } else if (op >= 96 && op <= 115) {
        change(op % 2 == 0 ? 1 : 2, 0); // of two operands one is left, int and float come first
      } else if (op >= 120 && op <= 125) {
        pop(); // by how much to shift
      } else if (op >= 126 && op <= 131) {
        change(op % 2 == 0 ? 1 : 2, 0);
      } else if (op == 133 || op == 135 || op == 140 || op == 141) {
        push(NOTHING);
      } else if (op == 136 || op == 137 || op == 142 || op == 144) {
        pop();
      } else if (op == 148 || op == 151 || op == 152) {
        change(4, 1);
      } else if (op == 149 || op == 150) {
        change(2, 1);
      } else if (op >= 153 && op <= 166 || op == 198 || op == 199) {
        change(op >= 159 && op <= 166 ? 2 : 1, 0);
        goesTo(at + (short) Reader.u2(code, at + 1), at);
      } else if (op == 167) {
        goesTo(at + (short) Reader.u2(code, at + 1), at);
      } else if (op == 200) {
        goesTo(at + Reader.s4(code, at + 1), at);
      } else if (op == 170 || op == 171) {
        pop();
        choices(op, at);
      } else if (op == 188 || op == 189 || op == 190 || op == 193) {
        change(1, 1);
      } else if (op == 194 || op == 195) {
        pop();
      }
    }

    private void choices(int op, int at) {
      int table = at + 4 - at % 4;
      goesTo(at + Reader.s4(code, table), at);
      int first = table + 12; // tableswitch: behind low and high; lookupswitch: behind a key
      int step = op == 170 ? 4 : 8;
      int end = at + Reader.length(code, at);
      for (int entry = first; entry < end; entry += step) {
        goesTo(at + Reader.s4(code, entry), at);
      }
    }
  }
}
