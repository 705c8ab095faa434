package glomers.cli.seeds;

import glomers.experiment.Bench;
import glomers.experiment.Failure;
import glomers.experiment.Trial;
import glomers.workbench.checker.Validity;

/**
 * How one run of a sweep ended.
 *
 * @param seed its seed
 * @param subject what was tried
 * @param verdict how it was judged
 * @param why in which ways it failed, or what left it open; empty if it is valid
 * @param digest a hash of its history, of the order of its tasks, and of its results
 */
record RunLine(long seed, String subject, Validity verdict, String why, String digest) {

  static RunLine of(Trial trial, Bench.End end) {
    return new RunLine(
        trial.seed(),
        trial.subject().name(),
        end.validity(),
        end.failure().map(Failure::inShort).orElse(end.open()),
        end.digest());
  }
}
