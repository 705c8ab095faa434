package glomers.experiment;

import glomers.simulation.SimulatedHost;
import glomers.workbench.inprocess.NodeMachine;
import java.time.Duration;

/** A simulated host as something that faults can be done to. */
record SimulatedMachine(SimulatedHost host) implements NodeMachine {

  @Override
  public void pause() {
    host.pause();
  }

  @Override
  public void resume() {
    host.resume();
  }

  @Override
  public void kill() {
    host.kill();
  }

  @Override
  public void setClock(Duration ahead, double rate) {
    host.skew(ahead);
    host.drift(rate);
  }
}
