package glomers.testing;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the methods of a class touch, read from its class file (JVMS chapter 4). Only what {@link
 * Escapes} asks for is read: a library for all of it would be one more that every test needs, and
 * the JDK's own reader comes with JDK 24.
 *
 * @param name with slashes
 * @param parent the class it extends, with slashes
 * @param source its file's name; empty if it is not said
 * @param staticFields those of the class, by their names
 * @param methods by name and descriptor
 */
record ClassCode(
    String name,
    String parent,
    String source,
    Set<String> staticFields,
    Map<String, Method> methods) {
  private static final int STATIC = 0x0008;
  private static final int SYNTHETIC = 0x1000;

  /**
   * A method.
   *
   * @param touches what it touches, in order
   * @param flow its code, for who follows values through it
   */
  record Method(String name, boolean isStatic, List<Touch> touches, Flow flow) {}

  /**
   * The instructions of a method.
   *
   * @param descriptor the method's
   * @param members what an instruction reads, writes or calls, by its place; of a lambda or method
   *     reference, where it leads
   * @param sites the descriptors of the places where lambdas and method references are made
   * @param handlers where exceptions are caught
   */
  record Flow(
      String descriptor,
      byte[] code,
      Map<Integer, Touch> members,
      Map<Integer, String> sites,
      Set<Integer> handlers) {}

  /** How code touches something. */
  enum How {
    READ_STATIC,
    WRITE_STATIC,
    READ,
    WRITE,
    CALL,
    CALL_STATIC,
    NEW,
    /** A method reference or lambda leads there. */
    REFERENCE
  }

  /**
   * One instruction that touches something.
   *
   * @param owner a class's name, with slashes
   * @param member a field's or method's name; empty for a class
   * @param descriptor of the member
   * @param line in the source; 0 if it is not said
   */
  record Touch(How how, String owner, String member, String descriptor, int line) {}

  /** Reads a class file. */
  static ClassCode of(byte[] file) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
      return new Reader(in).read();
    }
  }

  /** What makes a constant. */
  private record Constant(int tag, int one, int other, String text) {}

  static final class Reader {
    private static final int UTF8 = 1;
    private static final int INTERFACE_METHOD = 11;
    private static final int HANDLE = 15;
    private static final int INVOKE_DYNAMIC = 18;
    private static final int LAST_FIELD_HANDLE = 4;
    private static final int NEW_HANDLE = 8;

    private final DataInputStream in;
    private Constant[] pool;
    private final List<Integer> bootstraps = new ArrayList<>();
    private final List<List<Integer>> arguments = new ArrayList<>();

    Reader(DataInputStream in) {
      this.in = in;
    }

    /** A method whose code can be looked at once the attributes behind all methods are known. */
    private record Raw(
        String name,
        String type,
        boolean isStatic,
        byte[] code,
        Set<Integer> handlers,
        byte[] lines) {}

    ClassCode read() throws IOException {
      in.skipNBytes(8);
      readPool();
      in.skipNBytes(2);
      String name = className(in.readUnsignedShort());
      int parent = in.readUnsignedShort();
      in.skipNBytes(2L * in.readUnsignedShort());
      Set<String> fields = new LinkedHashSet<>();
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        int flags = in.readUnsignedShort();
        String field = text(in.readUnsignedShort());
        in.skipNBytes(2);
        attributes();
        if ((flags & STATIC) != 0 && (flags & SYNTHETIC) == 0) {
          fields.add(field);
        }
      }
      List<Raw> raws = new ArrayList<>();
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        raws.add(raw());
      }
      Map<String, byte[]> more = attributes();
      readBootstraps(more.get("BootstrapMethods"));
      byte[] source = more.get("SourceFile");
      Map<String, Method> methods = new LinkedHashMap<>();
      for (Raw raw : raws) {
        methods.put(raw.name() + raw.type(), method(raw));
      }
      return new ClassCode(
          name,
          parent == 0 ? "" : className(parent),
          source == null ? "" : text(in(source).readUnsignedShort()),
          fields,
          methods);
    }

    private void readPool() throws IOException {
      pool = new Constant[in.readUnsignedShort()];
      for (int i = 1; i < pool.length; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case UTF8 -> pool[i] = new Constant(tag, 0, 0, in.readUTF());
          case 3, 4 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // such a constant takes two places
          }
          case 7, 8, 16, 19, 20 -> pool[i] = new Constant(tag, in.readUnsignedShort(), 0, "");
          case HANDLE ->
              pool[i] = new Constant(tag, in.readUnsignedByte(), in.readUnsignedShort(), "");
          case 9, 10, INTERFACE_METHOD, 12, 17, INVOKE_DYNAMIC ->
              pool[i] = new Constant(tag, in.readUnsignedShort(), in.readUnsignedShort(), "");
          default -> throw new IOException("an unknown constant " + tag);
        }
      }
    }

    private String text(int index) {
      return pool[index].text();
    }

    private String className(int index) {
      return text(pool[index].one());
    }

    private Map<String, byte[]> attributes() throws IOException {
      return attributes(in);
    }

    private Map<String, byte[]> attributes(DataInputStream from) throws IOException {
      Map<String, byte[]> all = new LinkedHashMap<>();
      for (int left = from.readUnsignedShort(); left > 0; left--) {
        String name = text(from.readUnsignedShort());
        all.put(name, from.readNBytes(from.readInt()));
      }
      return all;
    }

    private static DataInputStream in(byte[] bytes) {
      return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private Raw raw() throws IOException {
      int flags = in.readUnsignedShort();
      String name = text(in.readUnsignedShort());
      String type = text(in.readUnsignedShort());
      byte[] attribute = attributes().get("Code");
      boolean isStatic = (flags & STATIC) != 0;
      if (attribute == null) {
        return new Raw(name, type, isStatic, new byte[0], Set.of(), null);
      }
      DataInputStream body = in(attribute);
      body.skipNBytes(4);
      byte[] code = body.readNBytes(body.readInt());
      Set<Integer> handlers = new HashSet<>();
      for (int left = body.readUnsignedShort(); left > 0; left--) {
        body.skipNBytes(4);
        handlers.add(body.readUnsignedShort());
        body.skipNBytes(2);
      }
      return new Raw(name, type, isStatic, code, handlers, attributes(body).get("LineNumberTable"));
    }

    private void readBootstraps(byte[] attribute) throws IOException {
      if (attribute == null) {
        return;
      }
      DataInputStream from = in(attribute);
      for (int left = from.readUnsignedShort(); left > 0; left--) {
        bootstraps.add(from.readUnsignedShort());
        List<Integer> given = new ArrayList<>();
        for (int more = from.readUnsignedShort(); more > 0; more--) {
          given.add(from.readUnsignedShort());
        }
        arguments.add(given);
      }
    }

    private Method method(Raw raw) throws IOException {
      TreeMap<Integer, Integer> lines = new TreeMap<>();
      if (raw.lines() != null) {
        DataInputStream from = in(raw.lines());
        for (int left = from.readUnsignedShort(); left > 0; left--) {
          lines.put(from.readUnsignedShort(), from.readUnsignedShort());
        }
      }
      List<Touch> touches = new ArrayList<>();
      Map<Integer, Touch> members = new HashMap<>();
      Map<Integer, String> sites = new HashMap<>();
      byte[] code = raw.code();
      for (int at = 0; at < code.length; at += length(code, at)) {
        Map.Entry<Integer, Integer> entry = lines.floorEntry(at);
        int line = entry == null ? 0 : entry.getValue();
        int index = at + 2 < code.length ? u2(code, at + 1) : 0;
        int touched = touches.size();
        switch (code[at] & 0xFF) {
          case 178 -> touches.add(member(How.READ_STATIC, index, line));
          case 179 -> touches.add(member(How.WRITE_STATIC, index, line));
          case 180 -> members.put(at, member(How.READ, index, line));
          case 181 -> members.put(at, member(How.WRITE, index, line));
          case 182, 183, 185 -> touches.add(member(How.CALL, index, line));
          case 184 -> touches.add(member(How.CALL_STATIC, index, line));
          case 186 -> {
            dynamic(pool[index].one(), line, touches);
            sites.put(at, text(pool[pool[index].other()].other()));
          }
          case 187 -> touches.add(new Touch(How.NEW, className(index), "", "", line));
          default -> {}
        }
        if (touches.size() > touched) {
          members.put(at, touches.getLast());
        }
      }
      Flow flow = new Flow(raw.type(), code, members, sites, raw.handlers());
      return new Method(raw.name(), raw.isStatic(), touches, flow);
    }

    private Touch member(How how, int index, int line) {
      Constant nameAndType = pool[pool[index].other()];
      return new Touch(
          how,
          className(pool[index].one()),
          text(nameAndType.one()),
          text(nameAndType.other()),
          line);
    }

    /** Where the handles lead that a lambda or method reference is made from. */
    private void dynamic(int bootstrap, int line, List<Touch> touches) {
      for (int argument : arguments.get(bootstrap)) {
        Constant handle = pool[argument];
        if (handle != null && handle.tag() == HANDLE && handle.one() > LAST_FIELD_HANDLE) {
          Touch to = member(How.REFERENCE, handle.other(), line);
          touches.add(
              handle.one() == NEW_HANDLE ? new Touch(How.NEW, to.owner(), "", "", line) : to);
          touches.add(to);
        }
      }
    }

    static int u2(byte[] code, int at) {
      return (code[at] & 0xFF) << 8 | code[at + 1] & 0xFF;
    }

    static int s4(byte[] code, int at) {
      return u2(code, at) << 16 | u2(code, at + 2);
    }

    /** How many bytes an instruction takes (JVMS chapter 6). */
    static int length(byte[] code, int at) {
      int op = code[at] & 0xFF;
      return switch (op) {
        case 16, 18, 169, 188 -> 2;
        case 17, 19, 20, 132, 187, 189, 192, 193, 198, 199 -> 3;
        case 185, 186, 200, 201 -> 5;
        case 197 -> 4;
        case 196 -> (code[at + 1] & 0xFF) == 132 ? 6 : 4;
        case 170 -> {
          int table = at + 4 - at % 4;
          yield table - at + 12 + 4 * (s4(code, table + 8) - s4(code, table + 4) + 1);
        }
        case 171 -> {
          int table = at + 4 - at % 4;
          yield table - at + 8 + 8 * s4(code, table + 4);
        }
        default ->
            op >= 21 && op <= 25 || op >= 54 && op <= 58
                ? 2
                : op >= 153 && op <= 168 || op >= 178 && op <= 184 ? 3 : 1;
      };
    }
  }
}
