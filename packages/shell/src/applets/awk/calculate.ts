import { AwkError } from './error.ts';

/** Applies an operator to two numbers. Throws `AwkError` at a division by zero. */
export function calculate(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new AwkError('Division by zero', 0);
      return a / b;
    case '%':
      if (b === 0) throw new AwkError('Division by zero', 0);
      return a % b;
  }
  return a ** b;
}
