// Follows the theme of the reader's system where the reader chose so; without script such a page is light.
// Runs in the head, before anything is painted.
(() => {
  const root = document.documentElement;
  if (root.dataset.theme !== 'system') return;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => { root.dataset.bsTheme = dark.matches ? 'dark' : 'light'; };
  follow();
  dark.addEventListener('change', follow);
})();
