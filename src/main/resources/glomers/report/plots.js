// Plots over the time of the run, with faults shaded, and the distribution of stable latencies.

function plotsSection(facts, operations, messages, shown) {
  const faults = facts.faults;
  const zoomed = { from: null, to: null };
  const last = Math.max(shown.full[1], 1) / 1e6;
  const plots = [];
  const bar = el("p", { className: "hint", role: "status" }, "Drag over a plot to zoom all of them; double-click to see the whole run again.");
  const grid = el("div", { className: "plots" });
  const colours = () => theme.palette();

  function zoom(from, to) {
    zoomed.from = from;
    zoomed.to = to;
    plots.filter((plot) => plot.timed).forEach((plot) => plot.chart.setScale("x", { min: from ?? 0, max: to ?? last }));
    bar.replaceChildren(...(from === null ? ["Drag over a plot to zoom all of them; double-click to see the whole run again."]
      : [`${from.toFixed(2)} s to ${to.toFixed(2)} s. `,
        messages ? button("show these messages", () => { shown.set(from * 1e6, to * 1e6); document.getElementById("messages").scrollIntoView(); }, { className: "quiet" }) : "",
        button("whole run", () => zoom(null, null), { className: "quiet" })]));
  }

  function shade(chart) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = theme.colour("fault");
    for (const fault of faults) {
      const from = chart.valToPos(fault.from / 1e6, "x", true);
      const to = fault.to < 0 ? bbox.left + bbox.width : chart.valToPos(fault.to / 1e6, "x", true);
      ctx.fillRect(from, bbox.top, Math.max(1, to - from), bbox.height);
    }
    ctx.restore();
  }

  function add(title, data, series, options) {
    if (data[0].length === 0) return;
    const holder = el("div", { className: "plot" });
    grid.append(el("figure", {}, el("figcaption", {}, title), holder));
    const plot = { timed: !options.free };
    plot.build = () => {
      if (plot.chart) plot.chart.destroy();
      const palette = colours();
      const axis = (more) => ({ stroke: theme.colour("soft"), grid: { stroke: theme.colour("line"), width: 1 }, ticks: { stroke: theme.colour("line"), width: 1 }, font: "11px " + theme.colour("sans"), ...more });
      plot.chart = new uPlot({
        width: Math.max(240, holder.clientWidth), height: 210,
        scales: { x: options.free ? { time: false } : { time: false, range: () => [zoomed.from ?? 0, zoomed.to ?? last] }, y: options.scale || {} },
        cursor: { drag: { x: true, y: false, setScale: false }, sync: options.free ? undefined : { key: "run" }, points: { size: 6 } },
        legend: { live: true },
        axes: [axis({ values: (_, all) => all.map((v) => (v === null ? "" : +v.toFixed(3) + (options.xUnit || " s"))), size: 30, space: 76 }),
          axis({ values: (_, all) => all.map((v) => (v === null ? "" : shortNumber(v) + (options.unit || ""))), size: 62, ...(options.scale && options.scale.distr === 3 ? powers() : {}) })],
        series: [{ label: options.free ? options.xLabel : "time", value: (_, v) => (v === null || v === undefined ? "–" : +v.toFixed(3) + (options.xUnit || " s")) },
          ...series.map((one, i) => ({
            label: one.label, show: one.show !== false, width: 1.5, spanGaps: false,
            stroke: one.colour ? theme.colour(one.colour) : palette[i % palette.length],
            value: (_, v) => (v === null || v === undefined ? "–" : shortNumber(v) + (options.unit || "")),
            ...(options.dots ? { paths: () => null, points: { show: true, size: 3.5, width: 0, fill: one.colour ? theme.colour(one.colour) : palette[i % palette.length] } } : { points: { show: false } }),
            ...(options.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
          }))],
        hooks: {
          drawClear: options.free ? [(chart) => (options.lines || (() => {}))(chart)] : [shade],
          setSelect: options.free ? [] : [(chart) => {
            if (chart.select.width < 4) return;
            const from = chart.posToVal(chart.select.left, "x");
            const to = chart.posToVal(chart.select.left + chart.select.width, "x");
            chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
            zoom(from, to);
          }],
        },
      }, data, holder);
      holder.addEventListener("dblclick", () => !options.free && zoom(null, null));
    };
    plots.push(plot);
    plot.build();
    new ResizeObserver(() => {
      if (plot.chart.width !== holder.clientWidth && holder.clientWidth > 100) plot.chart.setSize({ width: holder.clientWidth, height: 210 });
    }).observe(holder);
  }

  const made = section("plots", "Over time", faults.length ? faultList(faults) : null, bar, grid);
  return {
    section: made,
    build() {
      if (operations.start.length) {
        latencyPlot(operations, add);
        ratePlot(operations, add);
      }
      if (messages) kindsPlot(messages, add);
      if (facts.stable && facts.stable.length) stablePlot(facts, add);
      if (facts.lag) lagPlot(facts.lag, add);
      theme.listen(() => plots.forEach((plot) => plot.build()));
    },
  };
}

