package glomers.lessons.stage;

/**
 * What a lesson says.
 *
 * @param name the name on the command line
 * @param title in a few words what goes wrong
 * @param lesson the blog's lesson in one sentence
 * @param story how one comes to do it, and why it breaks; a few sentences
 * @param moral why ours does not break, in one sentence
 */
public record Words(String name, String title, String lesson, String story, String moral) {}
