import type { Coroutine } from '../../process/process.ts';
import type { BcMachine, Expression } from './bc-machine.ts';
import { CalculationError, type Decimal, whole, zero } from './decimal.ts';

/** What may stand left of `=`. */
export interface Place {
  get(machine: BcMachine): Coroutine<Decimal>;
  set(machine: BcMachine, value: Decimal): Coroutine<void>;
}

/** `x`. */
export function variablePlace(name: string): Place {
  return {
    *get(machine) {
      return machine.variables.get(name) ?? zero;
    },
    *set(machine, value) {
      machine.variables.set(name, value);
    },
  };
}

/** `a[index]`. */
export function elementPlace(name: string, index: Expression): Place {
  function* key(machine: BcMachine) {
    const { digits, scale } = yield* index(machine);
    return String(digits / 10n ** BigInt(scale));
  }
  return {
    *get(machine) {
      return machine.array(name).get(yield* key(machine)) ?? zero;
    },
    *set(machine, value) {
      machine.array(name).set(yield* key(machine), value);
    },
  };
}

/** `scale`, `ibase`, `obase`, `last`. */
export function settingPlace(name: string): Place {
  return {
    *get(machine) {
      if (name === 'last') return machine.last;
      return whole(name === 'scale' ? machine.scale : name === 'ibase' ? machine.inputBase : machine.outputBase);
    },
    *set(machine, value) {
      const number = Number(value.digits / 10n ** BigInt(value.scale));
      if (name === 'last') machine.last = value;
      else if (name === 'scale') {
        if (number < 0) throw new CalculationError('bad scale; must be [0, 2147483647]');
        machine.scale = number;
      } else if (name === 'ibase') {
        if (number < 2 || number > 16) throw new CalculationError('bad ibase; must be [2, 16]');
        machine.inputBase = number;
      } else {
        if (number < 2 || number > 999) throw new CalculationError('bad obase; must be [2, 999]');
        machine.outputBase = number;
      }
    },
  };
}
