/**
 * Makes of a stored run one page to look at, and of a store a page that lists and compares its
 * runs. Depends on {@code results} and the workbench's {@code history} and {@code checker}.
 */
package glomers.report;
