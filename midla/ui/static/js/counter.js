// Buttons − and + beside a number (.counter), and the sum of a group ([data-sum] holds the sentence with a 0 in it).
(() => {
  "use strict";

  const button = (sign, label, step, input) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => {
      const low = input.min === "" ? 0 : Number(input.min);
      input.value = String(Math.max(low, (Number.parseInt(input.value, 10) || 0) + step));
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return made;
  };

  const enhance = (line) => {
    const input = line.querySelector("input");
    if (!input || line.querySelector("button")) return;
    const name = input.labels[0]?.textContent.trim() || "";
    input.before(button("−", `${line.dataset.less}, ${name}`, -1, input));
    input.after(button("+", `${line.dataset.more}, ${name}`, 1, input));
  };

  const number = (input) => Math.max(0, Number.parseInt(input.value, 10) || 0);

  const total = (group) => {
    const shown = group.querySelector("[data-sum]");
    if (!shown) return;
    const inputs = [...group.querySelectorAll(".counter input[data-adds]")];
    const sum = inputs.reduce((before, input) => before + number(input), 0);
    const words = sum === 1 && shown.dataset.one ? shown.dataset.one : shown.dataset.sum;
    shown.textContent = words.replace("0", String(sum));
  };

  const start = (root) => {
    root.querySelectorAll(".counter .line").forEach(enhance);
    root.querySelectorAll(".counters").forEach((group) => {
      group.addEventListener("input", () => total(group));
      total(group);
    });
  };

  start(document);
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && start(event.detail.elt));
  document.addEventListener("midla:added", (event) => start(event.detail));
})();
