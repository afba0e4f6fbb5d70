/* A drawn line as levels at places: each place has one level, or none where nothing is drawn. */

/* So many steps lie between the left edge of the chart, 0, and the right edge, 1. */
export const STEPS = 1000;
/* Each so many steps a point is saved: 101 points, as the library resamples. */
const KEPT_EVERY = 10;

export function blankLine() {
  return new Array(STEPS + 1).fill(null);
}

/* Lay a stroke over a line: `points` as [position, level] in the order in which they were drawn.
   Between two points the stroke is straight; where it comes to a place again, the later counts. */
export function layStroke(line, points) {
  const laid = [...line];
  points.forEach(([x, y], i) => {
    const [fromX, fromY] = i ? points[i - 1] : [x, y];
    const [low, high] = fromX < x ? [fromX, x] : [x, fromX];
    for (let step = Math.ceil(low * STEPS - 1e-9); step <= high * STEPS + 1e-9; step += 1) {
      const place = step / STEPS;
      laid[step] = low === high ? y : fromY + ((place - fromX) / (x - fromX)) * (y - fromY);
    }
  });
  return laid;
}

/* Take away what is drawn between two places. */
export function rubOut(line, from, to) {
  return line.map((level, step) => (step / STEPS >= from && step / STEPS <= to ? null : level));
}

/* The stretches that are drawn, each as [first step, last step]. */
export function listStretches(line) {
  const found = [];
  line.forEach((level, step) => {
    if (level === null) return;
    const last = found[found.length - 1];
    if (last && last[1] === step - 1) last[1] = step;
    else found.push([step, step]);
  });
  return found;
}

/* What is saved of a line: points at every hundredth and at the ends of each stretch, and the
   gaps between stretches. */
export function keepPoints(line) {
  const stretches = listStretches(line);
  const points = [];
  for (const [first, last] of stretches) {
    for (let step = first; step <= last; step += 1) {
      if (step % KEPT_EVERY === 0 || step === first || step === last) {
        points.push([round(step / STEPS, 4), round(line[step], 3)]);
      }
    }
  }
  const gaps = stretches.slice(1).map(([first], i) => [round(stretches[i][1] / STEPS, 4), round(first / STEPS, 4)]);
  return { points, gaps };
}

/* A line from what was saved of it. */
export function readPoints({ points, gaps }) {
  const begun = new Set(gaps.map(([, to]) => to));
  const stretches = [];
  for (const point of points) {
    if (!stretches.length || begun.has(point[0])) stretches.push([]);
    stretches[stretches.length - 1].push(point);
  }
  return stretches.reduce(layStroke, blankLine());
}

/* The level at a place, between the points to either side; null beyond the ends. */
export function findLevel(line, place) {
  const stretches = listStretches(line);
  if (!stretches.length) return null;
  const at = place * STEPS;
  if (at < stretches[0][0] || at > stretches[stretches.length - 1][1]) return null;
  let before = Math.floor(at);
  let after = Math.ceil(at);
  while (line[before] === null) before -= 1;
  while (line[after] === null) after += 1;
  if (before === after) return line[before];
  return line[before] + ((at - before) / (after - before)) * (line[after] - line[before]);
}

function round(value, decimals) {
  return Math.round(value * 10 ** decimals) / 10 ** decimals || 0;
}
