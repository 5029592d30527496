// The annotator's page: one plain module, loaded by anywidget.
//
// It draws only the rows that are seen, shows what a key does at once, and tells Python in order; Python answers each
// change under its number when it is on the disk. What comes from exports is set as text, never as markup. Every
// element that can have the focus keeps JupyterLab's own shortcuts away (see `make`), or "d d" would delete the cell.

const PATIENCE = 3000; // milliseconds without an answer before it says NOT SAVED
const LOOK_EVERY = 10000; // milliseconds between looks for what another notebook changed
const FOCUSABLE = new Set(["a", "button", "input", "select", "summary", "textarea"]);
const RECORDED = 0, NOT_REVIEWED = 4; // places in `conditions`
const CONDITION_KEYS = { f: "nothing found", d: "declined", a: "does not apply", r: "not reviewed" };
const CONDITION_WORDS = { "not reviewed": "take back" };
const AWAY =
  "Python does not answer: it is busy with another cell, or it was restarted. If a cell shows [*], wait for it; " +
  "else choose Run > Run All Cells.";
const KEYS = [
  ["↑ ↓", "the voice before, the next; Page Up, Page Down, Home and End as in any list"],
  ["Enter or n", "next voice that is not reviewed"],
  ["p", "previous voice that is not reviewed"],
  ["1 2 3 …", "give or take away the category beside the key"],
  ["f  d  a", "nothing found; declined; does not apply"],
  ["r", "take back: not reviewed"],
  ["w", "write a word of their own, where the question is open"],
  ["b", "how you know: the next choice"],
  ["e", "evidence: paste a link, or write where you read it"],
  ["i", "their bio says so (self-described, with the bio as evidence)"],
  ["c", "write a note"],
  ["k", "still true: the same again, dated today"],
  ["Space", "select or unselect this voice"],
  ["Shift ↑ ↓", "select a range"],
  ["s", "select all that are shown; a mark then counts for all of them"],
  ["z  y", "undo; bring back (Ctrl+Z and Ctrl+Y, too)"],
  [",  .", "question before, next question"],
  ["/", "find words in names, bios and lists"],
  ["o", "open the link in a new tab"],
  ["h", "hide names, show names"],
  ["Esc", "from a field to the list; in the list: unselect. Then Tab leaves the annotator"],
];
// Views of this browser window that hold changes not saved yet, by audit file: a view made by Run All takes them over.
const VIEWS = (window[Symbol.for("auditkit.annotator")] ??= new Set());

function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  if (FOCUSABLE.has(tag) || "tabindex" in properties) node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...children);
  return node;
}

