// select[data-chosen-in="name"] offers what is chosen in the picker of that name in the same form, beside its own first
// option. Without script the server draws these options when the form comes back.
(() => {
  "use strict";

  const fill = (select) => {
    const picker = select.form?.elements.namedItem(select.dataset.chosenIn)?.tomselect;
    if (!picker) return;
    const kept = select.value;
    const chosen = picker.items.map((value) => {
      const { create, text } = picker.options[value] || {};
      return new Option(create || text || value, value);
    });
    select.replaceChildren(select.options[0], ...chosen);
    select.value = picker.items.includes(kept) ? kept : "";
  };

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("select[data-chosen-in]")) fill(event.target);
  });
})();
