/* While a slider moves, the number beside it is written as the server would write it. */
(function () {
  "use strict";
  document.addEventListener("input", function (event) {
    var field = event.target;
    if (!field.matches("form.settings input[type=range]")) return;
    var said = field.form.querySelector('output[for="' + field.id + '"]');
    if (said) said.textContent = field.dataset.said.replace("{n}", field.value);
  });
})();
