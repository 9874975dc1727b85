// A session may end while a page is open: what is asked for next is refused, and the page is loaded anew, which leads
// to the sign-in and back. Once a minute at most, so that nothing goes round in circles.
(() => {
  const asked = window.fetch, kept = "equity-loaded-anew", minute = 60000;
  window.fetch = async (...said) => {
    const answer = await asked(...said);
    const address = String(said[0] instanceof Request ? said[0].url : said[0]);
    if (answer.status === 403 && address.includes("_dash-update-component")) {
      const last = Number(sessionStorage.getItem(kept) || 0);
      if (Date.now() - last > minute) {
        sessionStorage.setItem(kept, String(Date.now()));
        location.reload();
      }
    }
    return answer;
  };
})();
