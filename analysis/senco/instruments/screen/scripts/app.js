/* What the pages share: the way from one view to the next, and a session that is always kept. */

import { announce, ask, button, choice, el, field, offerFile } from "./page.js";
import { readName } from "./codes.js";
import { Keeper, begin, nameFile, readFile, today, writeFile } from "./session.js";
import { listTables, writeCsv } from "./tables.js";
import { setWords, t } from "./words.js";

const LARGE = "senco-large-type";

/* Start a page whose instruments are `instruments`: {key, title, state, show}. */
export function start(instruments) {
  const setup = JSON.parse(document.getElementById("setup").textContent);
  setWords(setup.translations);
  new App(setup, instruments).begin();
}

class App {
  constructor(setup, instruments) {
    this.setup = setup;
    this.instruments = instruments;
    this.single = instruments.length === 1;
    this.keeper = new Keeper(setup);
    this.session = null;
    this.main = document.querySelector("main");
  }

  begin() {
    const large = el("button", {
      type: "button", id: "large", text: t("Large type"), "aria-pressed": "false",
      on: { click: () => this.setType(large.getAttribute("aria-pressed") !== "true") },
    });
    this.overview = button(t("Overview"), () => this.go("overview"), { id: "to-overview" });
    this.who = el("p", { id: "who" });
    document.querySelector("header").append(this.who, this.overview, large);
    this.large = large;
    this.setType(this.remembersLargeType());
    window.addEventListener("popstate", () => this.show());
    window.addEventListener("beforeunload", (event) => {
      if (this.session && !this.keeper.works && this.changed) event.preventDefault();
    });
    history.replaceState(null, "", "#start");
    this.show();
  }

  remembersLargeType() {
    try { return localStorage.getItem(LARGE) === "yes"; } catch { return false; }
  }

  setType(on) {
    document.documentElement.classList.toggle("large", on);
    this.large.setAttribute("aria-pressed", String(on));
    try { localStorage.setItem(LARGE, on ? "yes" : "no"); } catch { /* then for this page alone */ }
  }

  /* Change the session, and keep it on the device. */
  change = (edit) => {
    edit(this.session);
    this.session.day = today();
    this.changed = true;
    if (!this.keeper.keep(this.session)) this.warn();
  };

  warn() {
    document.getElementById("warning").textContent =
      t("This browser keeps nothing on the device. Save the session as a file before you close the page.");
  }

  go = (view) => {
    history.pushState(null, "", `#${view}`);
    this.show();
  };

