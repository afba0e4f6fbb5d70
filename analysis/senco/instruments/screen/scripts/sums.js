/* The check sum of a session. Written out, since a browser offers its own only on pages that
   came by https or, in some, from a file. */

const ROUNDS = Uint32Array.from(listFractions(64, 1 / 3));
const START = listFractions(8, 1 / 2);

/* The first 32 bits of the fractions of roots of the first primes (FIPS 180-4). */
function listFractions(n, power) {
  const found = [];
  for (let candidate = 2; found.length < n; candidate += 1) {
    let prime = true;
    for (let factor = 2; factor * factor <= candidate; factor += 1) {
      if (candidate % factor === 0) { prime = false; break; }
    }
    if (prime) found.push(((candidate ** power) % 1) * 4294967296 >>> 0);
  }
  return found;
}

/* SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const blocks = new Uint8Array(((bytes.length + 8) >> 6 << 6) + 64);
  blocks.set(bytes);
  blocks[bytes.length] = 0x80;
  const view = new DataView(blocks.buffer);
  view.setUint32(blocks.length - 8, Math.floor(bytes.length / 536870912));
  view.setUint32(blocks.length - 4, (bytes.length << 3) >>> 0);
  const hash = Uint32Array.from(START);
  const words = new Uint32Array(64);
  const turn = (x, by) => (x >>> by) | (x << (32 - by));
  for (let start = 0; start < blocks.length; start += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(start + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const [a, b] = [words[i - 15], words[i - 2]];
      words[i] = words[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) +
        words[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i += 1) {
      const first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) +
        ROUNDS[i] + words[i];
      const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { hash[i] += value; });
  }
  return [...hash].map((value) => value.toString(16).padStart(8, "0")).join("");
}

/* JSON with sorted keys and no spaces: what the check sum is taken of. */
export function writeCanonical(value) {
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(",")}]`;
  if (value && typeof value === "object") {
    const pairs = Object.keys(value).sort()
      .map((key) => `${JSON.stringify(key)}:${writeCanonical(value[key])}`);
    return `{${pairs.join(",")}}`;
  }
  return JSON.stringify(value);
}
