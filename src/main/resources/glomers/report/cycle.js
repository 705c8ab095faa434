// A circle of transactions as a picture: one box below the other, the way back to the first beside them.

const BOX = { width: 420, height: 26, gap: 34, margin: 8 };

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function arrow(path, label, x, y) {
  return [
    drawn("path", { d: path, fill: "none", stroke: "currentColor", "marker-end": "url(#cycle-tip)" }),
    drawn("text", { x, y }, label)];
}

function cyclePicture(cycle) {
  const { width, height, gap, margin } = BOX;
  const top = (i) => margin + i * (height + gap);
  const middle = width / 2;
  const last = cycle.boxes.length - 1;
  const side = margin + width + 40;
  const back = `M ${margin + width} ${top(last) + height / 2} H ${side} V ${top(0) + height / 2} H ${margin + width + 4}`;
  const tip = drawn("marker", { id: "cycle-tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    drawn("path", { d: "M 0 0 L 8 4 L 0 8 z", fill: "currentColor" }));
  return drawn("svg", { class: "cycle", role: "img", "aria-label": "the circle", width: side + 260, height: top(last) + height + margin },
    drawn("defs", {}, tip),
    ...cycle.boxes.flatMap((text, i) => [
      drawn("rect", { x: margin, y: top(i), width, height, rx: 4, fill: "none", stroke: "currentColor" }),
      drawn("text", { x: margin + 8, y: top(i) + 18 }, text)]),
    ...cycle.edges.slice(0, last).flatMap((label, i) =>
      arrow(`M ${middle} ${top(i) + height} V ${top(i + 1) - 1}`, label, middle + 8, top(i) + height + 21)),
    ...arrow(back, cycle.edges[last], side + 8, (top(0) + top(last) + height) / 2 + 4));
}
