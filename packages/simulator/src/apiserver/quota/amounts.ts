import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  subtractQuantities,
  zeroQuantity,
} from '@podlab/apimachinery';

/** Amounts by the name of what is counted. */
export type Amounts = Readonly<Record<string, Quantity>>;

type Written = Readonly<Record<string, string>>;

export function parseAmounts(written: Written | undefined): Amounts {
  return mapAmounts(written ?? {}, parseQuantity);
}

export function formatAmounts(amounts: Amounts): Record<string, string> {
  return mapAmounts(amounts, formatQuantity);
}

export function addAmounts(a: Amounts, b: Amounts): Amounts {
  return { ...a, ...mapAmounts(b, (amount, name) => addQuantities(a[name] ?? zeroQuantity, amount)) };
}

/** What `a` has more than `b`; nothing is less than zero. */
export function subtractAmounts(a: Amounts, b: Amounts): Amounts {
  return mapAmounts(a, (amount, name) => {
    const left = subtractQuantities(amount, b[name] ?? zeroQuantity);
    return left.nanos < 0n ? zeroQuantity : left;
  });
}

/** Of each name, the larger amount. */
export function largerAmounts(a: Amounts, b: Amounts): Amounts {
  return {
    ...a,
    ...mapAmounts(b, (amount, name) => {
      const other = a[name];
      return other && compareQuantities(other, amount) > 0 ? other : amount;
    }),
  };
}

/** The amounts of some names. */
export function pickAmounts(amounts: Amounts, names: readonly string[]): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => names.includes(name)));
}

/** `cpu=1,pods=2`, by name. */
export function amountsText(amounts: Amounts): string {
  return Object.keys(amounts)
    .sort()
    .map((name) => `${name}=${formatQuantity(amounts[name] ?? zeroQuantity)}`)
    .join(',');
}

function mapAmounts<A, B>(amounts: Readonly<Record<string, A>>, change: (amount: A, name: string) => B) {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, change(amount, name)]));
}