/** On a logarithmic scale only whole powers of ten are worth a line. */
function powers() {
  const only = (_, splits) => splits.map((v) => (Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-6 ? v : null));
  return { filter: only, grid: { stroke: theme.colour("line"), width: 1, filter: only }, ticks: { show: false } };
}

function faultList(faults) {
  return el("p", { className: "hint" }, el("span", { className: "swatch fault" }), "Shaded: ",
    faults.map((fault) => `${fault.kind}${fault.label ? " (" + fault.label.replace(/[:"[\]]/g, "") + ")" : ""} ${(fault.from / 1e6).toFixed(1)}–${fault.to < 0 ? "end" : (fault.to / 1e6).toFixed(1) + " s"}`).slice(0, 12).join(", "),
    faults.length > 12 ? ` and ${faults.length - 12} more` : "");
}

function shortNumber(value) {
  const size = Math.abs(value);
  if (size >= 1e6) return +(value / 1e6).toFixed(2) + "M";
  if (size >= 1e4) return +(value / 1e3).toFixed(1) + "k";
  return String(+value.toPrecision(3));
}

const OUTCOMES = ["ok", "fail", "info"];

function latencyPlot(operations, add) {
  const order = operations.start.map((_, i) => i).filter((i) => operations.end[i] >= 0);
  const groups = new Map();
  order.forEach((i) => {
    const label = operations.kinds[operations.f[i]] + " " + operations.outcome[i];
    if (!groups.has(label)) groups.set(label, []);
    groups.get(label).push(i);
  });
  const at = new Map(order.map((i, n) => [i, n]));
  const names = [...groups.keys()].sort((a, b) => OUTCOMES.indexOf(a.split(" ").pop()) - OUTCOMES.indexOf(b.split(" ").pop()));
  const columns = names.map((name) => {
    const column = new Array(order.length).fill(null);
    groups.get(name).forEach((i) => { column[at.get(i)] = Math.max(0.01, (operations.end[i] - operations.start[i]) / 1000); });
    return column;
  });
  const special = { fail: "bad", info: "unsure" };
  add("Latency of each operation, by kind and outcome", [order.map((i) => operations.start[i] / 1e6), ...columns],
    names.map((label) => ({ label, colour: special[label.split(" ").pop()] })), { unit: " ms", dots: true, scale: { distr: 3 } });
}

function binned(times, last) {
  const width = last > 600e6 ? 10e6 : last > 120e6 ? 2e6 : last > 10e6 ? 1e6 : 0.2e6;
  const count = Math.max(1, Math.ceil((last + 1) / width));
  const bins = new Array(count).fill(0);
  times.forEach((time) => { if (time >= 0) bins[Math.min(count - 1, Math.floor(time / width))] += 1e6 / width; });
  return { bins, x: bins.map((_, i) => (i * width) / 1e6) };
}

function ratePlot(operations, add) {
  const last = operations.start.reduce((a, b) => Math.max(a, b), 0);
  const groups = new Map();
  operations.start.forEach((time, i) => {
    const label = operations.kinds[operations.f[i]] + (operations.outcome[i] === "ok" ? "" : " " + operations.outcome[i]);
    if (!groups.has(label)) groups.set(label, []);
    groups.get(label).push(time);
  });
  const lines = [...groups].map(([label, times]) => ({ label, ...binned(times, last) }));
  add("Operations begun a second", [lines[0].x, ...lines.map((line) => line.bins)], lines, { unit: "/s", stepped: true });
}

