// Choosing files in the browser, loaded by anywidget: the size is checked before anything is sent.
//
// A file goes to Python as the buffer of one message. It is no trait, so a saved notebook does not hold it.

function render({ model, el }) {
  const limit = model.get("limit");
  const box = document.createElement("div");
  box.className = "auditkit-upload auditkit-lines";
  const label = document.createElement("label");
  label.textContent = model.get("words");
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.setAttribute("data-lm-suppress-shortcuts", "true");
  label.append(input);
  box.append(label);
  el.append(box);
  input.addEventListener("change", async () => {
    for (const file of input.files) {
      if (file.size > limit) {
        model.send({ name: file.name, size: file.size, sent: false });
        continue;
      }
      const data = await file.arrayBuffer();
      model.send({ name: file.name, size: file.size, sent: true }, undefined, [data]);
    }
    input.value = "";
  });
}

export default { render };