  show() {
    const wanted = location.hash.slice(1);
    const view = this.session ? wanted : "start";
    if (!this.keeper.works) this.warn();
    this.who.textContent = this.session ? this.session.participant : "";
    this.overview.hidden = !this.session || view === "overview";
    this.main.replaceChildren();
    const instrument = this.instruments.find(({ key }) => key === view);
    if (!this.session) this.showStart();
    else if (instrument && this.mayBegin()) this.showInstrument(instrument);
    else if (view === "consent" && !this.single) this.showConsent();
    else if (view === "save") this.showSave();
    else this.showOverview();
    const heading = this.main.querySelector("h1");
    document.title = `${heading.textContent} · ${this.setup.study}`;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  mayBegin() {
    return this.single || Boolean(this.session.consent);
  }

  showInstrument(instrument) {
    const context = {
      setup: this.setup, session: this.session, change: this.change, announce,
      leave: () => this.go("overview"),
    };
    instrument.show(this.main, context);
  }

  // --- the beginning, for the researcher

  showStart() {
    const title = this.single ? this.instruments[0].title : t("Session sheet");
    this.main.append(el("h1", { text: title }));
    if (this.setup.badge) this.main.append(el("p", { class: "note", text: this.setup.badge }));
    this.main.append(
      el("p", { text: t("For the researcher. Everything stays on this device until you delete it; nothing is sent anywhere.") }),
      this.makeBeginning(), this.makeOpening(), this.makeKept(),
      ...this.instruments.filter(({ prepare }) => prepare).map(({ prepare }) => prepare(this.setup)));
  }

  makeBeginning() {
    const name = el("input", {
      autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 60,
      required: true,
    });
    const wrong = el("p", { class: "wrong", id: "wrong-name", role: "alert" });
    const form = el("form", {
      on: { submit: (event) => { event.preventDefault(); this.beginAs(name, wrong); } },
    },
    el("h2", { text: t("Start a session") }),
    field(t("Pseudonym"), name, t("Letters and a number, such as P1, or the code at the top of a printed sheet. Never a name.")), wrong,
    el("button", { type: "submit", class: "strong", text: t("Begin") }));
    return form;
  }

  beginAs(name, wrong) {
    const { participant: given, sheet, wrong: told } = readName(name.value, this.setup);
    wrong.textContent = told || "";
    if (told) {
      name.setAttribute("aria-invalid", "true");
      name.focus();
      return;
    }
    const other = this.keeper.list().find(({ participant }) => participant === given);
    const go = () => {
      this.session = begin(given, this.setup);
      this.change((one) => {
        if (sheet) sheet.text = name.value.trim();
        for (const { take } of sheet ? this.instruments : []) if (take) take(one, this.setup, sheet);
      });
      this.go(this.single ? this.instruments[0].key : "consent");
    };
    if (!other) go();
    else {
      ask(t("There is already a session of {who} on this device. Start another?", { who: given }),
        t("Begin another"), t("Cancel"), go);
    }
  }

  makeOpening() {
    const wrong = el("p", { class: "wrong", role: "alert" });
    const file = el("input", {
      type: "file", accept: ".json,application/json",
      on: { change: () => this.openFile(file.files[0], wrong) },
    });
    return el("section", {}, el("h2", { text: t("Continue a saved session") }),
      field(t("The saved file"), file), wrong);
  }

  async openFile(file, wrong) {
    if (!file) return;
    const problems = {
      unreadable: t("This file is not a saved session: it cannot be read."),
      other: t("This file is not a saved session."),
      newer: t("This file was saved by a newer version of these pages. Open it with those."),
      changed: t("This file was changed or damaged after it was saved: its checksum does not match."),
    };
    const found = file.size > 2_000_000 ? { problem: "other" } : readFile(await file.text());
    wrong.textContent = found.problem ? problems[found.problem] : "";
    if (!found.session) return;
    if (found.session.setup !== this.setup.digest) {
      wrong.textContent = t("This session was started with another set of pages. Continue with those, so that lists and scales stay the same.");
      return;
    }
    this.open(found.session, false);
  }

  open(session, changed) {
    this.session = session;
    this.change(() => {});
    this.changed = changed;
    this.go("overview");
  }

  makeKept() {
    const kept = this.keeper.list();
    const section = el("section", {}, el("h2", { text: t("Kept on this device") }));
    if (!kept.length) {
      section.append(el("p", { text: this.keeper.works ? t("Nothing.") : t("This browser keeps nothing.") }));
      return section;
    }
    const list = el("ul", { class: "kept" });
    for (const session of kept) {
      list.append(el("li", {},
        el("span", { text: `${session.participant}, ${session.day}` }),
        button(t("Open"), () => this.open(session, true), { "aria-label": t("Open {who}", { who: session.participant }) }),
        button(t("Delete"), () => this.remove(session), { "aria-label": t("Delete {who}", { who: session.participant }) })));
    }
    section.append(list);
    return section;
  }

  remove(session) {
    const parts = [t("the pseudonym {who}", { who: session.participant })];
    if (session.consent) parts.push(t("the consent"));
    for (const { key, title } of this.instruments) if (session[key]) parts.push(title.toLowerCase());
    const held = parts.join(", ");
    ask(t("Delete from this device: {held}? Files that you saved stay where they are.", { held }),
      t("Delete"), t("Keep"), () => {
        this.keeper.remove(session);
        if (this.session && this.session.id === session.id) this.session = null;
        this.go("start");
        announce(t("Deleted."));
      });
  }

  // --- what is done, and what is to do

  showOverview() {
    this.main.append(el("h1", { text: t("Session with {who}", { who: this.session.participant }) }));
    const list = el("ol", { class: "steps" });
    if (!this.single) {
      list.append(this.makeStep("consent", t("Consent"),
        this.session.consent ? t("recorded") : t("to be recorded first"), true));
    }
    for (const { key, title, state } of this.instruments) {
      list.append(this.makeStep(key, title, state(this.session, this.setup), this.mayBegin()));
    }
    list.append(this.makeStep("save", t("Save and sign"), this.changed ? t("changed since it was last saved") : "", true));
    this.main.append(list,
      el("div", { class: "row" },
        button(t("Close this session"), () => this.close()),
        button(t("Delete this session"), () => this.remove(this.session))));
  }

  makeStep(view, title, state, open) {
    const go = button(title, () => this.go(view), { disabled: !open });
    return el("li", {}, go, el("span", { class: "state", text: state }));
  }

  close() {
    const go = () => { this.session = null; this.go("start"); };
    if (this.keeper.works || !this.changed) go();
    else ask(t("This session is not saved, and the browser keeps nothing. Close it?"), t("Close"), t("Cancel"), go);
  }

  showConsent() {
    const { setup, session } = this;
    const given = { agreed: session.consent ? session.consent.agreed : "", reuse: session.consent ? session.consent.reuse : null };
    const about = { ...session.about };
    const wrong = el("p", { class: "wrong", role: "alert" });
    const form = el("form", { on: { submit: (event) => { event.preventDefault(); save(); } } });
    form.append(
      el("p", { text: t("Before anything else. The signed consent form is kept apart; here only what was agreed is recorded.") }),
      choice(t("What may be published?"), "agreed", [
        ["group results", t("Results of the group only")],
        ["own answers", t("My own answers too, under a pseudonym")],
        ["own words", t("My own words too, once I have seen them")],
      ], given.agreed, (value) => { given.agreed = value; }),
      choice(t("May other researchers use the answers again?"), "reuse",
        [["yes", t("Yes")], ["no", t("No")]],
        given.reuse === null ? "" : given.reuse ? "yes" : "no",
        (value) => { given.reuse = value === "yes"; }));
    for (const [column, legend] of [
      ["role", t("Role")], ["role_years", t("Years in the role")],
      ["experience_years", t("Years of experience")], ["setting", t("Kind of setting")],
    ]) {
      if (!setup.lists[column].length) continue;
      const blank = column === "role" ? [] : [["", t("not asked")]];
      form.append(choice(legend, column, [...setup.lists[column].map((one) => [one, one]), ...blank],
        about[column], (value) => { about[column] = value; }));
    }
    const save = () => {
      if (!given.agreed || given.reuse === null || (setup.lists.role.length && !about.role)) {
        wrong.textContent = t("Answer the questions on publication, further use and the role.");
        return;
      }
      const day = session.consent && session.consent.agreed === given.agreed &&
        session.consent.reuse === given.reuse ? session.consent.day : today();
      this.change((one) => {
        one.consent = { agreed: given.agreed, reuse: given.reuse, day };
        one.about = about;
      });
      this.go("overview");
    };
    form.append(wrong, el("button", { type: "submit", class: "strong", text: t("Record the consent") }));
    this.main.append(el("h1", { text: t("Consent") }), form);
  }

  // --- the end

  showSave() {
    const { session, setup } = this;
    const tables = listTables(session);
    const row = el("div", { class: "row" });
    for (const [name, rows] of Object.entries(tables)) {
      row.append(button(`${name}.csv`, () => offerFile(`${session.participant}-${name}.csv`, writeCsv(rows), "text/csv")));
    }
    this.main.append(
      el("h1", { text: t("Save and sign") }),
      el("section", { class: "screen" },
        el("p", { text: t("The file contains everything from this session, with a checksum. The command senco import takes a folder of such files.") }),
        button(t("Save the session"), () => this.saveFile(), { class: "strong", id: "save-file" }),
        el("h2", { text: t("Tables") }),
        el("p", { text: t("The same as tables, for a spreadsheet.") }), row,
        el("h2", { text: t("A record to sign") }),
        button(t("Print, or save as PDF"), () => window.print())),
      this.makeRecord(setup));
  }

  saveFile() {
    if (this.changed || !this.session.revision) this.change((one) => { one.revision += 1; });
    offerFile(nameFile(this.session, "json"), writeFile(this.session), "application/json");
    this.changed = false;
    announce(t("Saved. Look in the folder for downloads."));
  }

  makeRecord(setup) {
    const { session } = this;
    const record = el("section", { class: "record" }, el("h2", { text: t("Record of {who}", { who: session.participant }) }));
    const facts = [[t("Study"), session.study], [t("Day"), session.day]];
    if (session.consent) {
      facts.push([t("Agreed to"), session.consent.agreed], [t("Further use"), session.consent.reuse ? t("Yes") : t("No")]);
    }
    const list = el("dl", {});
    for (const [name, value] of facts) list.append(el("dt", { text: name }), el("dd", { text: value }));
    record.append(list);
    for (const instrument of this.instruments) {
      if (!session[instrument.key]) continue;
      record.append(el("h3", { text: instrument.title }), instrument.record(session, setup));
    }
    record.append(el("p", { class: "signature", text: t("Seen and found correct (signature, date)") }));
    return record;
  }
}

/* How many of a list are done, in words. */
export function describeProgress(done, all) {
  return done === 0 ? t("not begun") : done < all ? t("{done} of {all}", { done, all }) : t("done");
}

