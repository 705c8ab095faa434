// What each process did, as bars from invocation to completion.

function operationsSection(operations, shown, faults, link) {
  const count = operations.start.length;
  const rows = packed(operations);
  const tallest = rows.count;
  const canvas = el("canvas", { className: "operations", tabIndex: 0, role: "application",
    "aria-label": "Operations over time. Arrow keys pan, plus and minus zoom, n and p step through operations." });
  canvas.style.height = 24 + tallest * Math.max(9, Math.min(20, 480 / tallest)) + "px";
  const details = el("div", { className: "details" }, el("p", { className: "hint" }, "Click a bar to see the operation."));
  let selected = -1;
  let drawn = [];

  const end = (i) => (operations.end[i] < 0 ? operations.start[i] : operations.end[i]);
  const colour = (i) => theme.colour({ ok: "good", fail: "bad", info: "unsure" }[operations.outcome[i]] || "soft");

  function geometry() {
    const step = (canvas.clientHeight - 24) / tallest;
    const x = (time) => LEFT + ((time - shown.from) / (shown.to - shown.from)) * (canvas.clientWidth - LEFT);
    return { step, x, y: (i) => 24 + rows.of[i] * step };
  }

  const draw = once(() => {
    const context = fitted(canvas);
    const width = canvas.clientWidth;
    const { step, x, y } = geometry();
    drawTime(context, shown, LEFT, width, canvas.clientHeight, faults);
    context.font = "11px " + theme.colour("sans");
    context.textBaseline = "middle";
    context.fillStyle = theme.colour("text");
    const every = Math.ceil(12 / step);
    rows.names.forEach((name, row) => row % every === 0 && context.fillText("process " + name, 4, 24 + (row + 0.5) * step, LEFT - 8));
    context.save();
    context.beginPath();
    context.rect(LEFT, 0, width - LEFT, canvas.clientHeight);
    context.clip();
    drawn = [];
    for (let i = 0; i < count; i++) {
      if (operations.start[i] > shown.to || end(i) < shown.from) continue;
      drawn.push(i);
      context.fillStyle = colour(i);
      context.globalAlpha = selected >= 0 && selected !== i ? 0.55 : 0.9;
      context.fillRect(x(operations.start[i]), y(i) + 1, Math.max(1.5, x(end(i)) - x(operations.start[i])), Math.max(2, step - 2));
    }
    if (selected >= 0) {
      context.globalAlpha = 1;
      context.strokeStyle = theme.colour("text");
      context.lineWidth = 2;
      context.strokeRect(x(operations.start[selected]) - 1, y(selected), Math.max(4, x(end(selected)) - x(operations.start[selected]) + 2), step);
    }
    context.restore();
  });

  function at(event) {
    const box = canvas.getBoundingClientRect();
    const { step, x, y } = geometry();
    const px = event.clientX - box.left;
    const py = event.clientY - box.top;
    let nearest = -1;
    let best = 8;
    for (const i of drawn) {
      if (py < y(i) || py > y(i) + step) continue;
      const distance = Math.max(0, x(operations.start[i]) - px, px - Math.max(x(end(i)), x(operations.start[i]) + 2));
      if (distance < best) {
        best = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  function select(i, reveal) {
    selected = i;
    if (i >= 0) {
      if (reveal && (operations.start[i] < shown.from || end(i) > shown.to)) {
        shown.around((operations.start[i] + end(i)) / 2, Math.max(shown.to - shown.from, (end(i) - operations.start[i]) * 3));
      }
      details.replaceChildren(...describe(i));
    }
    draw();
  }

  function describe(i) {
    const facts = [
      ["process", operations.process[i]],
      ["began", secondsText(operations.start[i], 6)],
      ["took", operations.end[i] < 0 ? "never ended" : millisText(operations.end[i] - operations.start[i])],
      ["outcome", operations.outcome[i]],
      ["in history.edn", ":index " + operations.index[i] + (operations.done[i] < 0 ? "" : " and " + operations.done[i])],
    ];
    return [
      el("h3", {}, operations.kinds[operations.f[i]]),
      el("dl", { className: "about" }, facts.flatMap(([what, value]) => [el("dt", {}, what), el("dd", {}, String(value))])),
      link ? el("div", { className: "actions" }, button("its messages", () => link(i))) : null,
      el("pre", { className: "body" }, [operations.asked[i], operations.came[i]].filter(Boolean).join("\n→ ")),
    ].filter(Boolean);
  }

  const stepTo = (direction) => {
    if (drawn.length === 0) return;
    const here = drawn.indexOf(selected);
    select(drawn[here < 0 ? 0 : (here + direction + drawn.length) % drawn.length], true);
  };
  navigate(canvas, shown, LEFT, { click: (event) => select(at(event)), keys: { n: () => stepTo(1), p: () => stepTo(-1), Escape: () => select(-1) } });
  shown.listen(draw);
  theme.listen(draw);
  new ResizeObserver(draw).observe(canvas);
  const key = el("p", { className: "hint legend" }, ["ok", "fail", "info"].map((outcome) =>
    el("span", {}, el("span", { className: "swatch " + outcome }), { ok: "ok", fail: "failed for certain", info: "outcome unknown" }[outcome])),
    "The time is the same as in the diagram of messages.");
  return {
    section: section("operations-timeline", "Operations", key, el("div", { className: "split" }, el("div", {}, canvas), details)),
    select, draw,
    at: (index) => {
      for (let i = 0; i < count; i++) if (operations.index[i] === index || operations.done[i] === index) return i;
      return -1;
    },
    describe: (i) => `${operations.kinds[operations.f[i]]} by process ${operations.process[i]}, ${secondsText(operations.start[i])}, ${operations.outcome[i]}: ${operations.asked[i]}${operations.came[i] ? " → " + operations.came[i] : ""}`,
  };
}

/** A row for each process; one that never acts again leaves its row to the next. */
function packed(operations) {
  const first = new Map();
  const last = new Map();
  operations.process.forEach((process, i) => {
    if (!first.has(process)) first.set(process, operations.start[i]);
    last.set(process, Math.max(operations.end[i], operations.start[i]));
  });
  const free = [];
  const row = new Map();
  const names = [];
  for (const process of [...first.keys()].sort((a, b) => first.get(a) - first.get(b) || a - b)) {
    const slot = first.size <= 30 ? -1 : free.findIndex((until) => until < first.get(process));
    const at = slot < 0 ? free.length : slot;
    free[at] = last.get(process);
    row.set(process, at);
    names[at] = names[at] === undefined ? String(process) : names[at].replace(/ …$/, "") + " …";
  }
  if (first.size <= 30) {
    const order = [...first.keys()].sort((a, b) => a - b);
    order.forEach((process, at) => { row.set(process, at); names[at] = String(process); });
  }
  return { of: operations.process.map((process) => row.get(process)), names, count: Math.max(1, names.length) };
}
