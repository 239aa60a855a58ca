// The links of a [data-arrows] drawing are one tab stop: arrow keys go from one to the nearest in their direction.
(() => {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const middle = element => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  document.addEventListener('keydown', event => {
    const way = ways[event.key];
    const group = way && event.target.closest && event.target.closest('[data-arrows]');
    if (!group || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    // at the edge too: the page must not scroll away under who looks for the next one
    event.preventDefault();
    const [x, y] = middle(event.target);
    let next = null;
    let least = Infinity;
    for (const link of group.querySelectorAll('a')) {
      const [dx, dy] = middle(link).map((at, i) => at - [x, y][i]);
      const along = dx * way[0] + dy * way[1];
      // one that is off to the side counts as farther than one straight ahead
      const distance = along + 2 * (Math.abs(dx * way[1]) + Math.abs(dy * way[0]));
      if (along > 1 && distance < least) {
        least = distance;
        next = link;
      }
    }
    if (next) {
      next.focus();
    }
  });
})();
