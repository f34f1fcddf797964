// The admin's typeaheads (select2) do not say which field they are: they take over the label of the list they stand for.
"use strict";

function nameTypeaheads() {
  for (const list of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${list.id}"]`);
    const box = list.nextElementSibling;
    if (!label || !box || !box.classList.contains("select2")) continue;
    const name = label.textContent.trim().replace(/:$/, "");
    for (const part of box.querySelectorAll("[role=combobox], [role=searchbox]")) {
      part.removeAttribute("aria-labelledby");
      const chosen = part.querySelector(".select2-selection__rendered");
      // A field in a field: what is chosen is text.
      if (chosen) ["role", "aria-readonly"].forEach((name) => chosen.removeAttribute(name));
      part.setAttribute("aria-label", chosen && chosen.title ? `${name}: ${chosen.title}` : name);
    }
    if (!label.dataset.named) {
      label.dataset.named = "yes";
      label.addEventListener("click", () => box.querySelector(".select2-selection").focus());
    }
  }
}

// The box that opens below a typeahead is made when it opens, at the end of the page.
function nameOpened() {
  const open = document.querySelector(".select2-container--open [role=combobox]");
  for (const search of document.querySelectorAll(".select2-dropdown [role=searchbox]")) {
    if (open) search.setAttribute("aria-label", open.getAttribute("aria-label") || "");
  }
}

window.addEventListener("load", () => setTimeout(nameTypeaheads));
document.addEventListener("focusin", () => { nameTypeaheads(); nameOpened(); });
