// The part of the run that the diagram and the operations show, in microseconds.

function timeWindow(first, last) {
  const changed = topic();
  const least = 200;
  const full = [first, Math.max(last, first + least)];
  let from = full[0];
  let to = full[1];
  const set = (a, b) => {
    const width = Math.min(Math.max(b - a, least), full[1] - full[0]);
    from = Math.min(Math.max(a, full[0]), full[1] - width);
    to = from + width;
    changed.tell();
  };
  return {
    full,
    listen: changed.listen,
    get from() { return from; },
    get to() { return to; },
    set,
    all: () => set(full[0], full[1]),
    pan: (share) => set(from + share * (to - from), to + share * (to - from)),
    zoom: (factor, around = (from + to) / 2) => set(around - (around - from) * factor, around + (to - around) * factor),
    around: (time, width = to - from) => set(time - width / 2, time + width / 2),
  };
}

/** Mouse, wheel, touch and keys on a canvas whose width is the window; left of `left` are labels. */
function navigate(canvas, shown, left, extra) {
  let grabbed = null;
  const place = (event) => event.clientX - canvas.getBoundingClientRect().left;
  const time = (x) => shown.from + ((x - left) / (canvas.clientWidth - left)) * (shown.to - shown.from);
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey && document.activeElement !== canvas) return;
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      shown.pan((event.deltaX || event.deltaY) / 1000);
    } else {
      shown.zoom(Math.exp(event.deltaY / 400), time(place(event)));
    }
  }, { passive: false });
  const pointers = new Map();
  canvas.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, place(event));
    grabbed = { x: place(event), from: shown.from, to: shown.to, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!grabbed || !pointers.has(event.pointerId)) return;
    const x = place(event);
    if (pointers.size === 2) {
      const [a, b] = [...pointers.entries()].map(([id, at]) => (id === event.pointerId ? x : at));
      const [c, d] = [...pointers.values()];
      grabbed.moved = true;
      if (Math.abs(a - b) > 8) shown.zoom(Math.abs(c - d) / Math.abs(a - b), time((a + b) / 2));
    } else if (grabbed.moved || Math.abs(x - grabbed.x) > 3) {
      grabbed.moved = true;
      const shift = ((x - grabbed.x) / (canvas.clientWidth - left)) * (grabbed.to - grabbed.from);
      shown.set(grabbed.from - shift, grabbed.to - shift);
    }
    pointers.set(event.pointerId, x);
  });
  const release = (event) => {
    pointers.delete(event.pointerId);
    if (grabbed && !grabbed.moved && event.type === "pointerup") extra.click(event);
    if (pointers.size === 0) grabbed = null;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      ArrowLeft: () => shown.pan(-0.15), ArrowRight: () => shown.pan(0.15),
      "+": () => shown.zoom(0.6), "=": () => shown.zoom(0.6), "-": () => shown.zoom(1 / 0.6), 0: shown.all,
      ...extra.keys,
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
}

/** Round marks for a time axis with about `count` of them. */
function marks(from, to, count) {
  const rough = (to - from) / count;
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const all = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) all.push(at);
  return { all, text: (at) => secondsText(at, Math.max(0, Math.min(6, Math.ceil(6 - Math.log10(step))))) };
}

/** Draws the axis and the faults of the window into a canvas. */
function drawTime(context, shown, left, width, height, faults) {
  const x = (time) => left + ((time - shown.from) / (shown.to - shown.from)) * (width - left);
  context.save();
  context.beginPath();
  context.rect(left, 0, width - left, height);
  context.clip();
  context.fillStyle = theme.colour("fault");
  for (const fault of faults) {
    const begin = Math.max(left, x(fault.from));
    const end = Math.min(width, fault.to < 0 ? width : x(fault.to));
    if (end > begin) context.fillRect(begin, 0, end - begin, height);
  }
  context.font = "11px " + theme.colour("sans");
  context.textAlign = "left";
  context.textBaseline = "top";
  const scale = marks(shown.from, shown.to, Math.max(2, (width - left) / 110));
  for (const at of scale.all) {
    context.fillStyle = theme.colour("line");
    context.fillRect(Math.round(x(at)), 0, 1, height);
    context.fillStyle = theme.colour("soft");
    context.fillText(scale.text(at), Math.round(x(at)) + 4, 3);
  }
  context.restore();
  return x;
}