function kindsPlot(messages, add) {
  const groups = new Map();
  for (let i = 0; i < messages.count; i++) {
    const label = messages.types[messages.type[i]] || "(no type)";
    if (!groups.has(label)) groups.set(label, { times: [], servers: 0 });
    const group = groups.get(label);
    group.times.push(messages.sent[i]);
    if (!messages.ofClient(i)) group.servers++;
  }
  const dropped = [];
  for (let i = 0; i < messages.count; i++) if (messages.dropped(i)) dropped.push(messages.sent[i]);
  const last = messages.count ? messages.sent[messages.count - 1] : 0;
  const chosen = [...groups].filter(([label]) => !/^(init|topology)(_ok)?$/.test(label))
    .sort((a, b) => b[1].times.length - a[1].times.length).slice(0, 8)
    .map(([label, group]) => ({ label, colour: "c" + messages.hue[messages.types.indexOf(label)], ...binned(group.times, last) }));
  if (dropped.length) chosen.push({ label: "dropped", colour: "bad", ...binned(dropped, last) });
  if (chosen.length) add("Messages sent a second, by type", [chosen[0].x, ...chosen.map((line) => line.bins)], chosen, { unit: "/s", stepped: true });
}

function stablePlot(facts, add) {
  const sorted = facts.stable;
  const x = [];
  const y = [];
  sorted.forEach((value, i) => {
    if (x[x.length - 1] === value) y[y.length - 1] = (100 * (i + 1)) / sorted.length;
    else {
      x.push(value);
      y.push((100 * (i + 1)) / sorted.length);
    }
  });
  if (x[0] > 0) {
    x.unshift(0);
    y.unshift(0);
  }
  if (x.length === 1) {
    x.push(1);
    y.push(y[0]);
  }
  const limits = facts.figures.filter((figure) => figure.limit !== undefined && /^stable-/.test(figure.name));
  const lines = (chart) => limits.forEach((figure) => {
    const { ctx, bbox } = chart;
    const at = chart.valToPos(figure.limit, "x", true);
    if (at < bbox.left || at > bbox.left + bbox.width) return;
    ctx.fillStyle = theme.colour("bad");
    ctx.fillRect(at, bbox.top, Math.max(1, devicePixelRatio), bbox.height);
  });
  add("Stable latency: the share of values that every read showed after so long" + (limits.length ? "; red: limits for the median and the maximum" : ""),
    [x, y], [{ label: "values" }], { free: true, unit: " %", xUnit: " ms", xLabel: "after", stepped: true, lines, scale: { range: [0, 101] } });
}

function lagPlot(lag, add) {
  const worst = Object.entries(lag).map(([key, points]) => {
    let most = 0;
    for (let i = 1; i < points.length; i += 2) most = Math.max(most, points[i]);
    return { key, points, most };
  }).sort((a, b) => b.most - a.most);
  const shown = worst.slice(0, 8);
  const times = new Set();
  const places = shown.map(({ points }) => {
    const at = new Map();
    for (let i = 0; i < points.length; i += 2) {
      const bin = Math.floor(points[i] / 1e5) / 10;
      times.add(bin);
      at.set(bin, Math.max(at.get(bin) || 0, points[i + 1] / 1000));
    }
    return at;
  });
  const all = new Map();
  for (const { points } of worst) {
    for (let i = 0; i < points.length; i += 2) {
      const bin = Math.floor(points[i] / 1e5) / 10;
      times.add(bin);
      all.set(bin, Math.max(all.get(bin) || 0, points[i + 1] / 1000));
    }
  }
  const x = [...times].sort((a, b) => a - b);
  add(`Lag of polls behind each key${worst.length > 8 ? `, the 8 of ${worst.length} keys with the most` : ""} (the worst in each 0.1 s)`,
    [x, x.map((time) => all.get(time) ?? null), ...places.map((at) => x.map((time) => at.get(time) ?? null))],
    [{ label: "all keys", colour: "soft" }, ...shown.map(({ key }, i) => ({ label: "key " + key, colour: "c" + i }))], { unit: " ms", dots: true });
}
