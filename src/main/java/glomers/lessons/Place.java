package glomers.lessons;

/**
 * A place in the code.
 *
 * @param type the full name of a class
 * @param method a method of it
 */
record Place(String type, String method) {

  /** The class's own name and the method. */
  String words() {
    return type.substring(type.lastIndexOf('.') + 1) + "." + method;
  }

  /** Where the class is, below the root of the project. */
  String file() {
    return file(type);
  }

  static String file(String type) {
    return "src/main/java/" + type.replace('.', '/') + ".java";
  }
}
