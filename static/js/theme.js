// The manual switch between light and dark. A classic script in the head, so that no page flashes in the wrong colours.
(() => {
  const NEXT = { "": "light", light: "dark", dark: "" };
  const SAY = { "": "Colours: as the system", light: "Colours: light", dark: "Colours: dark" };
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem("theme") || "";
    } catch {
      return ""; // storage may be forbidden; the system's colours are a fine answer
    }
  }

  function show(theme) {
    if (theme in SAY && theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  show(stored());
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = false;
      button.textContent = SAY[root.dataset.theme || ""];
      button.addEventListener("click", () => {
        const theme = NEXT[root.dataset.theme || ""];
        show(theme);
        button.textContent = SAY[theme];
        try {
          localStorage.setItem("theme", theme);
        } catch {
          // it holds for this page only
        }
      });
    }
  });
})();
