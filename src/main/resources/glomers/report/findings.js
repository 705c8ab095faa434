// What is wrong, case by case, with the way to the operations and messages that prove it.

const OPEN_CASES = 3;

function findingsSection(facts, operations, diagram, link) {
  if (facts.findings.length === 0) return null;
  const cards = facts.findings.map((finding) => {
    const indices = finding.operations.map((index) => operations.at(index)).filter((i) => i >= 0);
    const list = [...new Set(indices)];
    return el("article", { className: "finding" },
      el("h3", {}, finding.kind, " ", el("span", { className: "soft" }, finding.title + (finding.of > 1 && !/ of /.test(finding.title) ? `, one of ${finding.of}` : ""))),
      finding.words ? el("p", {}, finding.words) : null,
      el("div", { className: "actions" },
        diagram && finding.value ? button("follow " + finding.value, () => { diagram.start(finding.value); diagram.section.scrollIntoView(); }) : null,
        list.length > 1 && diagram ? button("messages of all these operations", () => link(list)) : null),
      finding.cycle ? cyclePicture(finding.cycle) : null,
      el("ul", { className: "proof" }, list.map((i) => el("li", {},
        button(operations.describe(i), () => { operations.select(i, true); if (diagram) link([i]); else operations.section.scrollIntoView(); }, { className: "line" })))),
      finding.detail ? el("details", {}, el("summary", {}, "as the results have it"), el("pre", { className: "body" }, finding.detail)) : null);
  });
  const kinds = [...new Set(facts.findings.map((finding) => finding.kind))];
  return section("findings", "What is wrong", kinds.map((kind) => {
    const some = cards.filter((_, i) => facts.findings[i].kind === kind);
    const more = some.slice(OPEN_CASES);
    return [some.slice(0, OPEN_CASES), more.length ? el("details", {}, el("summary", {}, `${more.length} more of ${kind}`), more) : null];
  }));
}
