// Comfort for the fields of a planned start: the zone is the reader's own, unless one was given.

const field = document.querySelector("[data-own-zone]");
if (field && field.value === "") field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
