/* Runs in the head, before anything is painted: the reader's own choice of scheme, and that scripts work. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch (refused) { /* storage may be blocked: the system's scheme stands */ }
})();
