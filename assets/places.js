/* What is typed into a search for towns is outlined on the map and among the squares. */
(function () {
  "use strict";
  function fold(text) { return text.normalize("NFD").replace(/[̀-ͯ]/g, "").toLowerCase().trim(); }
  document.addEventListener("input", function (event) {
    if (!event.target.matches("#find-towns")) return;
    var wanted = fold(event.target.value);
    document.querySelectorAll("[data-place]").forEach(function (place) {
      place.classList.toggle("hit", wanted !== "" && fold(place.dataset.place).includes(wanted));
    });
  });
})();
