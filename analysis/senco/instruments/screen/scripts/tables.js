/* A session as rows of the study's tables, for those who want no JSON. */

/* Tables by name, each a list of rows with the heading first; only those with rows. */
export function listTables(session) {
  const tables = {
    participants: listParticipant(session), worklines: listPoints(session),
    events: listEvents(session), ...listGrid(session), rankings: listRanks(session),
  };
  return Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length > 1));
}

/* CSV in UTF-8; a cell that a spreadsheet would take for a formula is led by an apostrophe. */
export function writeCsv(rows) {
  return rows.map((row) => row.map(writeCell).join(",")).join("\n") + "\n";
}

function writeCell(value) {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function listParticipant({ participant, about, consent }) {
  const heads = ["participant", "role", "role_years", "experience_years", "setting", "agreed", "reuse"];
  if (!consent) return [heads];
  return [heads, [participant, about.role, about.role_years, about.experience_years, about.setting,
    consent.agreed, consent.reuse ? "true" : "false"]];
}

function listPoints({ participant, workline }) {
  const rows = workline ? workline.points.map(([x, y]) => [participant, x, y]) : [];
  return [["participant", "position", "level"], ...rows];
}

function listEvents({ participant, workline }) {
  const rows = (workline ? workline.events : []).map((event, i) => [
    nameEvent(participant, i), participant, event.position, event.critical ? "true" : "false",
    event.words,
  ]);
  return [["event", "participant", "position", "critical", "gist"], ...rows];
}

export function nameEvent(participant, place) {
  return `${participant.toLowerCase()}-${place + 1}`;
}

function listGrid({ participant, grid }) {
  const elements = [["participant", "element", "label", "part"]];
  const constructs = [["participant", "grid_construct", "left_pole", "right_pole", "preferred_pole", "kind"]];
  const ratings = [["participant", "grid_construct", "element", "rating"]];
  if (grid) {
    for (const { key, label, part } of grid.elements) elements.push([participant, key, label, part]);
    for (const one of grid.constructs) {
      constructs.push([participant, one.key, one.left, one.right, one.preferred || "", one.kind]);
      for (const { key } of grid.elements) {
        const rating = (grid.ratings[one.key] || {})[key];
        if (typeof rating === "number") ratings.push([participant, one.key, key, rating]);
      }
    }
  }
  return { elements, grid_constructs: constructs, grids: ratings };
}

/* Cards that share a place have the mean of the places that they take up. */
function listRanks({ participant, ranking }) {
  const rows = [["participant", "construct", "rank"]];
  let taken = 0;
  for (const place of ranking ? ranking.places : []) {
    const rank = taken + (place.length + 1) / 2;
    for (const key of place) rows.push([participant, key, rank]);
    taken += place.length;
  }
  return rows;
}
