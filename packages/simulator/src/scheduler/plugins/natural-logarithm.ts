/**
 * The natural logarithm, from sums and quotients only: engines of JavaScript differ in the last bits of theirs, and the
 * same seed must lead to the same nodes everywhere.
 * @param value >= 1
 */
export function naturalLogarithm(value: number): number {
  let halvings = 0;
  let rest = value;
  for (; rest > 1.5; rest /= 2) halvings += 1;
  return halvings * ln2 + seriesAround1(rest);
}

const ln2 = 0.6931471805599453;

/** ln x = 2 (z + z³/3 + z⁵/5 + …) with z = (x − 1) / (x + 1). */
function seriesAround1(value: number): number {
  const z = (value - 1) / (value + 1);
  let power = z;
  let sum = 0;
  for (let odd = 1; odd < 40; odd += 2) {
    sum += power / odd;
    power *= z * z;
  }
  return 2 * sum;
}
