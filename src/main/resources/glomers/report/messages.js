// All messages as columns, and their bodies, which are unpacked piece by piece.

const FATES = ["received", "dropped: partition", "dropped: lost", "dropped: receiver gone", "under way at the end"];
const RECEIVED = 0;
const UNDER_WAY = 4;

async function readMessages(about) {
  const buffer = await unpacked("messages");
  const count = about.count;
  const deltas = new Int32Array(buffer, 0, count);
  const took = new Int32Array(buffer, 4 * count, count);
  const src = new Uint16Array(buffer, 8 * count, count);
  const dest = new Uint16Array(buffer, 10 * count, count);
  const type = new Uint16Array(buffer, 12 * count, count);
  const fate = new Uint8Array(buffer, 14 * count, count);
  const sent = new Float64Array(count);
  let now = about.first;
  let longest = 0;
  let end = now;
  for (let i = 0; i < count; i++) {
    now += deltas[i];
    sent[i] = now;
    longest = Math.max(longest, took[i]);
    end = Math.max(end, now + took[i]);
  }
  const client = about.names.map((name) => /^c\d+$/.test(name));
  const tally = new Uint32Array(about.types.length);
  for (let i = 0; i < count; i++) tally[type[i]]++;
  const order = [...tally.keys()].sort((a, b) => tally[b] - tally[a]);
  const hue = about.types.map((_, i) => order.indexOf(i) % 8);
  return {
    ...about, tally, hue, took, src, dest, type, fate, sent, longest, end, client,
    ...bodiesOf(about),
    dropped: (i) => fate[i] !== RECEIVED && fate[i] !== UNDER_WAY,
    ofClient: (i) => client[src[i]] || client[dest[i]],
    /** The first message sent at this time or later. */
    from(time) {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sent[middle] < time) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

function bodiesOf(about) {
  const pieces = [];
  const piece = (number) => {
    pieces[number] ??= unpacked("bodies-" + number).then((bytes) => new TextDecoder().decode(bytes).split("\n"));
    return pieces[number];
  };
  return {
    /** The line of a message: its body, or the number of its characters and its beginning. */
    line: async (i) => (await piece(Math.floor(i / about.piece)))[i % about.piece],
    lines: async () => {
      const all = [];
      for (let i = 0; i < about.pieces; i++) {
        const some = await piece(i);
        some.length = Math.min(about.piece, about.count - all.length);
        all.push(...some);
      }
      return all;
    },
  };
}

/** A line as a person reads it, and as a value if it is whole. */
function bodyOf(line) {
  if (line.startsWith("{")) {
    try {
      const value = JSON.parse(line);
      return { value, text: JSON.stringify(value, null, 2) };
    } catch {
      return { value: null, text: line };
    }
  }
  const gap = line.indexOf(" ");
  return { value: null, text: line.slice(gap + 1) + " …\n\n(" + line.slice(0, gap) + " characters; only the beginning is in this page)" };
}

/** The request that a message answers and the replies to it, by the numbers in their bodies. */
async function conversation(messages, i) {
  const near = [];
  const back = { src: messages.dest[i], dest: messages.src[i] };
  const body = bodyOf(await messages.line(i)).value || {};
  const first = messages.from(messages.sent[i] - 12e6);
  for (let j = first; j < messages.count && messages.sent[j] < messages.sent[i] + 12e6; j++) {
    if (messages.src[j] !== back.src || messages.dest[j] !== back.dest) continue;
    const other = bodyOf(await messages.line(j)).value;
    if (!other) continue;
    if (j > i && body.msg_id !== undefined && other.in_reply_to === body.msg_id) near.push({ how: "answered by", i: j });
    if (j < i && body.in_reply_to !== undefined && other.msg_id === body.in_reply_to) near.push({ how: "answers", i: j });
  }
  return near;
}
