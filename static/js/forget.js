// The rest of being forgotten: what pages of ours have kept in this browser, such as unsent text and the colours.

for (const storage of ["localStorage", "sessionStorage"]) {
  try {
    window[storage].clear();
  } catch {
    // storage is forbidden here, so nothing was kept
  }
}
