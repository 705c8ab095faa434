/**
 * Histories from elsewhere, and for elsewhere: Jepsen's EDN, JSON, and the texts of Plume and
 * dbcop.
 */
package glomers.results.formats;
