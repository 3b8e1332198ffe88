// The frame: opens the navigation on narrow screens, closes menus, shortens a long list of mandates.
(() => {
  const button = document.querySelector('.g-menu-button');
  const side = document.getElementById('navigation');

  if (button && side) {
    const show = (open) => {
      side.classList.toggle('g-open', open);
      button.setAttribute('aria-expanded', String(open));
    };
    // Without script this is a link to the navigation, which opens as its target.
    button.setAttribute('role', 'button');
    button.setAttribute('aria-controls', side.id);
    show(location.hash === '#navigation');
    button.addEventListener('click', (event) => {
      event.preventDefault();
      show(!side.classList.contains('g-open'));
    });
    button.addEventListener('keydown', (event) => {
      if (event.key === ' ') {
        event.preventDefault();
        button.click();
      }
    });
    side.querySelector('.g-side-close').addEventListener('click', (event) => {
      event.preventDefault();
      show(false);
      button.focus();
    });
  }

  const openMenus = () => document.querySelectorAll('details.g-menu[open]');

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of openMenus()) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
    }
  });
  for (const kind of ['click', 'focusin']) {
    document.addEventListener(kind, (event) => {
      for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
    });
  }

  const filter = document.querySelector('[data-filter-mandates]');
  if (filter) {
    const lines = [...document.querySelectorAll('[data-mandate]')];
    const none = document.querySelector('[data-no-mandate]');
    filter.closest('[hidden]').hidden = false;
    filter.addEventListener('input', () => {
      const wanted = filter.value.trim().toLocaleLowerCase();
      for (const line of lines) line.hidden = !line.textContent.toLocaleLowerCase().includes(wanted);
      none.hidden = lines.some((line) => !line.hidden);
    });
    // Enter in the filter must not switch to the first mandate of the whole list.
    filter.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      lines.find((line) => !line.hidden)?.focus();
    });
  }
})();
