// Says that a form has unsaved entries, and asks before they are lost.
(() => {
  for (const form of document.querySelectorAll('form[data-unsaved]')) {
    const state = form.querySelector('[role=status]');
    let unsaved = false;

    form.addEventListener('input', () => {
      unsaved = true;
      if (state) state.textContent = form.dataset.unsaved;
    });
    form.addEventListener('submit', () => { unsaved = false; });
    form.addEventListener('saved', () => { unsaved = false; });
    addEventListener('beforeunload', (event) => { if (unsaved) event.preventDefault(); });
  }
})();
