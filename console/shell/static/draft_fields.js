// Shows the fields that are asked for now and computes values, each time something is typed. Hidden fields keep their
// text and send it: whoever changes an answer back finds it again.
import { compute, judge, readAmount, readDay, readNumber, shown } from './conditions.js';

const inputs = (part, selector) => [...part.querySelectorAll(selector)];
const text = (part) => part.querySelector('input, textarea, select')?.value.trim() ?? '';
const chosen = (part) => part.querySelector('input:checked')?.value ?? (part.querySelector('select') ? text(part) : '');

// Makes one part's canonical value; nothing is null. What the server reads otherwise it says at the next step.
const READERS = {
  choice: (part) => chosen(part) || null,
  country: (part) => text(part) || null,
  yes_no: (part) => ({ yes: true, no: false })[chosen(part)] ?? null,
  choices: (part) => {
    const found = inputs(part, 'input:checked').map((one) => one.value);
    return found.length ? found : null;
  },
  money: (part, figures) => readAmount(text(part), figures.moneyGroup, part.dataset.currency),
  number: (part, figures) => readNumber(text(part), Number(part.dataset.places ?? 0), figures.group),
  date: (part) => readDay(text(part)),
  file: (part) => {
    const found = inputs(part, 'input[type=hidden]').map((one) => one.value);
    return found.length ? found : null;
  },
  period: (part) => (isBlank(part) ? null : {}),
  address: (part) => (isBlank(part) ? null : {}),
  note: () => null,
};
const isBlank = (part) => !inputs(part, 'input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea, select').some((one) => one.value.trim())
  && !part.querySelector('input:checked, .g-documents input');

const nearest = (part, holder) => part.parentElement.closest('[data-part], [data-row], form') === holder;

export const watch = (form) => {
  const known = JSON.parse(form.dataset.known);
  const figures = JSON.parse(form.dataset.figures);

  // Goes through parts in order, as the server does: a hidden one has no value for those after it.
  const walk = (holder, outer) => {
    const own = {};
    for (const part of inputs(holder, '[data-part]').filter((one) => nearest(one, holder))) {
      const { part: key, kind, when } = part.dataset;
      if (when) part.hidden = !judge(JSON.parse(when), { ...outer, ...own });
      if (part.hidden) continue;
      let value;
      if (kind === 'group') value = rows(part, { ...outer, ...own });
      else if (kind === 'computed') value = result(part, holder === form ? { ...outer, ...own } : own);
      else value = (READERS[kind] ?? ((one) => text(one) || null))(part, figures);
      if (value !== null) own[key] = value;
    }
    return own;
  };

  const rows = (part, outer) => {
    const found = inputs(part, '[data-row]');
    const keys = new Set(found.flatMap((row) => inputs(row, '[data-part]').map((one) => one.dataset.part)));
    const around = Object.fromEntries(Object.entries(outer).filter(([key]) => !keys.has(key)));
    const values = found.map((row) => walk(row, around)).filter((_, number) => !isBlank(found[number]));
    return values.length ? values : null;
  };

  const result = (part, values) => {
    const output = part.querySelector('output');
    const { compute: expression, step, places, pattern } = output.dataset;
    const found = compute(JSON.parse(expression), values, step, Number(places));
    const isMoney = pattern !== '{}';
    const signs = isMoney ? [figures.moneyDecimal, figures.moneyGroup] : [figures.decimal, figures.group];
    const said = found === null ? '–' : pattern.replace('{}', shown(found, ...signs));
    if (output.value !== said) output.value = said;
    return found;
  };

  // A group of very many rows shows only some of them: what is counted over all is left to the server.
  if (!form.querySelector('[value^="rows:"]')) {
    form.addEventListener('input', () => walk(form, known));
    walk(form, known);
  }
};
