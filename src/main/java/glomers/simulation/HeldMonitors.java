package glomers.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** Tells which monitors a platform thread holds. Slow: each look stops all threads for a moment. */
final class HeldMonitors {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private HeldMonitors() {}

  /** The monitors that the current thread holds and where it entered them, or null if none. */
  static String ofCurrentThread() {
    long[] ids = {Thread.currentThread().threadId()};
    ThreadInfo info = THREADS.getThreadInfo(ids, true, false)[0];
    if (info.getLockedMonitors().length == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder("a monitor:\n");
    for (MonitorInfo monitor : info.getLockedMonitors()) {
      text.append("    a ").append(monitor.getClassName());
      text.append(", entered at ").append(monitor.getLockedStackFrame()).append('\n');
    }
    return text.append(Report.stack(info.getStackTrace())).toString();
  }
}
