// The board: cards are moved by drag (a mouse at once, a finger after a short press) and by a menu behind each card's
// button (arrow keys, Enter, Escape). One stage forward is sent at once; what takes a reason opens the page that asks
// for it. Without script the button is a link to that page.
(() => {
  "use strict";

  const board = document.querySelector("[data-board]");
  const form = document.querySelector("[data-board-form]");
  const menuTemplate = document.querySelector("[data-board-menu]");
  const says = document.querySelector("[data-board-says]");
  if (!board || !form || !menuTemplate) return;

  const NEAR = 6, PRESS = 350, EDGE = 48;
  const reach = (deal) => deal.dataset.reach.split(" ");
  const pageOf = (deal) => form.dataset.moveUrl.replace("0", deal.dataset.deal);
  const back = (deal) => `${window.location.pathname}${window.location.search}#${deal.id}`;

  const move = (deal, to) => {
    if (!reach(deal).includes(to)) {
      says.textContent = says.dataset.refused;
      return;
    }
    if (to !== deal.dataset.ahead) {
      window.location.assign(`${pageOf(deal)}?${new URLSearchParams({ to, next: back(deal) })}`);
      return;
    }
    form.action = pageOf(deal);
    form.elements.to.value = to;
    form.elements.version.value = deal.dataset.version;
    form.elements.one_time_key.value = deal.dataset.key;
    form.elements.next.value = back(deal);
    form.submit();
  };

  // --- the menu ------------------------------------------------------------------------------------------------------
  let open = null;

  const close = (focus) => {
    if (!open) return;
    open.menu.remove();
    open.button.setAttribute("aria-expanded", "false");
    if (focus) open.button.focus();
    open = null;
  };

  const show = (deal, button) => {
    close(false);
    const menu = menuTemplate.content.firstElementChild.cloneNode(true);
    menu.setAttribute("aria-label", button.getAttribute("aria-label"));
    menu.querySelectorAll("[data-to]").forEach((item) => {
      if (!reach(deal).includes(item.dataset.to)) item.remove();
    });
    button.after(menu);
    button.setAttribute("aria-expanded", "true");
    open = { menu, button, deal };
    menu.querySelector("[data-to]").focus();
  };

  const step = (menu, by) => {
    const items = [...menu.querySelectorAll("[data-to]")];
    const at = items.indexOf(document.activeElement);
    items[(at + by + items.length) % items.length].focus();
  };

  board.querySelectorAll("[data-deal] [data-move]").forEach((button) => {
    button.setAttribute("role", "button");
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
  });

  board.addEventListener("click", (event) => {
    const item = event.target.closest("[data-to]");
    if (item && open) {
      const { deal } = open;
      close(true);
      move(deal, item.dataset.to);
      return;
    }
    const button = event.target.closest("[data-deal] [data-move]");
    if (!button || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (open && open.button === button) close(true);
    else show(button.closest("[data-deal]"), button);
  });

  board.addEventListener("keydown", (event) => {
    const button = event.target.closest("[data-deal] [data-move]");
    if (button && (event.key === " " || event.key === "ArrowDown")) {
      event.preventDefault();
      show(button.closest("[data-deal]"), button);
      return;
    }
    if (!open) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(open.menu, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Escape") close(true);
    else if (event.key === "Tab") { close(true); return; }
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (open && !open.menu.contains(event.target) && !open.button.contains(event.target)) close(false);
  });

  // --- dragging ------------------------------------------------------------------------------------------------------
  const lanes = [...document.querySelectorAll("[data-lane]")];
  let drag = null;

  const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
  const laneAt = (x, y) => document.elementFromPoint(x, y)?.closest("[data-lane]") || null;

  const begin = () => {
    const { deal } = drag;
    const box = deal.getBoundingClientRect();
    drag.ghost = deal.cloneNode(true);
    drag.ghost.removeAttribute("id");
    drag.ghost.setAttribute("aria-hidden", "true");
    drag.ghost.classList.add("ghost");
    drag.ghost.style.width = `${box.width}px`;
    drag.dx = drag.x - box.left;
    drag.dy = drag.y - box.top;
    document.body.append(drag.ghost);
    deal.classList.add("lifted");
    lanes.forEach((lane) => lane.classList.toggle("no-drop", !reach(deal).includes(lane.dataset.lane)));
    follow(drag.x, drag.y);
  };

  const follow = (x, y) => {
    drag.ghost.style.transform = `translate(${x - drag.dx}px, ${y - drag.dy}px)`;
    const over = laneAt(x, y);
    lanes.forEach((lane) => lane.classList.toggle("drop", lane === over && !lane.classList.contains("no-drop")));
    const box = board.getBoundingClientRect();
    if (x > box.right - EDGE) board.scrollBy(12, 0);
    else if (x < box.left + EDGE) board.scrollBy(-12, 0);
  };

  const end = () => {
    if (!drag) return;
    window.clearTimeout(drag.timer);
    drag.ghost?.remove();
    drag.deal.classList.remove("lifted");
    lanes.forEach((lane) => lane.classList.remove("drop", "no-drop"));
    drag = null;
  };

  board.addEventListener("pointerdown", (event) => {
    const deal = event.target.closest("[data-deal]");
    if (!deal || !lanes.length || event.button !== 0 || event.target.closest("[data-move], [role=menu]")) return;
    drag = { deal, x: event.clientX, y: event.clientY, ghost: null, pointer: event.pointerId };
    if (event.pointerType !== "mouse") drag.timer = window.setTimeout(() => drag && begin(), PRESS);
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (drag.ghost) {
      event.preventDefault();
      follow(event.clientX, event.clientY);
      return;
    }
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < NEAR) return;
    if (event.pointerType === "mouse") begin();
    else end();
  });

  document.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { deal, ghost } = drag;
    const lane = ghost ? laneAt(event.clientX, event.clientY) : null;
    end();
    if (!ghost) return;
    // The click that follows a drag is none: it would open the partnership.
    document.addEventListener("click", swallow, true);
    window.setTimeout(() => document.removeEventListener("click", swallow, true), 50);
    if (lane && lane.dataset.lane !== deal.dataset.stage) move(deal, lane.dataset.lane);
  });

  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
  // While a finger drags, the page stands still; links are not dragged by the browser itself.
  document.addEventListener("touchmove", (event) => { if (drag?.ghost) event.preventDefault(); }, { passive: false });
  board.addEventListener("dragstart", (event) => { if (event.target.closest("[data-deal]")) event.preventDefault(); });
  board.addEventListener("contextmenu", (event) => { if (drag) event.preventDefault(); });

  // --- after a move: the card that was moved has the focus ------------------------------------------------------------
  const hash = window.location.hash;
  const moved = hash.startsWith("#partnership-") ? document.getElementById(hash.slice(1)) : null;
  // The browser itself takes focus away when it goes to the place that the address names.
  window.addEventListener("load", () => window.setTimeout(() => moved?.querySelector("[data-move]")?.focus(), 0));
})();
