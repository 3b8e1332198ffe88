// Sends documents as soon as they are chosen, with a bar. What is too large is said before it is sent; whatever the
// server answers, the page with its text stays.
export const upload = (form) => {
  const post = (holder, button) => new Promise((resolve, reject) => {
    const progress = holder.querySelector('[data-file-progress]');
    const all = new FormData(form, button);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.addEventListener('progress', (event) => {
      progress.hidden = false;
      if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener('load', () => (request.status < 300 ? resolve(JSON.parse(request.responseText)) : reject(request)));
    request.addEventListener('error', () => reject(request));
    request.send(all);
  });

  for (const holder of form.querySelectorAll('[data-file]')) {
    const input = holder.querySelector('input[type=file]');
    const said = holder.querySelector('[data-file-said]');
    const button = holder.querySelector('[value^="upload:"]');
    if (!input) continue;

    const refuse = (text) => {
      said.textContent = text;
      said.hidden = false;
      holder.querySelector('[data-file-progress]').hidden = true;
      input.value = '';
      input.focus();
    };

    const send = async () => {
      said.hidden = true;
      if (!input.files.length) return;
      if ([...input.files].some((file) => file.size > Number(holder.dataset.most))) {
        refuse(holder.dataset.tooLarge);
        return;
      }
      try {
        const { url } = await post(holder, button);
        form.dispatchEvent(new Event('saved'));
        history.replaceState(null, '', url);
        location.reload();
      } catch {
        refuse(form.dataset.notSent);
      }
    };

    input.addEventListener('change', send);
    button.addEventListener('click', (event) => {
      event.preventDefault();
      send();
    });
  }
};
