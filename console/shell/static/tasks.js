// The page of long work: shows every two seconds how far it is, and says it aloud at most every ten.
(() => {
  const EVERY = 2000;
  const SAID_EVERY = 10000;
  const status = document.querySelector('[data-task-said]');
  let said = Date.now();

  const say = (task) => {
    const text = [...task.querySelectorAll('.g-tag, .g-progress .g-number, .g-message[role=status] p')].map((one) => one.textContent.trim());
    status.textContent = text.filter(Boolean).join('. ');
    said = Date.now();
  };

  const replace = (selector, page) => {
    const old = document.querySelector(selector);
    const held = old.contains(document.activeElement);
    const fresh = document.adoptNode(page.querySelector(selector));
    old.replaceWith(fresh);
    // The button somebody was on is gone with the work: she stays in this part of the page.
    if (held) (fresh.querySelector('a, button') ?? document.getElementById('main')).focus();
    return fresh;
  };

  const look = async () => {
    if (document.hidden) return true;
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // No such part: the session has ended, or the work belongs to another mandate now.
    if (!page.querySelector('[data-task]')) return false;
    const task = replace('[data-task]', page);
    const lives = 'taskLives' in task.dataset;
    if (!lives) replace('[data-task-acts]', page);
    if (!lives || Date.now() - said >= SAID_EVERY) say(task);
    return lives;
  };

  const again = () => setTimeout(async () => {
    // A network that is away for a moment is asked again.
    if (await look().catch(() => true)) again();
  }, EVERY);
  again();
})();
