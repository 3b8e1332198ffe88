// The page of the open API: sends a request with the reader's key and shows the answer. Reading needs none of this.
(() => {
  const key = document.getElementById('try-key');
  document.querySelectorAll('[data-try], [data-try-key]').forEach((one) => { one.hidden = false; });

  const pretty = (text, type) => {
    if (!/json/.test(type)) return text;
    try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
  };

  const request = (operation, form) => {
    const headers = { Authorization: `Bearer ${key.value.trim()}`, Accept: '*/*' };
    const query = new URLSearchParams();
    let path = operation.dataset.path;
    form.querySelectorAll('[data-argument]').forEach(({ dataset, value }) => {
      if (!value) return;
      if (dataset.place === 'path') path = path.replace(`{${dataset.argument}}`, encodeURIComponent(value));
      else if (dataset.place === 'query') query.append(dataset.argument, value);
      else headers[dataset.argument] = value;
    });
    const body = form.querySelector('[data-body]')?.value;
    if (body !== undefined) headers['Content-Type'] = operation.dataset.type;
    return [query.size ? `${path}?${query}` : path, { method: operation.dataset.method, headers, body, credentials: 'omit' }];
  };

  const show = (form, status, text) => {
    const answer = form.querySelector('[data-answer]');
    answer.hidden = false;
    answer.querySelector('[data-answer-status]').textContent = status;
    answer.querySelector('[data-answer-text]').textContent = text;
  };

  document.querySelectorAll('[data-operation]').forEach((operation) => {
    const form = operation.querySelector('[data-try]');
    const once = form.querySelector('[data-argument="Idempotency-Key"]');
    if (once) once.value = crypto.randomUUID?.() ?? String(Date.now());
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        const answer = await fetch(...request(operation, form));
        const told = ['ETag', 'Location', 'RateLimit'].filter((name) => answer.headers.has(name));
        const heads = told.map((name) => `${name}: ${answer.headers.get(name)}`);
        const text = pretty(await answer.text(), answer.headers.get('Content-Type') ?? '');
        show(form, `${answer.status} ${answer.statusText}`, [...heads, '', text].join('\n'));
      } catch (fault) {
        show(form, String(fault), '');
      }
    });
  });

  // A link to a schema opens it.
  const open = () => {
    const one = location.hash.startsWith('#schema-') && document.getElementById(location.hash.slice(1));
    if (one) one.open = true;
  };
  addEventListener('hashchange', open);
  open();
})();
