// Every message as a line from its sender, when it was sent, to its receiver, when it arrived.

const LEFT = 74;
const MOST_DRAWN = 7000;

function diagramSection(messages, shown, faults, processes) {
  const lanes = laneNames(messages).all;
  const laneOf = laneNumbers(messages, lanes);
  const state = {
    lanes: new Set(lanes), types: new Set(messages.types.keys()), fate: "all",
    selected: -1, found: null, first: new Set(), pair: null, drawn: [],
  };
  const canvas = el("canvas", { className: "diagram", tabIndex: 0, role: "application",
    "aria-label": "Messages over time. Arrow keys pan, plus and minus zoom, n and p step through messages, f follows, Escape clears." });
  const overview = el("canvas", { className: "overview", title: "Drag to choose a part of the run" });
  const status = el("p", { className: "hint", role: "status" });
  const details = el("div", { className: "details" }, emptyDetails());
  const draw = once(() => { paint(); paintOverview(); });

  function rows() {
    return lanes.filter((name) => state.lanes.has(name));
  }

  function resize() {
    const count = rows().length;
    canvas.style.height = 24 + count * Math.max(17, Math.min(44, 520 / count)) + "px";
  }

  function visible(i) {
    if (!state.types.has(messages.type[i])) return false;
    const from = lanes[laneOf[messages.src[i]]];
    const to = lanes[laneOf[messages.dest[i]]];
    if (!state.lanes.has(from) || !state.lanes.has(to)) return false;
    if (state.fate === "dropped" && !messages.dropped(i)) return false;
    return !state.pair || (state.pair[0] === from && state.pair[1] === to);
  }

  function inWindow() {
    const all = [];
    for (let i = messages.from(shown.from - messages.longest); i < messages.count && messages.sent[i] <= shown.to; i++) {
      if (messages.sent[i] + messages.took[i] >= shown.from && visible(i)) all.push(i);
    }
    return all;
  }

  function paint() {
    resize();
    const context = fitted(canvas);
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    const x = drawTime(context, shown, LEFT, width, height, faults);
    const names = rows();
    const step = (height - 24) / Math.max(1, names.length);
    const y = new Map(names.map((name, i) => [name, 24 + (i + 0.5) * step]));
    context.font = "12px " + theme.colour("sans");
    context.textBaseline = "middle";
    for (const [name, at] of y) {
      context.fillStyle = theme.colour("line");
      context.fillRect(LEFT, Math.round(at), width - LEFT, 1);
      context.fillStyle = theme.colour("text");
      context.fillText(name, 4, at, LEFT - 8);
    }
    const all = inWindow();
    const stride = Math.max(1, Math.ceil(all.length / MOST_DRAWN));
    const palette = theme.palette();
    const faint = state.found !== null;
    const batches = new Map();
    state.drawn = [];
    const put = (i, key) => {
      if (!batches.has(key)) batches.set(key, []);
      batches.get(key).push(i);
      state.drawn.push(i);
    };
    all.forEach((i, n) => {
      if (faint && state.found.has(i)) put(i, state.first.has(i) ? "first" : "found");
      else if (messages.dropped(i) && (n % stride === 0 || all.length < 40000)) put(i, "dropped");
      else if (n % stride === 0) put(i, messages.hue[messages.type[i]]);
    });
    context.save();
    context.beginPath();
    context.rect(LEFT, 0, width - LEFT, height);
    context.clip();
    const drawnLines = state.drawn.length;
    const base = drawnLines > 3000 ? 0.28 : drawnLines > 800 ? 0.5 : 0.8;
    const line = (i) => endsOf(i, x, y);
    for (const [key, some] of [...batches].sort((a, b) => rank(a[0]) - rank(b[0]))) {
      const special = rank(key) > 0;
      context.strokeStyle = rank(key) > 1 ? theme.colour("accent") : key === "dropped" ? theme.colour("bad") : palette[key];
      context.globalAlpha = key === "first" ? 1 : key === "found" ? (batches.get("found").length > 200 ? 0.3 : 0.6) : faint ? 0.1 : key === "dropped" ? 0.9 : base;
      context.lineWidth = key === "first" ? 2.4 : 1;
      stroke(context, some, line);
      if (drawnLines < 1500 || special) heads(context, some, line, drawnLines < 1500 ? 2.2 : 1.6);
    }
    if (state.selected >= 0) {
      context.globalAlpha = 1;
      context.lineWidth = 3;
      context.strokeStyle = theme.colour("text");
      stroke(context, [state.selected], line);
      heads(context, [state.selected], line, 4);
    }
    context.restore();
    const word = stride > 1 ? `${whole.format(all.length)} messages in this window, one in ${stride} drawn; zoom in to see all` : `${whole.format(all.length)} messages in this window`;
    status.textContent = `${secondsText(shown.from)} to ${secondsText(shown.to)}: ${word}` + (messages.more ? `. ${whole.format(messages.more)} later ones were not kept.` : "");
  }

  function rank(key) {
    return { first: 3, found: 2, dropped: 1 }[key] || 0;
  }

  function endsOf(i, x, y) {
    const x1 = x(messages.sent[i]);
    const y1 = y.get(lanes[laneOf[messages.src[i]]]);
    let x2 = x(messages.sent[i] + messages.took[i]);
    let y2 = y.get(lanes[laneOf[messages.dest[i]]]);
    if (y1 === undefined || y2 === undefined) return null;
    if (messages.dropped(i)) {
      x2 = x1 + Math.max(6, (x2 - x1) * 0.7);
      y2 = y1 + (y2 - y1) * 0.7;
    }
    return [x1, y1, x2, y2];
  }

  function stroke(context, some, line) {
    context.beginPath();
    some.forEach((i, n) => {
      const at = line(i);
      if (!at) return;
      context.moveTo(at[0], at[1]);
      context.lineTo(at[2], at[3]);
      if (n % 400 === 399) {
        context.stroke();
        context.beginPath();
      }
    });
    context.stroke();
  }

  function heads(context, some, line, size) {
    context.fillStyle = context.strokeStyle;
    for (const i of some) {
      const at = line(i);
      if (!at) continue;
      if (messages.dropped(i)) {
        context.beginPath();
        context.moveTo(at[2] - 3, at[3] - 3);
        context.lineTo(at[2] + 3, at[3] + 3);
        context.moveTo(at[2] - 3, at[3] + 3);
        context.lineTo(at[2] + 3, at[3] - 3);
        context.stroke();
      } else {
        context.fillRect(at[2] - size, at[3] - size, 2 * size, 2 * size);
      }
    }
  }

  function paintOverview() {
    const context = fitted(overview);
    const width = overview.clientWidth;
    const height = overview.clientHeight;
    const whole = { from: shown.full[0], to: shown.full[1] };
    const x = (time) => LEFT + ((time - whole.from) / (whole.to - whole.from)) * (width - LEFT);
    context.fillStyle = theme.colour("fault");
    for (const fault of faults) {
      context.fillRect(x(fault.from), 0, Math.max(1, x(fault.to < 0 ? whole.to : fault.to) - x(fault.from)), height);
    }
    const bins = new Uint32Array(Math.max(1, width - LEFT));
    const lost = new Uint32Array(bins.length);
    for (let i = 0; i < messages.count; i++) {
      if (!visible(i)) continue;
      const bin = Math.min(bins.length - 1, Math.max(0, Math.floor(x(messages.sent[i]) - LEFT)));
      bins[bin]++;
      if (messages.dropped(i)) lost[bin]++;
    }
    const most = bins.reduce((a, b) => Math.max(a, b), 1);
    const tall = (n) => Math.sqrt(n / most) * (height - 4);
    for (let bin = 0; bin < bins.length; bin++) {
      context.fillStyle = theme.colour("soft");
      context.fillRect(LEFT + bin, height - tall(bins[bin]), 1, tall(bins[bin]));
      if (lost[bin]) {
        context.fillStyle = theme.colour("bad");
        context.fillRect(LEFT + bin, height - Math.max(2, tall(lost[bin])), 1, Math.max(2, tall(lost[bin])));
      }
    }
    context.fillStyle = theme.colour("soft");
    context.font = "12px " + theme.colour("sans");
    context.textBaseline = "middle";
    context.fillText("whole run", 4, height / 2, LEFT - 8);
    context.strokeStyle = theme.colour("accent");
    context.lineWidth = 2;
    context.strokeRect(x(shown.from), 1, Math.max(3, x(shown.to) - x(shown.from)), height - 2);
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    const px = event.clientX - box.left;
    const py = event.clientY - box.top;
    const width = canvas.clientWidth;
    const x = (time) => LEFT + ((time - shown.from) / (shown.to - shown.from)) * (width - LEFT);
    const names = rows();
    const step = (canvas.clientHeight - 24) / Math.max(1, names.length);
    const y = new Map(names.map((name, i) => [name, 24 + (i + 0.5) * step]));
    let nearest = -1;
    let best = 9;
    for (const i of state.drawn) {
      if (state.found && !state.found.has(i) && best < 4) continue;
      const line = endsOf(i, x, y);
      if (!line) continue;
      const distance = toSegment(px, py, line);
      if (distance < best) {
        best = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  async function select(i, reveal) {
    state.selected = i;
    if (i < 0) {
      details.replaceChildren(emptyDetails());
      draw();
      return;
    }
    if (reveal && (messages.sent[i] < shown.from || messages.sent[i] > shown.to)) shown.around(messages.sent[i]);
    draw();
    const line = await messages.line(i);
    const around = await conversation(messages, i);
    if (state.selected !== i) return;
    details.replaceChildren(...messageDetails(i, bodyOf(line), around));
  }

  function messageDetails(i, body, around) {
    const facts = [
      ["from", messages.names[messages.src[i]] + processOf(messages.src[i], i)],
      ["to", messages.names[messages.dest[i]] + processOf(messages.dest[i], i)],
      ["sent", secondsText(messages.sent[i], 6)],
      [messages.dropped(i) ? "dropped" : "arrived", messages.fate[i] === UNDER_WAY ? "under way when the run ended" : "after " + millisText(messages.took[i])],
      ["fate", FATES[messages.fate[i]]],
    ];
    const twice = messages.again.filter(([of]) => of === i).map(([, when]) => secondsText(when, 6));
    if (twice.length) facts.push(["again", twice.join(", ")]);
    return [
      el("h3", {}, messages.types[messages.type[i]] || "message", " ", el("span", { className: "soft" }, "#" + i)),
      el("dl", { className: "about" }, facts.flatMap(([what, value]) => [el("dt", {}, what), el("dd", {}, value)])),
      el("div", { className: "actions" },
        subjects(body.value).map((subject) => button("follow " + subject, () => start(subject))),
        around.map(({ how, i: other }) => button(`${how} #${other}`, () => select(other, true)))),
      el("pre", { className: "body" }, body.text),
    ];
  }

  function processOf(name, i) {
    if (!messages.client[name]) return "";
    const process = processes(name, messages.sent[i]);
    return process === undefined ? "" : ", process " + process;
  }

  function stepTo(direction) {
    const pool = (state.found ? [...state.found].filter(visible) : inWindow()).sort((a, b) => a - b);
    if (pool.length === 0) return;
    const here = pool.indexOf(state.selected);
    select(pool[here < 0 ? 0 : (here + direction + pool.length) % pool.length], true);
  }

  const input = el("input", { type: "search", placeholder: "value, or key=value", "aria-label": "Follow a value" });
  const story = el("div", { className: "story", hidden: true });

  async function start(text) {
    input.value = text;
    status.textContent = "looking for " + text + " …";
    highlight(await follow(messages, text), text);
  }

  function highlight(found, text) {
    state.found = found;
    tell(text);
    if (found.size > 0) {
      const list = [...found].sort((a, b) => a - b);
      const first = messages.sent[list[0]];
      const telling = state.first.size > 1 ? [...state.first] : list.slice(0, 400);
      const last = Math.max(...telling.map((i) => messages.sent[i] + messages.took[i]));
      const margin = Math.max(2000, (last - first) * 0.08);
      shown.set(first - margin, last + margin);
    }
    draw();
  }

  function tell(text) {
    const { began, order } = arrivals(messages, state.found);
    const nodes = laneNames(messages).nodes;
    const reached = order.filter(({ name }) => nodes.includes(name));
    state.first = new Set(order.map(({ i }) => i));
    const head = state.found.size === 0 ? `No message carries ${text}.`
      : `${text}: ${whole.format(state.found.size)} messages; it reached ${reached.length} of ${nodes.length} nodes`
        + (reached.length ? `, the last after ${millisText(reached[reached.length - 1].at - began)}.` : ".");
    story.hidden = false;
    story.replaceChildren(
      el("p", {}, head, " ", button("stop following", clear, { className: "quiet" })),
      el("ol", { className: "hops" }, order.map(({ name, at: when, i }) =>
        el("li", {}, button(name, () => select(i, true), { className: "quiet", title: "The message that brought it" }),
          el("span", { className: "number soft" }, "+" + millisText(when - began))))));
  }

  function clear() {
    state.found = null;
    state.pair = null;
    input.value = "";
    story.hidden = true;
    select(-1);
  }

  const typeBoxes = chooser(messages.types.map((type, i) => [i, `${type || "(no type)"}  ${whole.format(messages.tally[i])}`, "c" + messages.hue[i]]), state.types, draw);
  const laneBoxes = chooser(lanes.map((name) => [name, name]), state.lanes, draw);
  const fate = el("select", { "aria-label": "Which messages", on: { change: () => { state.fate = fate.value; draw(); } } },
    el("option", { value: "all" }, "all messages"), el("option", { value: "dropped" }, "dropped only"));

  navigate(canvas, shown, LEFT, {
    click: (event) => select(at(event)),
    keys: {
      n: () => stepTo(1), p: () => stepTo(-1), Escape: clear,
      f: () => { const follows = details.querySelector(".actions button"); if (follows) follows.click(); },
    },
  });
  brush(overview, shown);
  shown.listen(draw);
  theme.listen(draw);
  new ResizeObserver(draw).observe(canvas);
  canvas.addEventListener("mousemove", (event) => { canvas.style.cursor = event.buttons ? "grabbing" : at(event) >= 0 ? "pointer" : "grab"; });

  const made = section("messages", "Messages",
    el("div", { className: "toolbar" },
      el("form", { on: { submit: (event) => { event.preventDefault(); if (input.value.trim()) start(input.value.trim()); else clear(); } } },
        input, el("button", { type: "submit" }, "follow")),
      fate,
      el("details", { className: "choose" }, el("summary", {}, "types"), typeBoxes.element),
      el("details", { className: "choose" }, el("summary", {}, "nodes"), laneBoxes.element),
      el("span", { className: "zoom" },
        button("−", () => shown.zoom(1 / 0.6), { title: "Zoom out (-)", "aria-label": "zoom out" }),
        button("+", () => shown.zoom(0.6), { title: "Zoom in (+)", "aria-label": "zoom in" }),
        button("all", shown.all, { title: "The whole run (0)" }))),
    overview, story,
    el("div", { className: "split" }, el("div", {}, canvas, status), details));
  return {
    section: made, start, draw, select: (i) => select(i, true), state,
    highlight,
    pair(from, to) {
      state.pair = [from, to];
      state.found = null;
      story.hidden = false;
      story.replaceChildren(el("p", {}, `Only messages from ${from} to ${to}. `, button("all pairs", clear, { className: "quiet" })));
      shown.all();
      made.scrollIntoView();
    },
  };
}

function emptyDetails() {
  return el("p", { className: "hint" },
    "Click a line to see its message. Drag to pan, use + and − or Ctrl and the wheel to zoom; n and p step from message to message, f follows what the message carries.");
}

/** Check boxes for what is shown. */
function chooser(options, chosen, changed) {
  const boxes = options.map(([value, label, colour]) => {
    const box = el("input", { type: "checkbox", checked: true, on: { change: () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      changed();
    } } });
    const swatch = colour ? el("span", { className: "swatch" }) : null;
    if (swatch) swatch.style.background = `var(--${colour})`;
    return { box, value, row: el("label", {}, box, swatch, label) };
  });
  const all = (on) => () => {
    boxes.forEach(({ box, value }) => {
      box.checked = on;
      if (on) chosen.add(value);
      else chosen.delete(value);
    });
    changed();
  };
  return { element: el("div", { className: "boxes" }, el("div", {}, button("all", all(true), { className: "quiet" }), button("none", all(false), { className: "quiet" })),
    boxes.map(({ row }) => row)) };
}

/** Dragging over the overview chooses the window; a click moves it. */
function brush(canvas, shown) {
  let begun = null;
  const time = (event) => {
    const share = (event.clientX - canvas.getBoundingClientRect().left - LEFT) / (canvas.clientWidth - LEFT);
    return shown.full[0] + Math.max(0, Math.min(1, share)) * (shown.full[1] - shown.full[0]);
  };
  canvas.addEventListener("pointerdown", (event) => {
    begun = time(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (begun === null) return;
    const now = time(event);
    if (Math.abs(now - begun) > (shown.full[1] - shown.full[0]) / 300) shown.set(Math.min(begun, now), Math.max(begun, now));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (begun !== null && Math.abs(time(event) - begun) <= (shown.full[1] - shown.full[0]) / 300) shown.around(begun);
    begun = null;
  });
}

function toSegment(px, py, [x1, y1, x2, y2]) {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - x1) * dx + (py - y1) * dy) / length));
  return Math.hypot(px - x1 - share * dx, py - y1 - share * dy);
}
