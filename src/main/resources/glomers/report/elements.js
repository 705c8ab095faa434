// Making elements: text from nodes and logs is always put in as text, never as markup.

function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (name in made && name !== "list") {
      made[name] = value;
    } else {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null));
  return made;
}

function section(id, title, ...children) {
  return el("section", { id, "aria-labelledby": id + "-title" }, el("h2", { id: id + "-title" }, title), children);
}

function button(label, action, properties) {
  return el("button", { type: "button", on: { click: action }, ...properties }, label);
}

/** Listeners that are told of a change. */
function topic() {
  const listeners = [];
  return {
    listen: (listener) => listeners.push(listener),
    tell: (...what) => listeners.forEach((listener) => listener(...what)),
  };
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

function figureText(value) {
  if (Number.isInteger(value)) return whole.format(value);
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4);
}

function secondsText(micros, digits = 3) {
  return (micros / 1e6).toFixed(digits) + " s";
}

function millisText(micros) {
  const millis = micros / 1000;
  return (millis >= 100 ? millis.toFixed(0) : millis >= 1 ? millis.toFixed(1) : millis.toFixed(3)) + " ms";
}

/** n2 before n10. */
function byName(a, b) {
  return a.localeCompare(b, "en", { numeric: true });
}

/** A canvas as large as its element, in device pixels; returns its context, scaled. */
function fitted(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** Draws once in a frame, however often it is asked. */
function once(draw) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  };
}
