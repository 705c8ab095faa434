package glomers.lessons.stage;

import java.util.List;

/**
 * What a judge found in a run.
 *
 * @param caught whether it is what the lesson warns of
 * @param checker the figures or the anomaly, in the checker's words
 * @param plain the same for a person, with a case that the messages belong to
 * @param messages the few messages that led there
 */
public record Finding(boolean caught, String checker, String plain, List<Passage> messages) {

  public static Finding clear(String checker) {
    return new Finding(false, checker, "", List.of());
  }
}
