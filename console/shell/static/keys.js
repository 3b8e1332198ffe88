// Single keys: j and k walk through the rows, n goes to the next message, / goes to the search field, ? shows the keys. Enter opens the row as any link.
// A reader can switch them off (WCAG 2.1.4).
(() => {
  const help = document.getElementById('keys');
  if (document.documentElement.dataset.keys === 'off' || !help) return;

  const opener = document.querySelector('[data-open-keys]');
  if (opener) {
    opener.hidden = false;
    opener.addEventListener('click', () => help.showModal());
  }

  const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  const walk = (step) => {
    const links = [...document.querySelectorAll('[data-row] .g-row-link')];
    const row = document.activeElement.closest('[data-row]');
    const here = links.findIndex((link) => row?.contains(link));
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
    links[next]?.focus();
  };

  const acts = {
    j: () => walk(1),
    k: () => walk(-1),
    n: () => document.querySelector('[data-next]')?.click(),
    '/': () => (document.querySelector('[data-search]') ?? document.querySelector('[data-search-mailbox]'))?.focus(),
    '?': () => help.showModal(),
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || typing(event.target)) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
