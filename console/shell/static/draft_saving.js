// Saves what is typed a moment after the last key, to the address of the page; says so quietly, and tries again when it
// failed. A button that is pressed meanwhile waits for the answer.
const PAUSE = 1500;
const AGAIN = 15000;

export const save = (form) => {
  const state = form.querySelector('.g-bar-state');
  const base = form.elements.base;
  let timer;
  let running = null;
  let typed = 0;

  const data = () => {
    const all = new FormData(form);
    for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
    all.set('do', 'save');
    return all;
  };

  const troubles = { 401: form.dataset.ended, 409: form.dataset.overtaken };

  const send = async () => {
    const before = typed;
    state.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: data(), headers: { Accept: 'application/json' } });
      if (!answer.ok) throw answer;
      const { base: now, said } = await answer.json();
      base.value = now;
      if (before !== typed) return;
      state.textContent = said;
      form.dispatchEvent(new Event('saved'));
    } catch (fault) {
      state.textContent = troubles[fault.status] ?? form.dataset.failed;
      if (!troubles[fault.status]) timer = setTimeout(start, AGAIN);
    }
  };

  const start = () => {
    clearTimeout(timer);
    running ??= send().finally(() => { running = null; });
    return running;
  };

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return;
    typed += 1;
    clearTimeout(timer);
    timer = setTimeout(async () => { await running; start(); }, PAUSE);
  });

  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (!running) return;
    event.preventDefault();
    const { submitter } = event;
    running.finally(() => form.requestSubmit(submitter));
  });
};
