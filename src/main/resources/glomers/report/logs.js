// What the nodes wrote to stderr.

function logsSection(logs) {
  const names = Object.keys(logs).sort(byName);
  if (names.length === 0) {
    return section("logs", "Node logs", el("p", { className: "hint" }, "The nodes wrote nothing to stderr, or their logs were not kept."));
  }
  const which = el("select", { "aria-label": "Whose log" }, names.map((name) => el("option", {}, name)));
  const filter = el("input", { type: "search", placeholder: "lines that contain …", "aria-label": "Filter lines" });
  const text = el("pre", { className: "log", tabIndex: 0 });
  const show = () => {
    const lines = logs[which.value].split("\n");
    const kept = filter.value ? lines.filter((line) => line.toLowerCase().includes(filter.value.toLowerCase())) : lines;
    text.textContent = kept.join("\n");
  };
  which.addEventListener("change", show);
  filter.addEventListener("input", show);
  show();
  return section("logs", "Node logs", el("div", { className: "toolbar" }, which, filter), text);
}
