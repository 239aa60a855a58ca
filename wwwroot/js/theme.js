// Runs before first paint: the remembered look, else the system's.
window.prefixConsole = {
  isDark() {
    const kept = localStorage.getItem('look');
    return kept ? kept === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  },
  setDark(dark) {
    localStorage.setItem('look', dark ? 'dark' : 'light');
    this.paint();
  },
  paint() {
    document.documentElement.dataset.look = this.isDark() ? 'dark' : 'light';
  }
};
window.prefixConsole.paint();
