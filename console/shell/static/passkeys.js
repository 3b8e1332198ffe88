// Passkeys: hands what the page offers to the browser, and the browser's answer to the form. Without it the button stays
// away, and the sentence beside it says to choose another way.
(() => {
  const known = window.PublicKeyCredential;
  if (!known?.parseRequestOptionsFromJSON) return;

  const ask = (data) => {
    const options = JSON.parse(data.passkey);
    return 'passkeyNew' in data
      ? navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options) });
  };

  for (const button of document.querySelectorAll('[data-passkey]')) {
    const part = button.closest('[data-passkey-part]');
    const said = part.querySelector('[role=status]');
    part.querySelector('[data-passkey-unable]')?.remove();
    part.hidden = button.hidden = false;
    button.addEventListener('click', async () => {
      said.textContent = '';
      try {
        const answer = await ask(button.dataset);
        document.getElementById(button.dataset.into).value = JSON.stringify(answer);
        button.form.requestSubmit(part.querySelector('[data-passkey-send]'));
      } catch {
        said.textContent = button.dataset.failed;
      }
    });
  }
})();
