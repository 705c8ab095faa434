// Puts the page of a run together.

async function showRun() {
  const facts = embedded("run");
  const page = document.getElementById("page");
  const nav = el("nav", { "aria-label": "Sections" });
  const header = el("header", {},
    el("a", { className: "home", href: "../../index.html", title: "All runs" }, "runs"),
    el("strong", {}, facts.challenge ? facts.challenge + " " : "", facts.workload), chip(facts.validity), nav, theme.toggle);
  const main = el("main", {});
  page.append(header, main);
  main.append(verdictSection(facts), ...[figuresSection(facts)].filter(Boolean));

  const operations = await unpackedJson("operations");
  const messages = facts.messages && facts.messages.count ? await readMessages(facts.messages) : null;
  const ends = operations.end.reduce((a, b) => Math.max(a, b), 0);
  const first = Math.min(0, messages ? messages.sent[0] : 0);
  const shown = timeWindow(first, Math.max(ends, messages ? messages.end : 0));
  const start = messages ? messages.from(0) : 0;
  if (messages && messages.count - start > 400) shown.set(Math.min(0, messages.sent[start]), messages.sent[start + 350]);
  else if (!messages) shown.all();

  const process = processNames(facts.messages);
  const diagram = messages ? diagramSection(messages, shown, facts.faults, process) : null;
  const messagesOf = (list) => {
    const found = new Set(list.flatMap((i) => ofOperation(operations, messages, process, i)));
    diagram.highlight(found, list.length === 1 ? "This operation" : "These operations");
    diagram.section.scrollIntoView();
  };
  const timeline = operationsSection(operations, shown, facts.faults, messages ? (i) => messagesOf([i]) : null);
  const plots = plotsSection(facts, operations, messages, shown);
  const findings = findingsSection(facts, timeline, diagram, messagesOf);
  const sections = [findings, plots.section, diagram && diagram.section, timeline.section,
    messages && matrixSection(messages, (from, to) => diagram.pair(from, to))].filter(Boolean);
  main.append(...sections);
  plots.build();
  if (diagram) diagram.draw();
  timeline.draw();
  main.append(logsSection(await unpackedJson("logs")));
  main.append(el("footer", {}, "Nothing on this page is loaded from anywhere or sent anywhere."));
  for (const part of main.querySelectorAll("section")) {
    nav.append(el("a", { href: "#" + part.id }, part.querySelector("h2").textContent));
  }
  document.documentElement.dataset.ready = Math.round(performance.now());
}

/** For which process a client worked at a time. */
function processNames(about) {
  const acting = new Map();
  for (const [name, process, from] of (about && about.clients) || []) {
    if (!acting.has(name)) acting.set(name, []);
    acting.get(name).push({ process, from });
  }
  return (name, time) => {
    const turns = acting.get(name) || [];
    let process;
    for (const turn of turns) if (turn.from <= time + 1) process = turn.process;
    return process;
  };
}

/** The messages to and from the client while it carried out an operation. */
function ofOperation(operations, messages, process, i) {
  const found = [];
  const end = operations.end[i] < 0 ? messages.end : operations.end[i];
  for (let j = messages.from(operations.start[i] - 1); j < messages.count && messages.sent[j] <= end + 1; j++) {
    const client = messages.client[messages.src[j]] ? messages.src[j] : messages.client[messages.dest[j]] ? messages.dest[j] : -1;
    if (client >= 0 && process(client, messages.sent[j]) === operations.process[i]) found.push(j);
  }
  return found;
}

showRun();
