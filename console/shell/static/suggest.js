// Offers values while typing: input[data-suggest] names the address that answers ?q= with [{"value", "label"}].
// Without script, or without an answer, the field takes what is typed.
(() => {
  const PAUSE = 200; // milliseconds after the last key

  document.querySelectorAll('input[data-suggest]').forEach((input, number) => {
    const list = document.createElement('datalist');
    list.id = `suggestions-${number}`;
    input.after(list);
    input.setAttribute('list', list.id);
    input.autocomplete = 'off';

    let timer;
    let asked;
    const ask = async () => {
      asked?.abort();
      asked = new AbortController();
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set('q', input.value);
      try {
        const answer = await fetch(address, { signal: asked.signal, headers: { Accept: 'application/json' } });
        if (!answer.ok) return;
        const found = await answer.json();
        list.replaceChildren(...found.map(({ value, label }) => new Option(label, value)));
      } catch (error) {
        if (error.name !== 'AbortError') list.replaceChildren();
      }
    };
    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  });
})();
