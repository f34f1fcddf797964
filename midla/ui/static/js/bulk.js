// Lists: tick all, colour the picked rows, show the bar of what can be done with them. Without script the bar is
// always there and each row has its own tick.
(() => {
  "use strict";

  const start = (form) => {
    const bar = form.querySelector("[data-bulk-bar]");
    const all = form.querySelector("[data-pick-all]");
    const picks = () => [...form.querySelectorAll("[data-pick]")];
    if (!bar) return;

    const show = () => {
      const rows = picks();
      const picked = rows.filter((box) => box.checked);
      bar.hidden = picked.length === 0;
      const words = picked.length === 1 ? bar.dataset.one : bar.dataset.many;
      bar.querySelector("[data-picked]").textContent = words.replace("0", String(picked.length));
      rows.forEach((box) => box.closest("tr")?.classList.toggle("picked", box.checked));
      if (all) {
        all.checked = rows.length > 0 && picked.length === rows.length;
        all.indeterminate = picked.length > 0 && picked.length < rows.length;
      }
    };

    form.addEventListener("change", (event) => {
      if (event.target === all) picks().forEach((box) => { box.checked = all.checked; });
      if (event.target === all || event.target.matches("[data-pick]")) show();
    });
    bar.querySelector("[data-pick-none]")?.addEventListener("click", (event) => {
      event.preventDefault();
      picks().forEach((box) => { box.checked = false; });
      show();
    });
    show();
    window.addEventListener("pageshow", show);
  };

  document.querySelectorAll("[data-bulk]").forEach(start);
})();
