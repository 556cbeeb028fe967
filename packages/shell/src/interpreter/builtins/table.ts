import type { ByteString } from '../../files/bytes.ts';
import type { Builtin } from '../builtin.ts';
import { controlBuiltins } from './control-flow.ts';
import { directoryBuiltins } from './directory.ts';
import { inputBuiltins } from './input.ts';
import { jobBuiltins } from './job-control.ts';
import { lookupBuiltins } from './lookup.ts';
import { outputBuiltins } from './output.ts';
import { settingBuiltins } from './settings.ts';
import { variableBuiltins } from './variable.ts';

let table: ReadonlyMap<string, Builtin> | undefined;

/** All builtins, by name. Made on first use, because builtins and the compiler refer to each other. */
function builtins(): ReadonlyMap<string, Builtin> {
  table ??= new Map(
    [
      ...controlBuiltins,
      ...directoryBuiltins,
      ...inputBuiltins,
      ...jobBuiltins,
      ...lookupBuiltins,
      ...outputBuiltins,
      ...settingBuiltins,
      ...variableBuiltins,
    ].map((builtin) => [builtin.name, builtin]),
  );
  return table;
}

/** The names of all builtins. */
export function builtinNames(): Iterable<string> {
  return builtins().keys();
}

export function findBuiltin(name: ByteString): Builtin | undefined {
  return builtins().get(name);
}
