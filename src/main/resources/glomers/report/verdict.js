// The verdict in words, how the run came about, and its figures beside limits and others' figures.

const VERDICTS = { true: "valid", false: "not valid", unknown: "not decided", none: "no verdict" };

function chip(validity) {
  return el("span", { className: "chip " + (VERDICTS[validity] ? "is-" + validity : "") }, VERDICTS[validity] || validity);
}

function verdictSection(facts) {
  const words = facts.words.map((line) => el("li", {}, line));
  const about = el("dl", { className: "about" },
    facts.about.flatMap(([what, value]) => [el("dt", {}, what), el("dd", {}, value)]));
  const missing = facts.missing.length === 0 ? null : el("div", { className: "note" },
    el("p", {}, "What this page cannot show:"), el("ul", {}, facts.missing.map((line) => el("li", {}, line))));
  return section("verdict", "Verdict", el("div", { className: "columns" }, el("ul", { className: "words" }, words), about), missing);
}

function figuresSection(facts) {
  if (facts.figures.length === 0) return null;
  const compared = facts.figures.some((figure) => figure.best || figure.limit !== undefined);
  const important = (f) => f.limit !== undefined || f.best || (f.better !== "neither" && (f.better !== "lower" || f.value !== 0));
  const row = (figure) => el("tr", { className: important(figure) ? "" : "minor" },
    el("th", { scope: "row" }, figure.label),
    el("td", { className: "number" }, figureText(figure.value) + (figure.unit ? " " + figure.unit : "")),
    compared ? [limitCell(figure), bestCell(figure), boundCell(figure)] : null);
  const table = (some) => el("div", { className: "scroll" }, el("table", { className: "figures" },
    el("thead", {}, el("tr", {}, el("th", {}, "figure"), el("th", { className: "number" }, "this run"),
      compared ? [el("th", { className: "number" }, "limit"), el("th", {}, "best published"), el("th", { className: "number" }, "can be")] : null)),
    el("tbody", {}, some.map(row))));
  const minor = facts.figures.filter((figure) => !important(figure));
  const note = compared ? el("p", { className: "hint" },
    "“Can be” is how far the figure can go at all. Published figures: hover or focus for where they come from.") : null;
  return section("figures", "Figures", table(facts.figures.filter(important)), note,
    minor.length ? el("details", {}, el("summary", {}, `${minor.length} more figures`), table(minor)) : null);
}

function limitCell(figure) {
  if (figure.limit === undefined) return el("td", {});
  const met = figure.value < figure.limit;
  return el("td", { className: "number " + (met ? "good" : "bad") }, "< " + figureText(figure.limit) + (met ? "  met" : "  missed"));
}

function bestCell(figure) {
  if (!figure.best) return el("td", {});
  const better = figure.better === "lower" ? figure.value < figure.best.value : figure.value > figure.best.value;
  const same = figure.value === figure.best.value;
  const word = same ? "the same" : better ? "better" : "not as good";
  return el("td", { className: better && !same ? "good" : "", title: figure.best.basis + "; " + figure.best.source, tabIndex: 0 },
    figureText(figure.best.value) + ", " + figure.best.who + "  ", el("span", { className: "soft" }, word));
}

function boundCell(figure) {
  return figure.bound === undefined ? el("td", {})
    : el("td", { className: "number", title: figure.why, tabIndex: 0 }, figureText(figure.bound));
}
