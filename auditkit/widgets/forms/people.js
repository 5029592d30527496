// Finding a few people by name, loaded by anywidget: names come as messages and are set as text.
//
// They are no traits, so a saved notebook does not hold them. At most twenty are here at a time.

function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") node.textContent = value;
    else node.setAttribute(name, value);
  }
  if (["button", "input", "select"].includes(tag)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...children);
  return node;
}

function render({ model, el }) {
  const words = make("input", { type: "search", autocomplete: "off" });
  const find = make("button", { type: "button", text: "Find" });
  const list = make("ul");
  const reason = make("input", { type: "text", autocomplete: "off", list: `reasons-${Math.random()}` });
  const reasons = make("datalist", { id: reason.getAttribute("list") });
  reasons.append(...model.get("reasons").map((value) => make("option", { value })));
  const aside = make("button", { type: "button", text: "Set aside those ticked" });
  const back = make("button", { type: "button", text: "Count those ticked again" });
  const said = make("p", { role: "status" });
  const below = make("div", {}, make("label", { text: "Reason " }, reason), reasons, aside, back);
  const root = make("div", { class: "auditkit-people auditkit-lines" });
  root.append(make("label", { text: "Name or handle " }, words), find, list, below, said);
  el.append(root);
  below.hidden = true;
  const ticked = () => [...list.querySelectorAll("input:checked")].map((box) => Number(box.value));
  const search = () => model.send({ ask: "find", words: words.value });
  find.addEventListener("click", search);
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") search();
    event.stopPropagation();
  });
  reason.addEventListener("keydown", (event) => event.stopPropagation());
  aside.addEventListener("click", () => model.send({ do: "aside", ids: ticked(), reason: reason.value }));
  back.addEventListener("click", () => model.send({ do: "back", ids: ticked() }));
  const draw = (message) => {
    said.textContent = message.sentence || "";
    if (!message.rows) return;
    list.replaceChildren(
      ...message.rows.map(([id, name, isAside]) => {
        const box = make("input", { type: "checkbox", value: id });
        const label = make("label", {}, box, make("bdi", { dir: "auto", text: name }));
        if (isAside) label.append(make("span", { text: "(set aside)" }));
        return make("li", {}, label);
      }),
    );
    below.hidden = !message.rows.length;
  };
  model.on("msg:custom", draw);
  return () => model.off("msg:custom", draw);
}

export default { render };
