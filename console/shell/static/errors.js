// After a refused form the reader lands on the summary of its errors, and from there in the field.
(() => {
  const summary = document.querySelector('.g-summary');
  if (!summary) return;
  // Who was led to a part of the page, such as an added row, stays there.
  if (!document.getElementById(location.hash.slice(1))) summary.focus();
  summary.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus({ preventScroll: true });
    (field.closest('.g-field') ?? field).scrollIntoView({ block: 'start' });
  });
})();
