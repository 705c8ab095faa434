package glomers.workbench.store;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system has against a file, as a person would say it. */
public final class DiskProblem {
  private static final Pattern NOT_STARTED =
      Pattern.compile(
          "(?s)^Cannot run program .*?(?:error=\\d+, (.*)|error: \\d+ \\((.*)\\)\\s*)$");

  private DiskProblem() {}

  /** In a few words, with the file where it is known and no name of an exception. */
  public static String of(IOException problem) {
    String why = why(problem);
    return problem instanceof FileSystemException inFile && inFile.getFile() != null
        ? inFile.getFile() + ": " + why
        : why;
  }

  /** The same, with this file's name in any case. */
  public static String in(Path file, IOException problem) {
    return file + ": " + why(problem);
  }

  private static String why(IOException problem) {
    return switch (problem) {
      case NoSuchFileException gone -> "there is no such file or folder";
      case AccessDeniedException refused -> "permission denied";
      case FileAlreadyExistsException file -> "this is in the way: it is no folder";
      case NotDirectoryException file -> "this is no folder";
      case DirectoryNotEmptyException folder -> "a folder that is not empty is in the way";
      case FileSystemLoopException loop -> "its links lead in a circle";
      case CharacterCodingException coding -> "this is not text in UTF-8";
      case FileSystemException other -> system(Optional.ofNullable(other.getReason()));
      default -> system(Optional.ofNullable(problem.getMessage()));
    };
  }

  /** The system's own words, which are short, but for the ones that a person meets. */
  private static String system(Optional<String> words) {
    // The JDK's own account of a program that did not start has the system's word at its end.
    Matcher started = NOT_STARTED.matcher(words.orElse("it cannot be used"));
    String text = started.replaceFirst("$1$2");
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota exceeded")) {
      return "the disk is full";
    }
    if (lower.contains("read-only file system")) {
      return "this disk may only be read";
    }
    if (lower.contains("not a directory")) {
      return "this is no folder";
    }
    if (lower.contains("is a directory")) {
      return "this is a folder, not a file";
    }
    if (lower.contains("exec format error")) {
      return "this system cannot run such a file (" + text + ")";
    }
    return text;
  }
}
