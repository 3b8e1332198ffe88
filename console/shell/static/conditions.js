// Judges conditions and computes values as the server does (console/forms/conditions.py and expressions.py); one test
// runs both over the same invented cases. Values are canonical: amounts "1234.50", days "2026-03-05", yes and no as
// booleans, several answers as lists, nothing left out. Decimals are exact: whole numbers with a power of ten.

const DECIMAL = /^-?[0-9]{1,15}(\.[0-9]{1,9})?$/;
const of = (values, key) => (Object.hasOwn(values, key) ? values[key] : undefined);
const isNothing = (value) => value === undefined || value === null;

const TESTS = {
  equals: (test, values) => of(values, test.field) === test.value,
  any_of: (test, values) => [of(values, test.field)].flat().some((one) => test.values.includes(one)),
  filled: (test, values) => {
    const found = of(values, test.field);
    return !isNothing(found) && found !== '' && !(Array.isArray(found) && !found.length);
  },
  at_least: (test, values) => {
    const found = of(values, test.field);
    return typeof found === 'string' && DECIMAL.test(found) && compare(decimal(found), decimal(test.least)) >= 0;
  },
  all: (test, values) => test.of.every((one) => judge(one, values)),
  any: (test, values) => test.of.some((one) => judge(one, values)),
  not: (test, values) => !judge(test.of, values),
};

// Whether a condition holds.
export const judge = (test, values) => TESTS[test.test](test, values);

// A decimal of its text, null for anything else.
export const decimal = (text) => {
  const found = typeof text === 'string' && /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!found) return null;
  const [, sign, whole, parts = ''] = found;
  const units = BigInt(whole + parts);
  return { units: sign === '-' ? -units : units, places: parts.length };
};

const scaled = ({ units, places }, to) => units * 10n ** BigInt(to - places);
const compare = (a, b) => {
  const places = Math.max(a.places, b.places);
  const [first, second] = [scaled(a, places), scaled(b, places)];
  return first < second ? -1 : first > second ? 1 : 0;
};
const add = (a, b, sign = 1n) => {
  const places = Math.max(a.places, b.places);
  return { units: scaled(a, places) + sign * scaled(b, places), places };
};
const ZERO = { units: 0n, places: 0 };
const sum = (list) => list.reduce((total, one) => add(total, one), ZERO);

// The decimals at a path: one value, or one per row of a group.
const at = (values, path) => {
  const [first, ...rest] = path.split('.');
  const rows = rest.length ? of(values, first) ?? [] : [values];
  return rows.map((row) => of(row, rest.length ? rest.join('.') : first)).filter((one) => !isNothing(one)).map(decimal);
};

const EXPRESSIONS = {
  sum: (one, values) => {
    const found = one.of.flatMap((path) => at(values, path));
    return found.length ? sum(found) : null;
  },
  difference: (one, values) => {
    const [first, second] = [at(values, one.of), at(values, one.less)];
    return first.length || second.length ? add(sum(first), sum(second), -1n) : null;
  },
  product: (one, values) => {
    const found = at(values, one.of);
    if (!found.length) return null;
    const [total, by] = [sum(found), decimal(one.by)];
    return { units: total.units * by.units, places: total.places + by.places };
  },
  count: (one, values) => ({ units: BigInt((of(values, one.of) ?? []).length), places: 0 }),
};

// The result rounded half up (away from zero) to a multiple of the step, as text with this many decimals; null for none.
export const compute = (expression, values, step, places) => {
  const exact = EXPRESSIONS[expression.compute](expression, values);
  if (exact === null) return null;
  const unit = decimal(step);
  const common = Math.max(exact.places, unit.places);
  const [value, size] = [scaled(exact, common), scaled(unit, common)];
  const absolute = value < 0n ? -value : value;
  const steps = (2n * absolute + size) / (2n * size);
  return written({ units: (value < 0n ? -steps : steps) * unit.units, places: unit.places }, places);
};

// A decimal as text with exactly this many decimals; it never has more.
const written = (value, places) => {
  let { units } = value;
  if (value.places > places) units /= 10n ** BigInt(value.places - places);
  else units = scaled(value, places);
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const [whole, parts] = [digits.slice(0, digits.length - places), places ? `.${digits.slice(-places)}` : ''];
  return `${units < 0n ? '-' : ''}${whole}${parts}`;
};

const SPACES = /[\u00a0\u202f\u2009\t]/g;
const QUIET = /^([1-9]\d{0,2}([' ])\d{3}(?:\2\d{3})*)(?:[.,](\d+))?$/;
const POINTS = /^([1-9]\d{0,2}(?:\.\d{3})+),(\d+)$/;
const COMMAS = /^([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)$/;
const MANY = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})+$/;
const TWO = /^(\d{1,3})([.,])(\d{3})$/;
const PLAIN = /^(\d*)(?:[.,](\d+))?$/;

// The canonical text of a typed number, with the style's own sign for thousands; null where the server would object.
export const readNumber = (typed, places, group) => {
  const text = typed.replace(SPACES, ' ').replaceAll('’', "'").replaceAll('\u2212', '-').trim();
  const minus = text.startsWith('-');
  const body = /^[+-]/.test(text) ? text.slice(1).trimStart() : text;
  if (!body) return null;
  let [whole, parts] = [null, ''];
  let found;
  if ((found = TWO.exec(body)) && found[1] !== '0') {
    if (found[2] !== group || body.startsWith('0')) return null;
    whole = found[1] + found[3];
  } else if ((found = QUIET.exec(body))) [whole, parts] = [found[1], found[3]];
  else if ((found = POINTS.exec(body) ?? COMMAS.exec(body))) [whole, parts] = [found[1], found[2]];
  else if (MANY.test(body)) whole = body;
  else if ((found = PLAIN.exec(body))) [whole, parts] = [found[1], found[2]];
  if (whole === null) return null;
  const fraction = (parts ?? '').replace(/0+$/, '');
  if (fraction.length > places) return null;
  const value = decimal(`${minus ? '-' : ''}${whole.replace(/\D/g, '') || '0'}${fraction ? `.${fraction}` : ''}`);
  return written(value, places);
};

const SIGNS = { '€': 'EUR', 'FR.': 'CHF', 'SFR.': 'CHF' };

// The canonical text of a typed amount; the currency may stand beside it and must be the field's own.
export const readAmount = (typed, group, currency) => {
  const found = /^(\p{L}{1,4}\.?|€)?([^A-Za-z€]*)(\p{L}{1,4}\.?|€)?$/u.exec(typed.trim());
  if (!found) return null;
  const marks = [found[1], found[3]].filter(Boolean).map((mark) => mark.toUpperCase());
  if (marks.some((mark) => (SIGNS[mark] ?? mark) !== currency)) return null;
  return readNumber(found[2].trim().replace(/[.,][-–—]{1,2}$/, ''), 2, group);
};

// The ISO day of a typed one: day, month and year, or already ISO.
export const readDay = (typed) => {
  const text = typed.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const usual = /^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/.exec(text);
  if (!iso && !usual) return null;
  const [year, month, day] = (iso ? iso.slice(1) : usual.slice(1).reverse()).map(Number);
  const made = new Date(Date.UTC(year, month - 1, day));
  made.setUTCFullYear(year);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made.toISOString().slice(0, 10) : null;
};

// A canonical number in the figures of the page.
export const shown = (text, decimalSign, groupSign) => {
  const [, minus, whole, parts] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, groupSign);
  return minus + grouped + (parts ? decimalSign + parts : '');
};