const words = (text, own = {}) => make("bdi", { dir: "auto", text, ...own });
const key = (name) => make("kbd", { text: name, "aria-hidden": "true" });
const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
const isLink = (text) => /^https?:\/\/[^\s]+$/i.test(text || "");
const link = (href, text, own = {}) =>
  make("a", { href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer", dir: "auto", text, ...own });

class View {
  constructor(model, el) {
    Object.assign(this, { model, el, uid: `ak-${Math.random().toString(36).slice(2, 10)}`, client: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` });
    this.seq = 0;
    this.pending = new Map(); // number -> {message, at}
    this.failed = []; // changes that Python could not save, with its sentence
    this.touched = new Map(); // voice -> how many of its changes are on the way
    this.data = null;
    this.details = null;
    this.shown = []; // rows of `data` in the order of the list
    this.cursor = 0;
    this.selected = new Set();
    this.basis = {}; // dimension -> the basis chosen last
    this.singleKeys = localStorage.getItem("auditkit-single-keys") !== "off";
    this.build();
    this.listen();
    this.ask({ ask: "hello" });
  }

  // ---- what is on the page -------------------------------------------------------------------------------------

  build() {
    const u = this.uid;
    this.el.classList.add("auditkit-annotator");
    const field = (label, control, own = "") => make("label", { class: `ak-field ${own}` }, make("span", { text: label }), control);
    this.start = make("span", { tabindex: "-1" });
    this.end = make("span", { tabindex: "-1" });
    this.dimension = make("select", { onchange: () => this.choose({ dimension: this.dimension.value }) });
    this.queue = make("select", { onchange: () => this.choose({ queue: this.queue.value }) });
    this.minutes = make("input", { type: "number", min: 1, max: 600, onchange: () => this.choose({ minutes: +this.minutes.value }) });
    this.months = make("input", { type: "number", min: 1, max: 600, onchange: () => this.choose({ months: +this.months.value }) });
    this.words = make("input", { type: "search", oninput: () => this.filter() });
    this.minutesField = field("minutes", this.minutes, "ak-short");
    this.monthsField = field("months ago", this.months, "ak-short");
    const bar = make("div", { class: "ak-bar" }, field("Question", this.dimension), field("Whom", this.queue),
      this.minutesField, this.monthsField, field("Find ( / )", this.words, "ak-grow"));
    this.banner = make("div", { class: "ak-banner", role: "alert", hidden: true });
    this.question = make("p", { class: "ak-question", id: `${u}-question`, text: "Loading. If this stays, choose Run > Run All Cells." });
    this.rows = make("div", { class: "ak-rows", role: "presentation" });
    this.list = make("div", { class: "ak-list", role: "listbox", tabindex: "0", "aria-multiselectable": "true",
      "aria-label": "Voices. Press question mark for the keys.", onscroll: () => this.draw() }, this.rows);
    this.progress = make("p", { class: "ak-progress" });
    this.status = make("p", { class: "ak-status" });
    const left = make("div", { class: "ak-left" }, this.list, make("div", { class: "ak-under" }, this.progress, this.status), this.buildTools());
    this.body = make("div", { class: "ak-body" }, left, this.buildPane());
    this.said = make("div", { class: "ak-hidden-text", "aria-live": "polite" });
    this.help = this.buildHelp();
    this.root = make("div", { class: "ak-root", role: "group", "aria-label": "Annotator" },
      this.start, bar, this.banner, this.question, this.body, this.buildNaming(), this.help, this.said, this.end);
    this.el.replaceChildren(this.root);
    this.pool = [];
    this.offerSettings({ queue: "sample" });
  }

  buildPane() {
    const u = this.uid;
    this.title = make("div", { class: "ak-title", role: "heading", "aria-level": "3" });
    this.accounts = make("div", { class: "ak-accounts" });
    this.naming = make("form", { class: "ak-naming", hidden: true, onsubmit: (event) => this.nameOne(event) });
    this.offers = make("div", { class: "ak-offers", hidden: true });
    this.over = make("p", { class: "ak-over", hidden: true });
    this.categories = make("div", { class: "ak-keys", role: "group", "aria-labelledby": `${u}-question` });
    this.own = make("input", { type: "text", list: `${u}-own`, autocomplete: "off", dir: "auto" });
    this.ownList = make("datalist", { id: `${u}-own` });
    this.ownField = make("label", { class: "ak-field ak-own" },
      this.ownLabel = make("span"), this.own, this.ownList);
    this.conditions = make("div", { class: "ak-keys ak-conditions", role: "group", "aria-label": "Or, where no category fits" });
    for (const [letter, condition] of Object.entries(CONDITION_KEYS)) {
      this.conditions.append(this.button(CONDITION_WORDS[condition] ?? condition, letter, () => this.mark(condition), { "aria-pressed": "false", "data-condition": condition }));
    }
    this.asked = make("p", { class: "ak-asked", id: `${u}-asked`, role: "alert", hidden: true });
    this.bases = make("div", { class: "ak-keys", role: "group", "aria-label": "How do you know?" });
    this.evidence = make("input", { type: "text", autocomplete: "off", dir: "auto", "aria-describedby": `${u}-asked`, onchange: () => this.explain() });
    this.fromBio = this.button("their bio says so", "i", () => this.useBio(), { hidden: true });
    this.note = make("input", { type: "text", autocomplete: "off", dir: "auto", onchange: () => this.sayNote() });
    this.how = make("div", { class: "ak-how" },
      make("div", { class: "ak-label" }, "How do you know? ", key("b")), this.bases,
      make("label", { class: "ak-field" }, make("span", {}, "Evidence: a link, or where you read it ", key("e")), this.evidence), this.fromBio);
    this.recorded = make("ul", { class: "ak-recorded" });
    this.before = make("ul", { class: "ak-before" });
    this.beforeBox = make("details", {}, make("summary", { text: "Recorded before" }), this.before);
    this.pane = make("section", { class: "ak-pane", "aria-label": "The voice" }, this.title, this.accounts, this.naming, this.offers,
      this.over, this.categories, this.ownField, this.conditions, this.asked, this.how,
      make("label", { class: "ak-field" }, make("span", {}, "Note ", key("c")), this.note), this.recorded, this.beforeBox);
    return this.pane;
  }

  buildTools() {
    const tools = [["Undo", "z", () => this.change({ do: "undo" })], ["Bring back", "y", () => this.change({ do: "redo" })],
      ["Previous", "p", () => this.next(-1)], ["Next", "n", () => this.next(1)],
      ["Select all shown", "s", () => this.selectAll()]].map((tool) => this.button(...tool));
    this.hide = this.button("Hide names", "h", () => this.hideNames(), { "aria-pressed": "false" });
    this.keysButton = this.button("Single keys", "", () => this.switchKeys(), { "aria-pressed": String(this.singleKeys) });
    this.onwards = make("input", { type: "checkbox" });
    return make("div", { class: "ak-tools", role: "group", "aria-label": "Tools" }, ...tools, this.hide, this.keysButton,
      this.button("Keys and help", "?", () => this.showHelp()),
      make("label", { class: "ak-check" }, this.onwards, "go on to the next after a mark"));
  }

  buildNaming() {
    this.pasted = make("textarea", { rows: 5, dir: "auto", spellcheck: "false", placeholder: "1002; @handle; Name" });
    this.many = make("details", { class: "ak-many" }, make("summary", { text: "Name many accounts from a list" }),
      make("label", { class: "ak-field" }, make("span", { text: "One account on a line: its number, handle, name. Copied from a spreadsheet works too." }), this.pasted),
      this.button("Save these names", "", () => this.pasted.value.trim() && this.change({ do: "names", text: this.pasted.value })));
    return this.many;
  }

  buildHelp() {
    this.closeHelp = make("button", { type: "button", text: "Close", onclick: () => this.showHelp(false) });
    const rows = KEYS.map(([keys, what]) => make("tr", {}, make("th", { scope: "row", text: keys }), make("td", { text: what })));
    return make("div", { class: "ak-help", role: "dialog", "aria-label": "Keys of the annotator", hidden: true },
      make("div", { class: "ak-title", text: "Keys" }),
      make("p", { text: "They work while the list or a button here has the focus. “Single keys” switches the letters and digits off; arrows, Enter, Space and Tab stay." }),
      make("table", {}, make("tbody", {}, ...rows)), this.closeHelp);
  }

  button(text, letter, does, own = {}) {
    const node = make("button", { type: "button", onclick: does, "aria-keyshortcuts": letter || null, ...own }, text);
    if (letter) node.append(" ", key(letter));
    return node;
  }

  // ---- talking with Python --------------------------------------------------------------------------------------

  listen() {
    this.onMessage = (content, buffers) => this.hear(content, buffers);
    this.model.on("msg:custom", this.onMessage);
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.root.addEventListener("focusin", () => this.look());
    this.rows.addEventListener("mousedown", (event) => this.click(event));
    this.onFocus = () => this.look();
    this.onLeave = (event) => this.unsaved().length && event.preventDefault();
    window.addEventListener("focus", this.onFocus);
    window.addEventListener("beforeunload", this.onLeave);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.list);
    this.timer = setInterval(() => this.tick(), 500);
    this.heard = performance.now();
    VIEWS.add(this);
  }

  ask(message) {
    this.asking ??= performance.now();
    this.asked_at = performance.now();
    this.send(message);
  }

  send(message) {
    try {
      this.model.send({ ...message, client: this.client });
    } catch {
      this.heard = Math.min(this.heard, performance.now() - PATIENCE); // the line to this kernel is gone
    }
  }

  change(message) {
    const sent = { ...message, seq: ++this.seq };
    this.pending.set(this.seq, { message: sent, at: performance.now() });
    for (const id of message.ids ?? []) this.touched.set(id, (this.touched.get(id) ?? 0) + 1);
    this.send(sent);
    this.showStatus();
  }

  look() {
    if (this.data && this.root.isConnected && document.visibilityState === "visible" && this.root.offsetParent &&
        performance.now() - this.asked_at > 2000) this.ask({ ask: "still" });
  }

  tick() {
    if (performance.now() - (this.asked_at ?? 0) > LOOK_EVERY) this.look();
    this.showStatus();
  }

  hear(content, buffers) {
    if (content.client && content.client !== this.client) {
      if (content.kind === "saved") this.take(content.rows ?? [], content.named ?? []);
      if (content.anew) this.ask({ ask: "hello", keep: true });
      return;
    }
    const late = performance.now() - this.heard > PATIENCE;
    this.heard = performance.now();
    this.asking = null;
    const parsed = buffers?.[0] && JSON.parse(new TextDecoder().decode(buffers[0]));
    const hears = { voices: this.hearVoices, queue: this.hearQueue, details: this.hearDetails, voice: this.hearVoice, anew: this.hearAnew,
      still: this.hearStill, saved: this.hearAnswer, refused: this.hearAnswer, failed: this.hearAnswer, missing: this.sendAgain, trouble: this.hearTrouble };
    hears[content.kind]?.call(this, content, parsed);
    if (late && this.pending.size) this.sendAgain({ from: 0 });
    this.showStatus();
  }

  sendAgain({ from }) {
    for (const [seq, { message }] of this.pending) if (seq >= from) this.send(message);
  }

  hearVoices(content, data) {
    Object.assign(this, { file: content.file, hidden: content.hidden, conditionNames: content.conditions, baseNames: content.bases });
    this.dims = Object.fromEntries(content.dimensions.map((dimension) => [dimension.name, dimension]));
    this.details = this.haystack = null;
    this.data = { ...data, placeOf: new Map(data.ids.map((id, place) => [id, place])), aside: new Set(data.aside), unnamed: new Set(data.unnamed) };
    for (const [name, found] of Object.entries(data.states)) this.data.states[name] = new Map(found.map(([place, ...state]) => [place, state]));
    fill(this.dimension, content.dimensions.map((dimension) => [dimension.name, dimension.name]));
    fill(this.queue, Object.entries(content.queues));
    this.hide.setAttribute("aria-pressed", String(this.hidden));
    this.root.classList.remove("ak-veiled");
    this.many.hidden = this.hidden;
  }

  hearQueue(content) {
    const same = this.dim === content.dimension && this.bound === content.dimension + this.file;
    this.dim = content.dimension;
    this.offerSettings(content);
    this.queueIds = content.ids;
    if (!same) this.buildDimension();
    this.hearProgress(content);
    this.filter(true);
    if (!this.details && !this.hidden) this.ask({ ask: "details" });
    this.takeOver();
  }

  hearDetails(content, data) {
    this.details = new Map();
    this.haystack = null;
    for (const [place, ...cells] of data.accounts) {
      if (!this.details.has(place)) this.details.set(place, []);
      this.details.get(place).push(cells);
    }
    if (this.words.value) this.filter();
    this.drawPane();
  }

  hearVoice(content) {
    if (content.id !== this.id() || content.dimension !== this.dim || this.touched.get(content.id)) return;
    this.told = content;
    this.drawTold();
  }

  hearAnew() {
    this.veil();
    this.ask({ ask: "hello", keep: true });
  }

  hearStill(content) {
    this.take(content.rows, content.named ?? []);
    this.hearProgress(content);
    if (content.anew) this.ask({ ask: "hello", keep: true });
  }

  hearTrouble(content) {
    this.trouble = content.sentence;
  }

  hearAnswer(content) {
    const sent = this.pending.get(content.seq);
    if (!sent) return;
    this.pending.delete(content.seq);
    this.trouble = null;
    for (const id of sent.message.ids ?? []) {
      const rest = (this.touched.get(id) ?? 1) - 1;
      if (rest) this.touched.set(id, rest); else this.touched.delete(id);
    }
    if (content.kind === "failed") this.failed.push({ message: sent.message, sentence: content.sentence });
    else this.take(content.rows, content.named ?? []);
    if (content.kind === "refused") this.sayAsked(content.sentence);
    else if (content.sentence && content.kind === "saved") this.say(content.sentence, true);
    if (content.kind === "saved" && sent.message.do === "names") this.pasted.value = "";
    this.hearProgress(content);
    if (content.anew) this.ask({ ask: "hello", keep: true });
    else if (!this.pending.size) this.askVoice();
  }

  hearProgress({ progress }) {
    if (progress) this.progress.textContent = progress.sentence;
  }

  take(rows, named) {
    if (!this.data) return;
    for (const [id, states] of rows) {
      const place = this.data.placeOf.get(id);
      if (place === undefined || this.touched.get(id)) continue; // a later change of it is on the way
      for (const [name, state] of Object.entries(states)) this.data.states[name]?.set(place, state);
    }
    for (const [id, label, account, handle, name] of named) {
      const place = this.data.placeOf.get(id);
      if (place === undefined) continue;
      this.data.labels[place] = label;
      this.data.handles[place] ||= handle;
      this.data.unnamed.delete(place);
      const cells = this.details?.get(place)?.find((found) => found[0] === account);
      if (cells) [cells[1], cells[2]] = [handle, name];
      this.haystack = null;
    }
    if (rows.length || named.length) { this.draw(); this.drawPane(); }
  }

  // ---- what is not saved ----------------------------------------------------------------------------------------

  unsaved() {
    return [...this.failed.map(({ message }) => message), ...[...this.pending.values()].map(({ message }) => message)];
  }

  takeOver() {
    // Undo and redo are not sent again: what they would turn may be another change by now.
    for (const other of VIEWS) {
      if (other === this || other.file !== this.file || other.model === this.model) continue;
      const marks = [];
      for (const message of other.unsaved()) {
        if (message.do === "undo") marks.pop();
        else if (message.do !== "redo") marks.push(message);
      }
      other.pending.clear();
      other.failed = [];
      VIEWS.delete(other);
      for (const { seq, client, ...message } of marks) this.change(message);
      if (marks.length) this.say(`${count(marks.length, "change", "changes")} made while Python was away: saved now.`, true);
    }
  }

  tryAgain() {
    const again = this.failed.map(({ message: { seq, client, ...message } }) => message);
    this.failed = [];
    again.forEach((message) => this.change(message));
    this.list.focus();
  }

  showStatus() {
    const now = performance.now();
    const oldest = this.pending.size ? this.pending.values().next().value.at : now;
    const waiting = now - oldest > PATIENCE || (this.pending.size && now - this.heard > PATIENCE && !this.asking);
    const away = this.asking !== null && now - this.asking > PATIENCE;
    const number = this.pending.size + this.failed.length;
    let text = "";
    if (waiting) {
      text = `NOT SAVED: ${count(number, "change", "changes")}. ${AWAY} What was saved before is safe in your audit file; ` +
        "the rest stays on this page and is saved then. Do not close this window.";
    } else if (this.failed.length) {
      text = `NOT SAVED: ${count(this.failed.length, "change", "changes")}. ${this.failed.at(-1).sentence}`;
    } else if (away) {
      text = this.data ? `${AWAY} Everything you marked is saved.` : AWAY;
    } else if (this.trouble) {
      text = this.trouble;
    }
    if (this.banner.dataset.text !== text) {
      this.banner.dataset.text = text;
      this.banner.replaceChildren(make("p", { text }));
      if (this.failed.length && !waiting) this.banner.append(this.button("Try again", "", () => this.tryAgain()));
      this.banner.hidden = !text;
      this.banner.classList.toggle("ak-milder", !text.startsWith("NOT SAVED"));
      this.draw();
    }
    const state = !this.data ? "" : number ? (text ? "Not saved." : "Saving …") : "All saved.";
    if (this.status.textContent !== state) this.status.textContent = state;
  }

  unsavedIds() {
    const stuck = this.banner.hidden || !this.banner.dataset.text.startsWith("NOT SAVED") ? [] : this.unsaved();
    return new Set(stuck.flatMap((message) => message.ids ?? []));
  }

  // ---- the list -------------------------------------------------------------------------------------------------

  place() { return this.shown[this.cursor]; }
  id() { return this.data?.ids[this.place()]; }
  state(place) { return this.data.states[this.dim]?.get(place) ?? [NOT_REVIEWED]; }
  targets() { return this.selected.size ? [...this.selected] : this.id() === undefined ? [] : [this.id()]; }
  isRecorded() { return this.id() !== undefined && this.state(this.place())[0] === RECORDED; }
  isLeft(place) { return this.state(place)[0] === NOT_REVIEWED && !this.data.aside.has(place); }

  filter(stay = false) {
    const wanted = this.words.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const here = this.id();
    let places = (this.queueIds ?? []).map((id) => this.data.placeOf.get(id)).filter((place) => place !== undefined);
    if (wanted.length) {
      this.haystack ??= new Map();
      places = places.filter((place) => wanted.every((word) => this.hay(place).includes(word)));
    }
    this.shown = places;
    const at = places.indexOf(this.data.placeOf.get(here));
    if (stay || at < 0) this.selected.clear();
    this.cursor = Math.max(0, at);
    if (stay && at < 0) this.cursor = Math.max(0, places.findIndex((place) => this.isLeft(place)));
    this.anchor = this.cursor;
    this.reveal();
    if (wanted.length) this.say(`${count(places.length, "voice", "voices")} shown.`);
  }

  hay(place) {
    let text = this.haystack.get(place);
    if (text === undefined) {
      const cells = (this.details?.get(place) ?? []).flatMap(([, handle, name, bio, , group]) => [handle, name, bio, group]);
      text = [this.data.labels[place], this.data.handles[place], ...cells].join("\n").toLocaleLowerCase();
      this.haystack.set(place, text);
    }
    return text;
  }

  rowHeight() {
    return (this.height ??= Math.max(44, Math.round(parseFloat(getComputedStyle(this.list).fontSize) * 3.4)));
  }

  reveal() {
    const height = this.rowHeight(), top = this.cursor * height, seen = this.list.clientHeight;
    this.rows.style.height = `${this.shown.length * height}px`;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    else if (top + height > this.list.scrollTop + seen) this.list.scrollTop = top + height - seen;
    this.draw();
    this.drawPane();
  }

  draw() {
    if (!this.data) return;
    const height = this.rowHeight(), seen = this.list.clientHeight || 400;
    const first = Math.max(0, Math.floor(this.list.scrollTop / height) - 3);
    const last = Math.min(this.shown.length, Math.ceil((this.list.scrollTop + seen) / height) + 3);
    const unsaved = this.unsavedIds();
    while (this.pool.length < last - first) this.pool.push(this.newRow());
    const nodes = [];
    for (let index = first; index < last; index++) nodes.push(this.drawRow(this.pool[index - first], index, unsaved));
    if (this.rows.children.length !== nodes.length) this.rows.replaceChildren(...nodes);
    const active = this.shown.length ? `${this.uid}-${this.cursor}` : null;
    if (active && this.cursor >= first && this.cursor < last) this.list.setAttribute("aria-activedescendant", active);
    else this.list.removeAttribute("aria-activedescendant");
  }

  newRow() {
    const row = make("div", { class: "ak-row", role: "option" });
    row.cells = ["box", "name", "handle", "on", "state"].map((name) => make(name === "name" || name === "handle" ? "bdi" : "span", { class: `ak-${name}`, dir: name === "name" || name === "handle" ? "auto" : null }));
    row.cells[0].setAttribute("aria-hidden", "true");
    row.append(row.cells[0], make("span", { class: "ak-who" }, row.cells[1], " ", row.cells[2]), row.cells[3], row.cells[4]);
    return row;
  }

  drawRow(row, index, unsaved) {
    const place = this.shown[index], id = this.data.ids[place], data = this.data;
    const [condition, ...held] = this.state(place), chosen = this.selected.has(id);
    row.id = `${this.uid}-${index}`;
    row.index = index;
    row.style.transform = `translateY(${index * this.rowHeight()}px)`;
    row.style.height = `${this.rowHeight()}px`;
    row.setAttribute("aria-selected", String(chosen));
    row.setAttribute("aria-posinset", index + 1);
    row.setAttribute("aria-setsize", this.shown.length);
    row.classList.toggle("ak-here", index === this.cursor);
    row.classList.toggle("ak-recorded-row", condition === RECORDED);
    row.classList.toggle("ak-unsaved", unsaved.has(id));
    const texts = [chosen ? "☑" : "☐", data.labels[place],
      data.handles[place] && data.labels[place] !== `@${data.handles[place]}` ? `@${data.handles[place]}` : "",
      data.on[place].map((number) => data.platforms[number]).join(", "),
      (unsaved.has(id) ? "NOT SAVED · " : "") + (data.aside.has(place) ? "set aside · " : "") + (condition === RECORDED ? held.join(" · ") : this.conditionNames[condition])];
    row.cells.forEach((cell, number) => { if (cell.textContent !== texts[number]) cell.textContent = texts[number]; });
    return row;
  }

  move(index, extend = false) {
    if (!this.shown.length) return;
    const from = this.cursor;
    this.cursor = Math.max(0, Math.min(this.shown.length - 1, index));
    if (extend) {
      this.anchor ??= from;
      this.selected.clear();
      const [low, high] = [Math.min(this.anchor, this.cursor), Math.max(this.anchor, this.cursor)];
      for (let row = low; row <= high; row++) this.selected.add(this.data.ids[this.shown[row]]);
    } else this.anchor = this.cursor;
    this.reveal();
  }

  next(step) {
    for (let index = this.cursor + step; index >= 0 && index < this.shown.length; index += step) {
      if (this.isLeft(this.shown[index])) return this.move(index);
    }
    const elsewhere = this.shown.some((place) => this.isLeft(place));
    this.say(!elsewhere ? "Everybody shown is reviewed." : step > 0 ? "Nobody left further down. p goes back up." : "Nobody left further up. n goes down.", true);
  }

  toggleSelected(index) {
    const id = this.data.ids[this.shown[index]];
    if (!this.selected.delete(id)) this.selected.add(id);
    this.anchor = index;
    this.reveal();
  }

  selectAll() {
    this.selected = new Set(this.shown.map((place) => this.data.ids[place]));
    this.reveal();
    this.say(`${count(this.selected.size, "voice", "voices")} selected. A mark now counts for all of them; Esc unselects.`);
  }

  click(event) {
    const row = event.target.closest(".ak-row");
    if (!row) return;
    event.preventDefault(); // or the focus goes to the page
    this.list.focus();
    if (event.shiftKey) this.move(row.index, true);
    else if (event.ctrlKey || event.metaKey || event.target.closest(".ak-box")) { this.cursor = row.index; this.toggleSelected(row.index); }
    else this.move(row.index);
  }

  // ---- the voice ------------------------------------------------------------------------------------------------

  drawPane() {
    if (!this.data) return;
    const place = this.place(), here = this.id();
    const another = this.paneId !== here || this.paneDim !== this.dim;
    this.paneId = here;
    this.paneDim = this.dim;
    this.pane.classList.toggle("ak-empty", place === undefined);
    if (place === undefined) {
      this.title.textContent = this.queueIds?.length ? "Nobody has these words." : "Nobody is in this list.";
      return;
    }
    if (another) this.leaveVoice();
    this.title.replaceChildren(words(this.data.labels[place]));
    this.drawAccounts(place);
    const number = this.selected.size;
    this.over.hidden = !number;
    this.over.textContent = `A mark counts for ${count(number, "selected voice", "selected voices")}. Esc unselects.`;
    this.drawMarks(place);
    if (another || !this.told) this.askVoice();
  }

  leaveVoice() {
    this.told = this.waiting = this.chosen = null;
    this.asked.hidden = true;
    this.evidence.value = this.evidence.before = "";
    this.note.value = this.note.before = "";
    this.recorded.replaceChildren();
    this.before.replaceChildren();
    this.beforeBox.hidden = true;
    this.offers.hidden = true;
  }

  drawAccounts(place) {
    const found = this.details?.get(place) ?? [];
    this.accounts.replaceChildren(...found.map(([, handle, name, bio, since, group, href, platform]) => {
      const line = make("p", {}, make("span", { class: "ak-on", text: platform }), " ");
      if (handle) line.append(words(`@${handle.replace(/^@/, "")}`), " ");
      if (found.length > 1 && name) line.append(words(name), " ");
      if (isLink(href)) line.append(link(href, shortened(href), { class: "ak-link" }), " ", key("o"), " ");
      if (since) line.append(`followed since ${since} `);
      if (group) line.append("in ", words(group));
      return make("div", {}, line, ...(bio ? [make("p", { class: "ak-bio", dir: "auto", text: bio })] : []));
    }));
    const nameless = found.find(([, handle, name]) => !handle && !name);
    this.naming.hidden = !nameless || this.hidden;
    if (nameless && this.naming.account !== nameless[0]) {
      this.naming.account = nameless[0];
      this.handle = make("input", { type: "text", autocomplete: "off", placeholder: "@ada or its link" });
      this.name = make("input", { type: "text", autocomplete: "off", dir: "auto" });
      this.naming.replaceChildren(make("p", { text: "The export holds only a number. Open the link above, then paste the handle here." }),
        make("label", { class: "ak-field" }, make("span", { text: "Handle" }), this.handle),
        make("label", { class: "ak-field" }, make("span", { text: "Name (optional)" }), this.name),
        make("button", { type: "submit", text: "Save name" }));
    }
    const bio = found.some((cells) => cells[3]);
    this.fromBio.hidden = !bio || !this.dims[this.dim]?.basis;
  }

  buildDimension() {
    const dimension = this.dims[this.dim];
    const inside = this.pane.contains(document.activeElement);
    this.bound = this.dim + this.file;
    this.dimension.value = this.dim;
    this.question.textContent = dimension.question || dimension.name;
    this.categories.replaceChildren(...dimension.categories.map(({ name, key: letter, definition }) =>
      this.button(name, letter, () => this.toggle(name), { "aria-pressed": "false", title: definition || null, "data-category": name })));
    this.extra = make("span", { class: "ak-keys" });
    this.categories.append(this.extra);
    this.ownField.hidden = !dimension.open;
    this.ownLabel.replaceChildren(dimension.identity ? "In their own words " : "In other words ", key("w"));
    this.how.hidden = !dimension.basis;
    this.basis[this.dim] ??= dimension.rules["my reading"][0] === "" ? "my reading" : "";
    this.bases.replaceChildren(...this.baseNames.map((basis, number) =>
      this.button(basis, String(number + 1), () => this.chooseBasis(basis), { "aria-pressed": "false", "data-basis": basis })));
    this.onwards.checked = !dimension.several;
    this.paneId = undefined;
    if (inside) this.list.focus();
  }

  drawMarks(place) {
    const [condition, ...held] = this.state(place), offered = new Set(this.dims[this.dim].categories.map(({ name }) => name));
    for (const node of this.categories.children) {
      if (node.dataset.category !== undefined) node.setAttribute("aria-pressed", String(held.includes(node.dataset.category)));
    }
    const own = held.filter((name) => !offered.has(name));
    if (this.extra.held !== own.join("\n")) {
      this.extra.held = own.join("\n");
      this.extra.replaceChildren(...own.map((name) => this.button(name, "", () => this.toggle(name), { "aria-pressed": "true", disabled: this.hidden })));
    }
    for (const node of this.conditions.children) {
      const name = node.dataset.condition;
      node.setAttribute("aria-pressed", String(name !== "not reviewed" && this.conditionNames[condition] === name));
    }
    this.drawBases();
  }

  drawBases() {
    const said = this.told?.rows?.length ? this.told.rows.map((row) => row[1]) : [];
    const shown = this.waiting?.basis ?? this.chosen ?? (said.length ? (new Set(said).size === 1 ? said[0] : "") : this.basis[this.dim]);
    this.how.classList.toggle("ak-waiting", Boolean(this.waiting)); // then their digits count
    for (const node of this.bases.children) node.setAttribute("aria-pressed", String(node.dataset.basis === shown));
  }

  askVoice() {
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      if (this.id() !== undefined && this.dim) this.ask({ ask: "voice", id: this.id(), dimension: this.dim });
    }, 60);
  }

  drawTold() {
    const { rows, note, before, offers } = this.told;
    const evidence = [...new Set(rows.map((row) => row[2]))];
    const keep = (input) => input === document.activeElement && input.value !== input.before;
    if (!keep(this.evidence) && !this.waiting) this.evidence.value = this.evidence.before = evidence.length === 1 ? evidence[0] : "";
    if (!keep(this.note)) this.note.value = this.note.before = note;
    this.recorded.replaceChildren(...rows.map(([category, basis, text, href]) => {
      const line = make("li", {}, words(category), basis ? ` (${basis})` : "");
      if (text) line.append(": ", isLink(href) ? link(href, shortened(text)) : words(text));
      return line;
    }));
    this.beforeBox.hidden = !before.length;
    this.before.replaceChildren(...before.map((said) => make("li", {}, `${said.day} `, words(said.dimension), ": ",
      said.rows.length ? words(said.rows.map((row) => row[0]).join(" · ")) : said.condition)));
    this.offers.hidden = !offers.length;
    this.offers.replaceChildren(...offers.map(([label, platform, reason], offer) => make("p", {}, "Perhaps one voice with ", words(label || "an account without a name"),
      ` on ${platform}: ${reason}. `, this.button("Same voice: join", "", () => this.answerOffer("join", offer)), " ",
      this.button("Not the same", "", () => this.answerOffer("apart", offer)))));
    const used = new Set([...(this.data.states[this.dim]?.values() ?? [])].flatMap(([, ...held]) => held));
    this.ownList.replaceChildren(...[...used].map((value) => make("option", { value })));
    this.drawBases();
  }

  answerOffer(answer, offer) {
    this.change({ do: answer, ids: [this.id()], offer });
    this.offers.hidden = true;
    this.list.focus();
  }

  // ---- marking --------------------------------------------------------------------------------------------------

  toggle(category) {
    const ids = this.targets();
    if (!ids.length) return;
    const holds = (id) => this.state(this.data.placeOf.get(id)).slice(1).includes(category);
    if (ids.every(holds)) this.put({ do: "record", ids, remove: [category] });
    else this.record(ids, [category]);
  }

  record(ids, add, basis = this.basisNow(), evidence = this.evidence.value.trim()) {
    const dimension = this.dims[this.dim];
    if (!dimension.basis) return this.put({ do: "record", ids, add });
    const [without, withEvidence] = dimension.rules[basis] ?? ["ask", "ask"];
    if (without === "" || (withEvidence === "" && evidence)) {
      this.waiting = null;
      this.asked.hidden = true;
      this.basis[this.dim] = basis;
      return this.put({ do: "record", ids, add, basis, evidence });
    }
    this.waiting = { ids, add, basis: basis || "" };
    this.drawBases();
    if (!basis || withEvidence !== "") {
      this.sayAsked(`How do you know “${add.join(", ")}”? Choose below. It is saved then.${withEvidence && basis ? ` ${withEvidence}` : ""}`);
      this.bases.firstChild?.focus();
    } else {
      this.sayAsked(`Where did you read “${add.join(", ")}”? Paste the link or write it down, then Enter. It is saved then. Esc leaves it.`);
      this.evidence.focus();
    }
  }

  basisNow() {
    const said = this.told?.rows?.map((row) => row[1]) ?? [];
    return this.selected.size || !said.length ? this.basis[this.dim] : said.at(-1);
  }

  chooseBasis(basis) {
    const [without, withEvidence] = this.dims[this.dim].rules[basis];
    if (withEvidence !== "") return this.sayAsked(withEvidence);
    this.basis[this.dim] = basis;
    if (this.waiting) {
      this.record(this.waiting.ids, this.waiting.add, basis);
      if (!this.waiting) this.list.focus();
    } else if (this.isRecorded() && !this.selected.size) {
      const evidence = this.evidence.value.trim();
      if (without === "" || evidence) this.change({ do: "explain", dimension: this.dim, ids: [this.id()], basis, ...(evidence ? { evidence } : {}) });
      else { this.chosen = basis; this.sayAsked("Where did you read it? Paste the link or write it down, then Enter."); this.evidence.focus(); }
    }
    this.drawBases();
    this.say(`How you know: ${basis}`);
  }

  nextBasis() {
    const rules = this.dims[this.dim].rules, open = this.baseNames.filter((basis) => rules[basis][1] === "");
    const now = this.waiting?.basis || this.basisNow();
    if (this.dims[this.dim].basis) this.chooseBasis(open[(open.indexOf(now) + 1) % open.length]);
  }

  explain() {
    const evidence = this.evidence.value.trim();
    if (this.waiting) {
      if (!evidence) return;
      this.record(this.waiting.ids, this.waiting.add, this.waiting.basis || this.basis[this.dim], evidence);
    } else if (this.isRecorded() && evidence !== this.evidence.before) {
      this.change({ do: "explain", dimension: this.dim, ids: [this.id()], evidence, ...(this.chosen ? { basis: this.chosen } : {}) });
      this.chosen = null;
      this.say("Evidence changed.");
    }
    this.evidence.before = evidence;
  }

  useBio() {
    const cells = this.details?.get(this.place())?.find((found) => found[3]);
    if (!cells || !this.dims[this.dim].basis) return;
    this.evidence.value = `bio on ${cells[7]}, as in the export`;
    this.chooseBasis("self-described");
  }

  sayNote() {
    if (this.note.value === this.note.before) return;
    this.note.before = this.note.value;
    this.change({ do: "note", dimension: this.dim, ids: [this.id()], note: this.note.value });
  }

  addOwn() {
    const add = this.own.value.split(";").map((word) => word.trim().replace(/\s+/g, " ")).filter(Boolean);
    this.own.value = "";
    this.list.focus();
    if (add.length && this.targets().length) this.record(this.targets(), add);
  }

  mark(condition) {
    const ids = this.targets();
    if (!ids.length) return;
    this.waiting = null;
    this.asked.hidden = true;
    this.evidence.value = this.evidence.before = "";
    this.put({ do: "mark", ids, condition });
  }

  confirm() {
    if (!this.targets().length) return;
    this.change({ do: "confirm", dimension: this.dim, ids: this.targets() });
    this.say("Still true, as of today.", true);
    this.move(this.cursor + 1);
  }

  put(message) {
    // Shown at once; Python's answer says how it stands on the disk.
    const states = (this.data.states[this.dim] ??= new Map()), several = this.dims[this.dim].several;
    const order = this.dims[this.dim].categories.map(({ name }) => name);
    for (const id of message.ids) {
      const place = this.data.placeOf.get(id);
      const [, ...held] = this.state(place);
      if (message.do === "mark") states.set(place, [this.conditionNames.indexOf(message.condition)]);
      else {
        const kept = (several || message.remove ? held : []).filter((name) => !message.remove?.includes(name) && !message.add?.includes(name));
        const now = [...kept, ...(message.add ?? [])].sort((one, other) => (order.indexOf(one) + 1 || 999) - (order.indexOf(other) + 1 || 999));
        states.set(place, now.length ? [RECORDED, ...now] : [NOT_REVIEWED]);
      }
    }
    this.change({ ...message, dimension: this.dim });
    const what = message.condition ?? (message.add ?? message.remove).join(", ");
    const who = message.ids.length === 1 ? this.data.labels[this.data.placeOf.get(message.ids[0])] : `${count(message.ids.length, "voice", "voices")}. z takes it back`;
    this.say(`${message.remove ? "taken away: " : ""}${what}: ${who}`, message.ids.length > 1);
    const done = this.state(this.place())[0] !== NOT_REVIEWED;
    if (this.onwards.checked && !this.selected.size && done) this.next(1);
    else { this.draw(); this.drawPane(); }
  }

  nameOne(event) {
    event.preventDefault();
    this.change({ do: "name", ids: [this.id()], account: this.naming.account, handle: this.handle.value, name: this.name.value });
    this.naming.account = null;
    this.list.focus();
    this.move(this.cursor + 1);
  }

  // ---- settings, help, sentences --------------------------------------------------------------------------------

  choose(settings) {
    this.ask({ ask: "queue", ...settings });
    this.words.value = "";
  }

  offerSettings({ queue, minutes, months }) {
    if (queue) this.queue.value = queue;
    if (minutes) this.minutes.value = minutes;
    if (months) this.months.value = months;
    this.minutesField.hidden = this.queue.value !== "sample" && queue !== "sample";
    this.monthsField.hidden = this.queue.value !== "re-check";
  }

  otherDimension(step) {
    const names = Object.keys(this.dims);
    this.choose({ dimension: names[(names.indexOf(this.dim) + step + names.length) % names.length] });
  }

  veil() { this.root.classList.add("ak-veiled"); }

  hideNames() {
    this.veil(); // nothing is legible until the other names are here
    this.words.value = "";
    this.ask({ ask: "hide", on: !this.hidden });
    this.list.focus();
  }

  switchKeys() {
    this.singleKeys = !this.singleKeys;
    localStorage.setItem("auditkit-single-keys", this.singleKeys ? "on" : "off");
    this.keysButton.setAttribute("aria-pressed", String(this.singleKeys));
    this.say(`Single keys are ${this.singleKeys ? "on" : "off"}.`, true);
  }

  showHelp(show = this.help.hidden) {
    this.help.hidden = !show;
    (show ? this.closeHelp : this.list).focus();
  }

  say(sentence, seen = false) {
    this.said.textContent = sentence;
    if (seen) { this.asked.hidden = false; this.asked.setAttribute("role", "note"); this.asked.textContent = sentence; }
  }

  sayAsked(sentence) {
    this.asked.setAttribute("role", "alert");
    this.asked.hidden = false;
    this.asked.textContent = sentence;
  }

  // ---- keys -----------------------------------------------------------------------------------------------------

  press(event) {
    event.stopPropagation(); // the notebook would take the focus to its editor
    const target = event.target, tag = target.localName;
    if (event.key === "Tab") return this.leave(event);
    const leaving = this.leaving;
    if (event.key !== "Shift") this.leaving = false;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      return this.say("Every mark is saved as you make it.", true);
    }
    if (event.key === "Escape") { event.preventDefault(); return this.escape(target, leaving); }
    if (!this.data || !this.help.hidden) return;
    const typed = tag === "textarea" || (tag === "input" && target.type !== "checkbox");
    if (typed) return this.typing(event, target);
    if (tag === "select" || event.altKey) return;
    if (event.ctrlKey || event.metaKey) return this.chord(event);
    if (tag === "summary" || (tag !== "div" && [" ", "Enter"].includes(event.key))) return; // the button's own
    if (this.navigate(event) || (this.singleKeys && !event.repeat && this.single(event))) event.preventDefault();
  }

  typing(event, target) {
    if (event.key !== "Enter" || target === this.pasted || target.form === this.naming) return;
    event.preventDefault();
    if (target === this.own) return this.addOwn();
    if (target === this.evidence) this.explain();
    if (target === this.note) this.sayNote();
    if (target.type === "number") target.dispatchEvent(new Event("change"));
    if (!this.waiting) this.list.focus();
  }

  escape(target, leaving) {
    if (!this.help.hidden) return this.showHelp(false);
    if (target !== this.list) {
      if (target === this.evidence) this.evidence.value = this.evidence.before ?? "";
      if (target === this.note) this.note.value = this.note.before ?? "";
      if (this.waiting) { this.waiting = null; this.say("Left as it was; nothing was recorded.", true); this.drawBases(); }
      return this.list.focus();
    }
    this.selected.clear();
    this.reveal();
    this.leaving = true;
    this.say("Tab now leaves the annotator.");
  }

  leave(event) {
    if (this.leaving) (event.shiftKey ? this.start : this.end).focus({ preventScroll: true }); // the browser goes on from there
    this.leaving = false;
  }

  chord(event) {
    const does = { z: () => this.change({ do: event.shiftKey ? "redo" : "undo" }), y: () => this.change({ do: "redo" }),
      a: () => this.selectAll() }[event.key.toLowerCase()];
    if (does) { event.preventDefault(); does(); }
  }

  navigate(event) {
    const page = Math.max(1, Math.floor(this.list.clientHeight / this.rowHeight()) - 1);
    const to = { ArrowDown: this.cursor + 1, ArrowUp: this.cursor - 1, PageDown: this.cursor + page, PageUp: this.cursor - page, Home: 0, End: this.shown.length - 1 }[event.key];
    if (to !== undefined) this.move(to, event.shiftKey);
    else if (event.key === "Enter") this.next(1);
    else if (event.key === " " && this.shown.length) this.toggleSelected(this.cursor);
    else return false;
    return true;
  }

  single(event) {
    // On keyboards that write digits with Shift, the key itself counts.
    const digit = /^Digit\d$/.test(event.code) && !event.shiftKey ? event.code.at(-1) : null;
    const letter = digit ?? (event.key.length === 1 ? event.key : "");
    if (this.waiting && this.bases.contains(document.activeElement) && digit && this.baseNames[digit - 1]) {
      this.chooseBasis(this.baseNames[digit - 1]);
      return true;
    }
    const category = this.dims[this.dim].categories.find(({ key: own }) => own && own === letter);
    if (category) { this.toggle(category.name); return true; }
    if (CONDITION_KEYS[letter]) { this.mark(CONDITION_KEYS[letter]); return true; }
    const does = { n: () => this.next(1), p: () => this.next(-1), z: () => this.change({ do: "undo" }), y: () => this.change({ do: "redo" }),
      b: () => this.nextBasis(), e: () => !this.how.hidden && this.evidence.focus(), i: () => this.useBio(), c: () => this.note.focus(),
      w: () => !this.ownField.hidden && this.own.focus(), k: () => this.confirm(), s: () => this.selectAll(), h: () => this.hideNames(),
      o: () => this.accounts.querySelector("a")?.click(), "/": () => this.words.focus(), "?": () => this.showHelp(),
      ",": () => this.otherDimension(-1), ".": () => this.otherDimension(1) }[letter];
    does?.();
    return Boolean(does);
  }

  close() {
    clearInterval(this.timer);
    clearTimeout(this.later);
    this.resized.disconnect();
    this.model.off("msg:custom", this.onMessage);
    window.removeEventListener("focus", this.onFocus);
    window.removeEventListener("beforeunload", this.onLeave);
    if (!this.unsaved().length) VIEWS.delete(this);
  }
}

function fill(select, choices) {
  const before = select.value;
  select.replaceChildren(...choices.map(([value, text]) => make("option", { value, text })));
  if (before) select.value = before;
}

function shortened(text) {
  const plain = text.replace(/^https?:\/\/(www\.)?/i, "");
  return plain.length > 60 ? `${plain.slice(0, 57)}…` : plain;
}

function render({ model, el }) {
  const view = new View(model, el);
  return () => view.close();
}

export default { render };
