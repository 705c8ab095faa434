// Who sends how much to whom.

function matrixSection(messages, choosePair) {
  const names = laneNames(messages).all;
  const lane = laneNumbers(messages, names);
  const size = names.length;
  const counts = new Uint32Array(size * size);
  const drops = new Uint32Array(size * size);
  for (let i = 0; i < messages.count; i++) {
    const at = lane[messages.src[i]] * size + lane[messages.dest[i]];
    counts[at]++;
    if (messages.dropped(i)) drops[at]++;
  }
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const cell = (row, column) => {
    const at = row * size + column;
    if (counts[at] === 0) return el("td", { className: "empty" });
    const made = el("td", {},
      button(shortCount(counts[at]), () => choosePair(names[row], names[column]), {
        title: `${names[row]} to ${names[column]}: ${whole.format(counts[at])} messages` + (drops[at] ? `, ${whole.format(drops[at])} dropped` : ""),
        className: drops[at] ? "dropped" : "",
      }));
    made.style.setProperty("--share", (15 + 75 * Math.sqrt(counts[at] / most)).toFixed(0) + "%");
    return made;
  };
  const total = (row) => counts.subarray(row * size, (row + 1) * size).reduce((a, b) => a + b, 0);
  const table = el("table", { className: "matrix" },
    el("thead", {}, el("tr", {}, el("th", {}, "from \\ to"), names.map((name) => el("th", { scope: "col" }, name)), el("th", {}, "sent"))),
    el("tbody", {}, names.map((name, row) => el("tr", {}, el("th", { scope: "row" }, name),
      names.map((_, column) => cell(row, column)), el("td", { className: "total" }, shortCount(total(row)))))));
  return section("matrix", "Who talks to whom",
    el("p", { className: "hint" }, "Messages sent, from the row to the column; a red corner: some were dropped. A click shows them in the diagram."),
    el("div", { className: "scroll" }, table));
}

function shortCount(count) {
  return count >= 100000 ? Math.round(count / 1000) + "k" : count >= 10000 ? (count / 1000).toFixed(1) + "k" : String(count);
}

/** Clients together, then nodes, then services. */
function laneNames(messages) {
  const nodes = new Set();
  const services = new Set();
  messages.names.forEach((name, i) => {
    if (messages.client[i]) return;
    if (/kv$|tso$/.test(name)) services.add(name);
    else nodes.add(name);
  });
  const own = [...nodes].sort(byName);
  return { nodes: own, all: ["clients", ...own, ...[...services].sort(byName)] };
}

/** For each name of a message the number of its lane. */
function laneNumbers(messages, lanes) {
  const numbers = new Map(lanes.map((name, i) => [name, i]));
  return messages.names.map((name, i) => (messages.client[i] ? 0 : numbers.get(name) ?? -1));
}
