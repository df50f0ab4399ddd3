// The worklist by keyboard: j next, k previous, Enter opens (the link has the focus). Without this script
// the Tab key does the same.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const links = [...document.querySelectorAll("[data-task]")];
  const next = links.indexOf(document.activeElement) + step;
  const link = links[Math.min(Math.max(next, 0), links.length - 1)];
  if (link) link.focus();
});
