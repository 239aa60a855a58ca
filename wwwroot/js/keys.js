// Console-wide keys. Keys typed into a field, and those with a modifier, belong to the page.
export function listen(console) {
  let prefix = '';
  let timer = 0;
  const onKey = event => {
    const target = event.target;
    const typing = target.closest && target.closest('input, textarea, select, [contenteditable=true], [role=dialog]');
    if (event.ctrlKey || event.altKey || event.metaKey || (typing && event.key !== 'Escape')) {
      return;
    }
    if (event.key === ' ' && target.closest('button, a, summary')) {
      return;
    }
    if (event.key === '/') {
      const search = document.querySelector('[data-search]');
      if (search) {
        event.preventDefault();
        search.focus();
      }
      return;
    }
    if (prefix === 'g') {
      prefix = '';
      console.invokeMethodAsync('OnKey', 'g ' + event.key);
      return;
    }
    if (event.key === 'g') {
      prefix = 'g';
      clearTimeout(timer);
      timer = setTimeout(() => { prefix = ''; }, 1000);
      return;
    }
    if (event.key === '?' || event.key === 'Escape' || event.key === ' ') {
      if (event.key === ' ') {
        event.preventDefault();
      }
      console.invokeMethodAsync('OnKey', event.key);
    }
  };
  // A tab in the background is sent nothing.
  const onVisible = () => console.invokeMethodAsync('OnVisible', !document.hidden);
  document.addEventListener('keydown', onKey);
  document.addEventListener('visibilitychange', onVisible);
  if (document.hidden) {
    onVisible();
  }
  return {
    dispose() {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('visibilitychange', onVisible);
      clearTimeout(timer);
    }
  };
}
