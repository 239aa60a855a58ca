// How old is what the page shows? The circuit cannot tell when the connection to it is gone, so the browser counts: the top bar has a beat
// that changes with every second's data, and the time since it last changed is the age.
(() => {
  const late = 5000;
  let beat = null;
  let heard = performance.now();
  let heardAt = new Date();
  const words = seconds => seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
  setInterval(() => {
    const bar = document.querySelector('[data-beat]');
    if (!bar || document.hidden) { return; }
    if (bar.dataset.beat !== beat) {
      beat = bar.dataset.beat;
      heard = performance.now();
      heardAt = new Date();
    }
    const age = performance.now() - heard;
    const told = `What you see is ${words(age / 1000)} old, from ${heardAt.toISOString().slice(11, 19)} UTC.`;
    for (const place of document.querySelectorAll('[data-shown-from]')) { place.textContent = age > late ? told : ''; }
    const reconnecting = [...document.getElementById('components-reconnect-modal').classList].some(c => /-(show|failed|rejected)$/.test(c));
    document.getElementById('overdue').hidden = age <= late || reconnecting || bar.dataset.beat === 'paused';
  }, 1000);
  document.addEventListener('visibilitychange', () => {
    // A hidden tab is sent nothing; its clock starts again.
    heard = performance.now();
    heardAt = new Date();
  });
})();
