// A text area whose text never travels with the page's events: a browser's message may have 32 KB, and a text that is bound is kept on the server.
const encoder = new TextEncoder();
const parts = new WeakMap();

// Tells the page the size while somebody types, and asks on Ctrl+Enter.
export function attach(area, page) {
  let timer = 0;
  const tell = () => page.invokeMethodAsync('OnSize', encoder.encode(area.value).length);
  const onInput = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 150);
  };
  const onKey = event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      page.invokeMethodAsync('OnAsk');
    }
  };
  area.addEventListener('input', onInput);
  area.addEventListener('keydown', onKey);
  parts.set(area, () => {
    clearTimeout(timer);
    area.removeEventListener('input', onInput);
    area.removeEventListener('keydown', onKey);
  });
  if (area.value) {
    tell();
  }
}

export function detach(area) {
  parts.get(area)?.();
  parts.delete(area);
}

// As UTF-8; the page reads it in pieces.
export function read(area) {
  return encoder.encode(area.value);
}

export function clear(area) {
  area.value = '';
  area.focus();
}

export function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
