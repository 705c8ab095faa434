package glomers.lessons;

import java.util.function.Function;

/**
 * Who tells a lesson's variants apart: an anomaly that a checker names, or a figure and the
 * threshold for it.
 *
 * @param name what is looked at, such as {@code lost values (set-full)}
 * @param look looks at a run
 */
record Judge(String name, Function<Attempt, Finding> look) {}
