// Light, dark, or as the system has it.

const theme = (() => {
  const changed = topic();
  const root = document.documentElement;
  const kinds = ["auto", "light", "dark"];
  let kind = "auto";
  try {
    kind = localStorage.getItem("glomers-theme") || "auto";
  } catch {
    // A page from disk may have no storage.
  }

  function apply() {
    root.dataset.theme = kind;
    changed.tell();
  }

  const toggle = button("", () => {
    kind = kinds[(kinds.indexOf(kind) + 1) % kinds.length];
    try {
      localStorage.setItem("glomers-theme", kind);
    } catch {
      // Then it holds for this page alone.
    }
    toggle.textContent = "theme: " + kind;
    apply();
  }, { className: "quiet", title: "Light, dark, or as the system has it" });
  toggle.textContent = "theme: " + kind;
  root.dataset.theme = kind;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed.tell);

  return {
    toggle,
    listen: changed.listen,
    colour: (name) => getComputedStyle(root).getPropertyValue("--" + name).trim(),
    palette: () => Array.from({ length: 8 }, (_, i) => theme.colour("c" + i)),
  };
})();
