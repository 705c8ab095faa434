// Which messages carry a value, or a value of a key: one broadcast, one log entry, one transaction.

const BOOKKEEPING = new Set(["type", "msg_id", "in_reply_to", "incarnation", "have", "at", "sent", "hold", "echo", "early",
  "node_id", "node_ids", "topology", "offset", "offsets", "code", "no", "known"]);
const SHOWS = /^(read|poll|txn|list_committed_offsets)_ok$/;

/** `42`, or `key=42` for a value of a key; several with commas. */
function wanted(text) {
  return text.split(",").map((one) => one.trim()).filter(Boolean).map((one) => {
    const equals = one.indexOf("=");
    return equals < 0 ? { value: one } : { key: one.slice(0, equals).trim(), value: one.slice(equals + 1).trim() };
  });
}

function carries(node, want, depth = 0) {
  if (node === null || typeof node !== "object" || depth > 12) return false;
  const is = (leaf, text) => leaf !== null && typeof leaf !== "object" && String(leaf) === text;
  const within = (inner) => is(inner, want.value) || (inner !== null && typeof inner === "object" && Object.values(inner).some(within));
  if (Array.isArray(node)) {
    if (want.key === undefined ? node.some((leaf) => is(leaf, want.value))
      : node.some((leaf) => is(leaf, want.key)) && node.some((leaf, i) => i > 0 && within(leaf))) return true;
    return node.some((inner) => carries(inner, want, depth + 1));
  }
  const entries = Object.entries(node).filter(([name]) => !BOOKKEEPING.has(name));
  if (want.key === undefined) {
    if (entries.some(([, leaf]) => is(leaf, want.value))) return true;
  } else {
    const keyed = entries.some(([, leaf]) => is(leaf, want.key) || (typeof leaf === "string" && leaf.split("/").includes(want.key)));
    if (keyed && entries.some(([name, leaf]) => name !== "key" && name !== "from" && within(leaf))) return true;
    if (node[want.key] !== undefined && within(node[want.key])) return true;
  }
  return entries.some(([, inner]) => carries(inner, want, depth + 1));
}

/** What a body is about, ready to be followed; empty if nothing in it can be. */
function subjects(body) {
  if (!body) return [];
  if (body.type === "broadcast" && typeof body.message !== "object") return [String(body.message)];
  if (body.type === "send" && body.key !== undefined) return [body.key + "=" + body.msg];
  if (body.type === "add" && body.element !== undefined) return [String(body.element)];
  if (Array.isArray(body.txn)) {
    const writes = body.txn.filter((step) => step[0] === "w" || step[0] === "append").map((step) => step[1] + "=" + step[2]);
    return writes.length ? [writes.join(",")] : [];
  }
  const found = [];
  const walk = (node, key) => {
    if (found.length > 7 || node === null) return;
    if (Array.isArray(node)) {
      if (key === "values" || key === "messages" || key === "items") {
        node.filter((leaf) => typeof leaf === "number").slice(0, 8).forEach((leaf) => found.push(String(leaf)));
      }
      node.forEach((inner) => walk(inner, key));
    } else if (typeof node === "object") {
      if (node.key !== undefined && node.msg !== undefined) found.push(node.key + "=" + node.msg);
      Object.entries(node).forEach(([name, inner]) => BOOKKEEPING.has(name) || walk(inner, name));
    }
  };
  walk(body, "");
  return [...new Set(found)].slice(0, 8);
}

/** All messages that carry it, and the answers to those; replies that only show it are left out. */
async function follow(messages, text) {
  const wants = wanted(text);
  const lines = await messages.lines();
  const found = new Set();
  const asked = new Map();
  lines.forEach((line, i) => {
    const type = messages.types[messages.type[i]];
    if (!line.startsWith("{")) return;
    const answer = line.includes('"in_reply_to"') && asked.get(messages.dest[i] + " " + messages.src[i]);
    if (answer && answer.size > 0 && answer.delete(JSON.parse(line).in_reply_to)) found.add(i);
    if (!wants.some((want) => line.includes(want.value))) return;
    if (SHOWS.test(type) && messages.ofClient(i)) return;
    const body = JSON.parse(line);
    if (!wants.some((want) => carries(body, want))) return;
    found.add(i);
    if (body.msg_id !== undefined) {
      const pair = messages.src[i] + " " + messages.dest[i];
      if (!asked.has(pair)) asked.set(pair, new Set());
      asked.get(pair).add(body.msg_id);
    }
  });
  return found;
}

/** When each node first had what is followed, and which message brought it. */
function arrivals(messages, found) {
  const first = new Map();
  let began = null;
  for (const i of [...found].sort((a, b) => a - b)) {
    const to = messages.names[messages.dest[i]];
    began ??= messages.sent[i];
    if (messages.client[messages.dest[i]] || messages.fate[i] !== RECEIVED) continue;
    const at = messages.sent[i] + messages.took[i];
    if (!first.has(to) || at < first.get(to).at) first.set(to, { at, i });
  }
  const order = [...first].map(([name, { at, i }]) => ({ name, at, i })).sort((a, b) => a.at - b.at);
  return { began, order };
}
