/* Which cards are shown together: drawn by a seed, so that all come up about equally often. */

import { shuffle } from "./page.js";

/* All sets of `size` keys. */
export function listSets(keys, size) {
  if (size === 0) return [[]];
  return keys.flatMap((key, at) => listSets(keys.slice(at + 1), size - 1).map((rest) => [key, ...rest]));
}

/* The next set to show, after those that were: one that was shown least often, of the cards that
   came up least often, and with as few as can be that have met before. What is then still equal
   goes by the seed. Cards may be added or taken out in between. */
export function drawSet(keys, size, seed, shown) {
  const sets = shuffle(listSets(keys, size), seed);
  const name = (set) => [...set].sort().join(" ");
  const times = countEach(shown.map(name));
  const uses = countEach(shown.flat());
  const meetings = countEach(shown.flatMap((set) => listSets([...set].sort(), 2)).map(name));
  let [best, least] = [null, null];
  for (const set of sets) {
    const met = listSets([...set].sort(), 2).map((pair) => meetings.get(name(pair)) || 0);
    const costs = [times.get(name(set)) || 0, weigh(set.map((key) => uses.get(key) || 0)), weigh(met)];
    if (!least || isBelow(costs, least)) [best, least] = [set, costs];
  }
  return best && shuffle(best, (seed + shown.length) >>> 0);
}

function countEach(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) || 0) + 1);
  return counts;
}

/* By how much a sum of squares grows that is least where all are equal. */
function weigh(numbers) {
  return numbers.reduce((total, n) => total + 2 * n + 1, 0);
}

function isBelow(costs, others) {
  const at = costs.findIndex((cost, i) => cost !== others[i]);
  return at >= 0 && costs[at] < others[at];
}
