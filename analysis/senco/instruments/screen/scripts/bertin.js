/* A grid in the order of a Bertin display, and what in it is alike: by the same rules as
   senco.measures.grids (cluster, construct_matches, element_matches), as a test holds.

   Ratings are rows of constructs, null where there is none. Euclidean distances over the
   ratings that a pair shares, scaled up to the full number; Ward's linkage on distances that
   are not squared; constructs turned by the tree of the grid and its reflection.

   Ties: distances that lie within a billionth of the largest count as equal, and the pair that
   comes first is joined. Matches are rounded to twelve digits before they are compared; equal
   ones stand in the order of the grid. */

const BERTIN_SLACK = 1e-9;
/* With fewer ratings in common nothing is said of a pair. */
export const LEAST_SHARED = 3;

/* The order of rows and columns and the rows whose poles change sides; null where a pair shares
   no rating or there is nothing to put in order. */
export function arrangeRatings(ratings, [low, high]) {
  if (ratings.length < 2 || ratings[0].length < 2) return null;
  const turn = (row) => row.map((value) => (value === null ? null : low + high - value));
  const doubled = growTree([...ratings, ...ratings.map(turn)]);
  const across = growTree(transpose(ratings));
  if (!doubled || !across) return null;
  const n = ratings.length;
  const seen = new Set();
  const reflected = [];
  for (const leaf of doubled.reverse()) {
    if (seen.has(leaf % n)) continue;
    seen.add(leaf % n);
    if (leaf >= n) reflected.push(leaf % n);
  }
  reflected.sort((one, other) => one - other);
  const rows = [...seen];
  const turned = rows.map((row) => {
    const values = reflected.includes(row) ? turn(ratings[row]) : ratings[row];
    return across.map((column) => values[column]);
  });
  return {
    constructs: growTree(turned).reverse().map((place) => rows[place]),
    elements: growTree(transpose(turned)).map((place) => across[place]),
    reflected,
  };
}

export function transpose(ratings) {
  return ratings[0].map((_, column) => ratings.map((row) => row[column]));
}

/* The rows from the first to the last leaf of their tree. */
function growTree(rows) {
  const apart = measureRows(rows);
  return apart && joinNearest(apart);
}

/* Distances between rows; null where two of them share nothing. */
function measureRows(rows) {
  const apart = rows.map(() => new Array(rows.length).fill(0));
  for (let i = 0; i < rows.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      let [sum, shared] = [0, 0];
      rows[i].forEach((value, k) => {
        const other = rows[j][k];
        if (value === null || other === null) return;
        sum += (value - other) ** 2;
        shared += 1;
      });
      if (!shared) return null;
      apart[i][j] = apart[j][i] = Math.sqrt(sum * (rows[i].length / shared));
    }
  }
  return apart;
}

/* Join the nearest two clusters until one is left, as senco.measures.grids.clusters does: a
   cluster goes by its lowest item and remembers its nearest neighbour of a higher number. */
function joinNearest(rows) {
  const n = rows.length;
  const slack = BERTIN_SLACK * Math.max(...rows.map((row) => Math.max(...row)));
  const sizes = new Array(n).fill(1);
  const ids = rows.map((_, i) => i);
  const members = rows.map((_, i) => [i]);
  const nearest = new Array(n).fill(0);
  const nearness = new Array(n).fill(Infinity);
  let active = [...ids];
  const lookUp = (i, candidates) => {
    nearest[i] = 0;
    nearness[i] = Infinity;
    for (const j of candidates) {
      if (rows[i][j] < nearness[i] - slack) [nearest[i], nearness[i]] = [j, rows[i][j]];
    }
  };
  const join = (i, j) => {
    active = active.filter((k) => k !== j);
    const [between, one, two] = [rows[i][j], sizes[i], sizes[j]];
    for (const k of active) {
      if (k === i) continue;
      const three = sizes[k];
      const value = ((one + three) * rows[i][k] + (two + three) * rows[j][k] - three * between) /
        (one + two + three);
      rows[i][k] = rows[k][i] = value;
      if (k < i && value < nearness[k] - slack) [nearest[k], nearness[k]] = [i, value];
    }
    sizes[i] += two;
    active.forEach((k, at) => {
      if (k === i || nearest[k] === i || nearest[k] === j) lookUp(k, active.slice(at + 1));
    });
  };
  active.forEach((i) => lookUp(i, active.slice(i + 1)));
  for (let step = 0; step < n - 1; step += 1) {
    const least = Math.min(...active.map((k) => nearness[k])) + slack;
    const i = active.find((k) => nearness[k] <= least);
    const j = nearest[i];
    const [first, second] = [ids[i], ids[j]].sort((one, other) => one - other);
    members.push([...members[first], ...members[second]]);
    join(i, j);
    ids[i] = n + step;
  }
  return members[members.length - 1];
}

/* How well two rows match: 1 less the mean difference as a share of the scale. */
function matchRows(row, other, span) {
  let [sum, shared] = [0, 0];
  row.forEach((value, k) => {
    if (value === null || other[k] === null) return;
    sum += Math.abs(other[k] - value);
    shared += 1;
  });
  return { match: shared ? 1 - sum / (span * shared) : null, shared };
}

/* Pairs of constructs with their match, directly and with one of them reflected. */
export function matchConstructs(ratings, [low, high]) {
  const turned = ratings.map((row) => row.map((value) => (value === null ? null : low + high - value)));
  return listRowPairs(ratings.length).map(([first, second]) => {
    const { match, shared } = matchRows(ratings[first], ratings[second], high - low);
    const reflected = matchRows(ratings[first], turned[second], high - low).match;
    return { first, second, shared, match, reflected };
  });
}

export function matchElements(ratings, [low, high]) {
  const columns = transpose(ratings);
  return listRowPairs(columns.length).map(([first, second]) =>
    ({ first, second, ...matchRows(columns[first], columns[second], high - low) }));
}

function listRowPairs(n) {
  const pairs = [];
  for (let i = 0; i < n; i += 1) for (let j = i + 1; j < n; j += 1) pairs.push([i, j]);
  return pairs;
}

/* The pairs that match best, each in its better direction: `most` of them, and all that tie with
   the last of these; and the pairs that share too few ratings to tell. */
export function findNearest(pairs, most) {
  const round = (value) => Math.round(value * 1e12) / 1e12;
  const told = pairs.filter(({ shared }) => shared >= LEAST_SHARED).map((pair) => {
    const [direct, reflected] = [round(pair.match), round(pair.reflected ?? -1)];
    return { ...pair, turned: reflected > direct, best: Math.max(direct, reflected) };
  }).sort((one, other) => other.best - one.best);
  const last = told.length ? told[Math.min(most, told.length) - 1].best : 0;
  return {
    nearest: told.filter(({ best }) => best >= last),
    untold: pairs.filter(({ shared }) => shared < LEAST_SHARED),
  };
}

/* A match as a whole number of 100, which is 100 only where nothing differs. */
export function countOfHundred(best) {
  return best < 1 ? Math.min(99, Math.round(best * 100)) : 100;
}
