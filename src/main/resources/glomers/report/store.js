// All runs of a store: a table to sort and filter, those chosen side by side, and how figures went.

const COLUMNS = { "operations": "operations", "ok-fraction": "ok", "srv-msgs-per-op": "srv msgs/op", "stable-0.5": "stable, median", "stable-1": "stable, longest" };

function showStore() {
  const facts = embedded("store");
  const page = document.getElementById("page");
  const state = { sort: "started", down: true, challenge: "", validity: "", chosen: [] };
  const rows = el("tbody");
  const beside = el("div");
  const trend = el("div", { className: "plots" });
  const count = el("span", { className: "hint", role: "status" });
  const label = (run) => (run.challenge ? run.challenge + " " : "") + run.workload + (run.variant ? " " + run.variant : "");
  const given = (run) => Object.entries(run.parameters).map(([name, value]) =>
    name === "node-count" ? value + (value === "1" ? " node" : " nodes") : name === "time-limit" ? value + " s" : `${name} ${value}`).join(", ");
  const groups = [...new Set(facts.runs.map((run) => run.challenge || run.workload))].sort(byName);
  const columns = Object.keys(COLUMNS).filter((name) => facts.figures[name]);

  const filter = (name, all, values) => {
    const select = el("select", { "aria-label": all, on: { change: () => { state[name] = select.value; draw(); } } },
      el("option", { value: "" }, all), values.map(([value, text]) => el("option", { value }, text)));
    return select;
  };
  const challenge = filter("challenge", "all challenges", groups.map((group) => [group, group]));
  const validity = filter("validity", "all verdicts", [["true", "valid"], ["false", "not valid"], ["unknown", "not decided"]]);

  const heading = (name, text, number, title) => el("th", { className: number ? "number" : "", scope: "col" },
    button(text, () => {
      state.down = state.sort === name ? !state.down : number || name === "started";
      state.sort = name;
      draw();
    }, { title: title ? title + "; a click sorts by it" : "Sort" }));

  function value(run, name) {
    return name in run ? run[name] : run.figures[name] ?? -Infinity;
  }

  function kept() {
    const some = facts.runs.filter((run) => (!state.challenge || (run.challenge || run.workload) === state.challenge)
      && (!state.validity || run.validity === state.validity));
    return some.sort((a, b) => {
      const x = value(a, state.sort);
      const y = value(b, state.sort);
      const order = typeof x === "string" ? x.localeCompare(y) : x - y;
      return state.down ? -order : order;
    });
  }

  function draw() {
    const some = kept();
    count.textContent = some.length + (some.length === 1 ? " run" : " runs");
    rows.replaceChildren(...some.map((run) => {
      const box = el("input", { type: "checkbox", checked: state.chosen.includes(run), "aria-label": "compare " + run.name,
        on: { change: () => {
          state.chosen = box.checked ? [...state.chosen, run] : state.chosen.filter((other) => other !== run);
          draw();
        } } });
      return el("tr", { className: state.chosen.includes(run) ? "chosen" : "" },
        el("td", {}, box),
        el("td", {}, run.page ? el("a", { href: run.page }, label(run)) : el("span", { title: "make report RUN=store/" + run.name + " writes its page" }, label(run))),
        el("td", {}, chip(run.validity)),
        columns.map((name) => el("td", { className: "number" }, run.figures[name] === undefined ? "" : figureText(run.figures[name]))),
        el("td", { className: "soft wide" }, given(run)),
        el("td", { className: "soft" }, run.engine),
        el("td", { className: "soft" }, run.started.slice(0, 16).replace("T", " ")));
    }));
    compare();
    trends(some);
  }

  function compare() {
    const runs = state.chosen;
    if (runs.length < 2) {
      beside.replaceChildren(el("p", { className: "hint" }, "Choose two runs or more to see them side by side; differences are from the first one chosen."));
      return;
    }
    const names = Object.keys(facts.figures).filter((name) => runs.some((run) => run.figures[name] !== undefined));
    const differs = names.filter((name) => new Set(runs.map((run) => run.figures[name])).size > 1);
    const same = names.length - differs.length;
    const parameters = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))]
      .filter((name) => new Set(runs.map((run) => run.parameters[name])).size > 1);
    beside.replaceChildren(
      el("div", { className: "scroll" }, el("table", { className: "figures" },
        el("thead", {}, el("tr", {}, el("th", {}, "figure"), runs.map((run) => el("th", { className: "number", title: run.name }, label(run))))),
        el("tbody", {},
          el("tr", {}, el("th", { scope: "row" }, "verdict"), runs.map((run) => el("td", { className: "number" }, chip(run.validity)))),
          parameters.map((name) => el("tr", { className: "minor" }, el("th", { scope: "row" }, "--" + name), runs.map((run) => el("td", { className: "number" }, run.parameters[name] ?? "")))),
          differs.map((name) => el("tr", {}, el("th", { scope: "row" }, facts.figures[name].label),
            runs.map((run, i) => difference(facts.figures[name], run.figures[name], i === 0 ? undefined : runs[0].figures[name]))))))),
      el("p", { className: "hint" }, same ? `${same} more figures are the same in all of them.` : "",
        button("choose none", () => { state.chosen = []; draw(); }, { className: "quiet" })));
  }

  function difference(figure, now, before) {
    if (now === undefined) return el("td", {});
    const text = figureText(now) + (figure.unit ? " " + figure.unit : "");
    if (before === undefined || before === now) return el("td", { className: "number" }, text);
    const good = figure.better === "neither" ? "soft" : (now < before) === (figure.better === "lower") ? "good" : "bad";
    const change = before === 0 ? "" : ` ${now > before ? "+" : "−"}${Math.abs((100 * (now - before)) / before).toFixed(0)} %`;
    return el("td", { className: "number" }, text, el("span", { className: good }, change));
  }

  function trends(some) {
    trend.replaceChildren();
    const by = new Map();
    some.forEach((run) => {
      const group = [label(run), given(run)].filter(Boolean).join(", ");
      if (!by.has(group)) by.set(group, []);
      by.get(group).push(run);
    });
    for (const [group, runs] of [...by].filter(([, list]) => list.length > 1).slice(0, 8)) {
      const figure = ["srv-msgs-per-op", "operations"].find((name) => runs.filter((run) => run.figures[name] > 0).length > 1);
      if (!figure) continue;
      const order = [...runs].filter((run) => run.started && run.figures[figure] !== undefined).sort((a, b) => a.started.localeCompare(b.started));
      const holder = el("div", { className: "plot" });
      trend.append(el("figure", {}, el("figcaption", {}, `${group}: ${facts.figures[figure].label}`), holder));
      const axis = (more) => ({ stroke: theme.colour("soft"), grid: { stroke: theme.colour("line"), width: 1 }, font: "11px " + theme.colour("sans"), ...more });
      new uPlot({ width: Math.max(240, holder.clientWidth), height: 160, legend: { show: false }, cursor: { show: false },
        axes: [axis({ values: (_, all) => all.map((v) => (Number.isInteger(v) ? "run " + v : "")), space: 60 }), axis({ size: 56 })], scales: { x: { time: false }, y: { range: (_, __, max) => [0, max * 1.1] } },
        series: [{}, { stroke: theme.colour("c0"), width: 1.5, points: { show: true, size: 6, fill: theme.colour("c0") } }] },
        [order.map((_, i) => i + 1), order.map((run) => run.figures[figure])], holder);
    }
  }

  page.append(
    el("header", {}, el("strong", {}, "Runs"), count, el("nav", {}), theme.toggle),
    el("main", {},
      section("runs", "All runs",
        el("div", { className: "toolbar" }, challenge, validity),
        el("div", { className: "scroll" }, el("table", { className: "runs" },
          el("thead", {}, el("tr", {}, el("th", {}), heading("challenge", "run"), heading("validity", "verdict"),
            columns.map((name) => heading(name, COLUMNS[name] + (facts.figures[name].unit ? ", " + facts.figures[name].unit : ""), true, facts.figures[name].label)),
            el("th", {}, "parameters"), heading("engine", "engine"), heading("started", "started (UTC)"))), rows)),
        facts.skipped.length ? el("details", {}, el("summary", {}, `${facts.skipped.length} folders hold no run that can be read`), el("ul", {}, facts.skipped.map((line) => el("li", {}, line)))) : null),
      section("compare", "Side by side", beside),
      section("trends", "Over time", el("p", { className: "hint" }, "How a figure went from run to run of the same configuration, the oldest first."), trend)));
  const newest = facts.runs.slice(0, 3);
  if (newest.length > 1 && new Set(newest.map((run) => run.workload)).size === 1) state.chosen = [...newest].reverse();
  draw();
  theme.listen(draw);
  document.documentElement.dataset.ready = Math.round(performance.now());
}

showStore();
