// Forms with lines ([data-lines]: a formset): "Add" copies the <template> and counts TOTAL_FORMS up. Without script
// the server adds a line when the button [data-add-line] is pressed, since it is a submit button with a name.
(() => {
  "use strict";

  const start = (box) => {
    const add = box.querySelector("[data-add-line]");
    const pattern = box.querySelector("template");
    const total = box.querySelector("input[name$=TOTAL_FORMS]");
    if (!add || !pattern || !total) return;
    add.addEventListener("click", (event) => {
      event.preventDefault();
      const made = document.createElement("div");
      made.innerHTML = pattern.innerHTML.replaceAll("__prefix__", total.value);
      total.value = String(Number(total.value) + 1);
      const line = made.firstElementChild;
      pattern.before(line);
      document.dispatchEvent(new CustomEvent("midla:added", { detail: line }));
      if (typeof htmx !== "undefined") htmx.process(line);
      line.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    });
  };

  document.querySelectorAll("[data-lines]").forEach(start);
})();
