// A form is sent once, also when its button is pressed twice: the second answer would hide the first, and with
// it what is shown only once. Without this script the server answers the second try as it can.
"use strict";

document.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank") return; // a look at the result, in a page of its own
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// A page that comes back out of the browser's memory can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
