// Before anything is drawn: the language and the look that were chosen here, so that the page does not flash in another.
(function () {
  try {
    var language = localStorage.getItem("truce.language") || (/^ar\b/.test(navigator.language) ? "ar" : "en");
    document.documentElement.lang = language;
    document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
    var look = localStorage.getItem("truce.look");
    if (look === "light" || look === "dark") document.documentElement.dataset.look = look;
  } catch {
    // Without storage the page starts in English and in the look of the machine.
  }
})();
