// Shortcuts, and focus on an error summary. Without this file everything still works.
"use strict";
(() => {
  const typing = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const keys = document.getElementById("keys");
  document.querySelectorAll(".keys-hint").forEach((hint) => { hint.hidden = false; });
  const wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus({ preventScroll: true });

  const step = (by) => {
    const items = [...document.querySelectorAll("[data-list] a, [data-list] button")].filter((item) => item.offsetParent);
    if (!items.length) return;
    const now = items.indexOf(document.activeElement);
    items[now < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, now + by))].focus();
  };
  const menu = document.querySelector(".menu");
  if (menu) {
    document.addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || (keys && keys.open)) return;
    if (event.key === "?" && keys) keys.showModal();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      search.focus();
    } else {
      const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!target) return;
      target.click();
    }
    event.preventDefault();
  });
})();
