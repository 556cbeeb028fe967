import {
  add,
  compare,
  type Decimal,
  divide,
  multiply,
  negate,
  one,
  raise,
  rescale,
  subtract,
  whole,
  zero,
} from './decimal.ts';

/** Decimals that are calculated beyond those that are asked for. */
const extra = 12;

function sumSeries(first: Decimal, next: (term: Decimal, index: number) => Decimal): Decimal {
  let sum = first;
  let term = first;
  for (let index = 1; term.digits !== 0n; index += 1) {
    term = next(term, index);
    sum = add(sum, term);
  }
  return sum;
}

/** e^x. */
export function exponential(x: Decimal, scale: number): Decimal {
  if (x.digits < 0n) return divide(one, exponential(negate(x), scale + extra + x.scale), scale);
  const integer = Number(x.digits / 10n ** BigInt(x.scale));
  const precision = scale + extra + Math.ceil(integer * 0.44);
  let reduced = x;
  let halvings = 0;
  while (compare(reduced, one) > 0) {
    reduced = divide(reduced, whole(2), precision);
    halvings += 1;
  }
  let value = sumSeries(rescale(one, precision), (term, index) =>
    divide(multiply(term, reduced, precision), whole(index), precision),
  );
  for (; halvings > 0; halvings -= 1) value = multiply(value, value, precision);
  return rescale(value, scale);
}

/** The natural logarithm; of what is not above 0, the lowest number. */
export function logarithm(x: Decimal, scale: number): Decimal {
  if (x.digits <= 0n) return divide(subtract(one, raise(whole(10), whole(scale), 0)), one, scale);
  const precision = scale + extra;
  let reduced = x;
  let factor = 2n;
  while (compare(reduced, whole(2)) >= 0 || compare(reduced, { digits: 5n, scale: 1 }) <= 0) {
    reduced = rootOf(reduced, precision);
    factor *= 2n;
  }
  const ratio = divide(subtract(reduced, one), add(reduced, one), precision);
  const square = multiply(ratio, ratio, precision);
  let power = ratio;
  let sum = ratio;
  for (let index = 3; power.digits !== 0n; index += 2) {
    power = multiply(power, square, precision);
    sum = add(sum, divide(power, whole(index), precision));
  }
  return rescale(multiply(sum, whole(factor), precision), scale);
}

function rootOf(x: Decimal, precision: number): Decimal {
  let root = add(x, one);
  for (let round = 0; round < 200; round += 1) {
    const next = divide(add(root, divide(x, root, precision)), whole(2), precision);
    if (compare(next, root) === 0) break;
    root = next;
  }
  return root;
}

function halfPi(precision: number): Decimal {
  return multiply(arctangent(one, precision), whole(2), precision);
}

/** An angle between 0 and a whole turn. */
function withinTurn(x: Decimal, precision: number): Decimal {
  const turn = multiply(halfPi(precision + 4), whole(4), precision + 4);
  const turns = divide(x, turn, 0);
  return rescale(subtract(x, { digits: turns.digits * turn.digits, scale: turn.scale }), precision);
}

/** sin x. */
export function sine(x: Decimal, scale: number): Decimal {
  if (x.digits < 0n) return negate(sine(negate(x), scale));
  const precision = scale + extra + x.digits.toString().length;
  const angle = withinTurn(x, precision);
  const square = negate(multiply(angle, angle, precision));
  const value = sumSeries(angle, (term, index) =>
    divide(multiply(term, square, precision), whole(2 * index * (2 * index + 1)), precision),
  );
  return rescale(value, scale);
}

/** cos x. */
export function cosine(x: Decimal, scale: number): Decimal {
  if (x.digits < 0n) return cosine(negate(x), scale);
  const precision = scale + extra + x.digits.toString().length;
  const angle = withinTurn(x, precision);
  const square = negate(multiply(angle, angle, precision));
  const value = sumSeries(rescale(one, precision), (term, index) =>
    divide(multiply(term, square, precision), whole(2 * index * (2 * index - 1)), precision),
  );
  return rescale(value, scale);
}

/** arctan x. */
export function arctangent(x: Decimal, scale: number): Decimal {
  if (x.digits < 0n) return negate(arctangent(negate(x), scale));
  if (x.digits === 0n) return zero;
  const precision = scale + extra;
  let reduced = rescale(x, Math.max(precision, x.scale));
  let factor = 1n;
  while (compare(reduced, { digits: 2n, scale: 1 }) > 0) {
    const under = add(one, rootOf(add(one, multiply(reduced, reduced, precision)), precision));
    reduced = divide(reduced, under, precision);
    factor *= 2n;
  }
  const square = negate(multiply(reduced, reduced, precision));
  let power = reduced;
  let sum = reduced;
  for (let index = 3; power.digits !== 0n; index += 2) {
    power = multiply(power, square, precision);
    sum = add(sum, divide(power, whole(index), precision));
  }
  return rescale(multiply(sum, whole(factor), precision), scale);
}

/** The Bessel function of the first kind, of a whole order. */
export function bessel(order: Decimal, x: Decimal, scale: number): Decimal {
  const size = Number(order.digits / 10n ** BigInt(order.scale));
  const n = Math.abs(size);
  const precision = scale + extra + x.digits.toString().length + n;
  const half = divide(x, whole(2), precision);
  let first = rescale(one, precision);
  for (let index = 1; index <= n; index += 1) first = divide(multiply(first, half, precision), whole(index), precision);
  const square = negate(multiply(half, half, precision));
  const value = sumSeries(first, (term, index) =>
    divide(multiply(term, square, precision), whole(index * (n + index)), precision),
  );
  return rescale(size < 0 && n % 2 === 1 ? negate(value) : value, scale);
}
