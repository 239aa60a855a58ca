// Runs before first paint: the remembered look, else the system's.
window.prefixConsole = (() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  let watcher = null;
  const api = {
    look() {
      const kept = localStorage.getItem('look');
      return kept === 'dark' || kept === 'light' ? kept : 'system';
    },
    isDark() {
      const look = api.look();
      return look === 'system' ? system.matches : look === 'dark';
    },
    setLook(look) {
      if (look === 'system') {
        localStorage.removeItem('look');
      } else {
        localStorage.setItem('look', look);
      }
      api.paint();
      return api.isDark();
    },
    paint() {
      document.documentElement.dataset.look = api.isDark() ? 'dark' : 'light';
    },
    zone() {
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
    watch(console) {
      watcher = console;
    }
  };
  system.addEventListener('change', () => {
    if (api.look() === 'system') {
      api.paint();
      if (watcher) {
        watcher.invokeMethodAsync('OnSystemLook', system.matches);
      }
    }
  });
  api.paint();
  return api;
})();
