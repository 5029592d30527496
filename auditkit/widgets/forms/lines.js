// Lines of text of a form, loaded by anywidget: what the form says, or the same step in Python.
//
// The text comes as messages and is set as text: it is never markup, and never saved in the notebook. The line that
// speaks for the form also keeps JupyterLab's own shortcuts away from everything in the form that can have the focus.

const FOCUSABLE = "a, button, input, select, summary, textarea, [tabindex]";

function keepShortcutsAway(form) {
  if (form.dataset.auditkitKeys) return;
  form.dataset.auditkitKeys = "away";
  const mark = () => {
    for (const node of form.querySelectorAll(FOCUSABLE)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  };
  mark();
  new MutationObserver(mark).observe(form, { childList: true, subtree: true });
}

function whenInForm(el, act, tries = 100) {
  const form = el.closest(".auditkit-form");
  if (form) act(form);
  else if (tries) setTimeout(() => whenInForm(el, act, tries - 1), 100); // not on the page yet
}

function render({ model, el }) {
  const kind = model.get("kind");
  const box = document.createElement("div");
  box.className = `auditkit-lines auditkit-${kind}`;
  if (kind === "status") box.setAttribute("role", "status");
  el.append(box);
  const draw = (message) => {
    if (!message.lines) return;
    const tag = kind === "code" ? "code" : "p";
    box.replaceChildren(
      ...message.lines.map((line) => {
        const node = document.createElement(tag);
        node.textContent = line;
        node.dir = kind === "code" ? "ltr" : "auto";
        return node;
      }),
    );
    box.hidden = !message.lines.length;
    box.classList.toggle("auditkit-trouble", Boolean(message.trouble));
  };
  model.on("msg:custom", draw);
  model.send({ ask: "lines" });
  if (kind === "status") whenInForm(el, keepShortcutsAway);
  return () => model.off("msg:custom", draw);
}

export default { render };
