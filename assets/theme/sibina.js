
/* Conveniences only: every page works without this file. */
(function () {
  "use strict";
  function closeMenus(except) {
    document.querySelectorAll("details.s-menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.s-menu"));
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = event.target.closest("details.s-menu[open]");
    closeMenus(null);
    if (menu) menu.querySelector("summary").focus();
  });
  // A filter acts when it is changed; without script the button beside it does.
  document.addEventListener("change", function (event) {
    if (event.target.matches("form[data-autosubmit] select")) event.target.form.requestSubmit();
  });
  // A form that was sent once is not sent twice by a second click.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
  // Where one stands among many tabs is in sight on a narrow screen, too.
  document.querySelectorAll(".s-tabs [aria-current]").forEach(function (here) {
    var row = here.closest(".s-tabs");
    row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  });
  // Errors of a form are told first: the summary takes the focus.
  var summary = document.querySelector(".s-errors:not([data-showcase] *)");
  if (summary) summary.focus();
})();
