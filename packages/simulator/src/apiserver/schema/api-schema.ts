/**
 * The types of the API, read from the generated table.
 *
 * The table's grammar of types: `s` text, `b` truth value, `n` number, `y` bytes, `T` Time, `M` MicroTime, `D` Duration,
 * `F` FieldsV1, `Q` Quantity, `I` IntOrString, `R` RawExtension, each with its Go name after a slash when it has one of
 * its own; `*x` a pointer, `[]x` a list, `{}x` a map from text; anything else names another type of the table. After
 * the type: `w` written even when empty, `k=` the keys of a list that is a map, `set`, `atomic`; `p=` the merge key of
 * strategic merge patches, `pset`, `retain` (retainKeys).
 */
import { allRequests, rareKinds } from '#parts';
import { apiTypes } from './api-types.ts';

/** How a value is written. */
export type ValueType =
  | { readonly form: 's' | 'b' | 'n' | 'y' | 'T' | 'M' | 'D' | 'F' | 'Q' | 'I' | 'R'; readonly goName: string }
  | { readonly form: 'list'; readonly item: ValueType; readonly goName: string }
  | { readonly form: 'map'; readonly value: ValueType; readonly goName: string }
  | { readonly form: 'struct'; readonly name: string; readonly goName: string };

export interface ApiField {
  readonly name: string;
  /** In protobuf. */
  readonly number: number;
  readonly type: ValueType;
  /** Whether absent and empty are different things. */
  readonly isPointer: boolean;
  readonly isAlwaysWritten: boolean;
  /** Whether its fields stand, in JSON, beside it instead of in it. */
  readonly isInline: boolean;
  /** The Go names of the inline structs that it comes from, such as `VolumeSource.`; else `''`. */
  readonly inlinePath: string;
  /** The keys of a list whose items are told apart by them. */
  readonly listKeys: readonly string[] | undefined;
  readonly isSet: boolean;
  readonly isAtomic: boolean;
}

export interface ApiType {
  readonly goName: string;
  /** In JSON: fields of inline structs included. */
  readonly byName: ReadonlyMap<string, ApiField>;
  /** In protobuf. */
  readonly byNumber: ReadonlyMap<number, ApiField>;
  /** Fields that are written as null when they are not set: times, which Go never leaves out. */
  readonly nullWhenUnset: readonly string[];
}

const tablePackages: Readonly<Record<string, string>> = {
  '': 'core',
  apps: 'apps',
  'authentication.k8s.io': 'authentication',
  'authorization.k8s.io': 'authorization',
  batch: 'batch',
  'coordination.k8s.io': 'coordination',
  'discovery.k8s.io': 'discovery',
  'events.k8s.io': 'events',
  'meta.k8s.io': 'meta',
  'networking.k8s.io': 'networking',
  'node.k8s.io': 'node',
  policy: 'policy',
  'rbac.authorization.k8s.io': 'rbac',
  'scheduling.k8s.io': 'scheduling',
  'storage.k8s.io': 'storage',
};

const scalarGoNames: Readonly<Record<string, string>> = {
  s: 'string',
  b: 'bool',
  n: 'int32',
  y: '[]uint8',
  T: 'v1.Time',
  M: 'v1.MicroTime',
  D: 'v1.Duration',
  F: 'v1.FieldsV1',
  Q: 'resource.Quantity',
  I: 'intstr.IntOrString',
  R: 'runtime.RawExtension',
};

const table = tableOf(apiTypes);
let rareTable: ReadonlyMap<string, string> | undefined;
const known = new Map<string, ApiType>();

function tableOf(types: string): ReadonlyMap<string, string> {
  return new Map(
    types.split('\n').flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 2)]];
    }),
  );
}

/** The fields of a type, as the table has them. Types of rare kinds are known once something is loaded that needs them. */
function linesOf(name: string): string | undefined {
  const found = table.get(name);
  if (found !== undefined) return found;
  const types = [allRequests, rareKinds].find(({ isHere }) => isHere)?.code.rareApiTypes;
  if (types !== undefined) rareTable ??= tableOf(types);
  return rareTable?.get(name);
}

/** The type of a kind; undefined when the table does not have it. */
export function findKindType(group: string, version: string, kind: string): string | undefined {
  const home = group === 'autoscaling' ? `autoscaling.${version}` : tablePackages[group];
  const name = `${home}.${kind}`;
  return home !== undefined && linesOf(name) !== undefined ? name : undefined;
}

/** A type of the table by its name there. @throws RangeError when there is none */
export function apiType(name: string): ApiType {
  const found = known.get(name);
  if (found) return found;
  const text = linesOf(name);
  if (text === undefined) throw new RangeError(`there is no API type \`${name}\``);
  const fields = text === '' ? [] : text.split(';').map(parseField);
  const byName = fields.flatMap((field): [string, ApiField][] =>
    field.isInline && field.type.form === 'struct' ? inlineFields(field.type.name) : [[field.name, field]],
  );
  const type: ApiType = {
    goName: name.slice(name.lastIndexOf('.') + 1),
    byName: new Map(byName),
    byNumber: new Map(fields.map((field) => [field.number, field])),
    nullWhenUnset: byName.filter(([, field]) => isNullWhenUnset(field)).map(([fieldName]) => fieldName),
  };
  known.set(name, type);
  return type;
}

/** `creationTimestamp` alone has `omitzero`. */
function isNullWhenUnset({ name, type, isPointer }: ApiField): boolean {
  return (type.form === 'T' || type.form === 'M') && !isPointer && name !== 'creationTimestamp';
}

function inlineFields(typeName: string): [string, ApiField][] {
  const { goName, byName } = apiType(typeName);
  return [...byName].map(([name, field]) => [name, { ...field, inlinePath: `${goName}.${field.inlinePath}` }]);
}

function parseField(text: string): ApiField {
  const [name = '', number = '', typeText = '', ...flags] = text.split(' ');
  const isPointer = typeText.startsWith('*');
  const keys = flags.find((flag) => flag.startsWith('k='));
  return {
    name,
    number: Number(number),
    type: parseType(isPointer ? typeText.slice(1) : typeText),
    isPointer,
    isAlwaysWritten: flags.includes('w'),
    isInline: name === '',
    inlinePath: '',
    listKeys: keys?.slice(2).split(','),
    isSet: flags.includes('set'),
    isAtomic: flags.includes('atomic'),
  };
}

function parseType(text: string): ValueType {
  if (text.startsWith('*')) return parseType(text.slice(1));
  if (text.startsWith('[]')) {
    const item = parseType(text.slice(2));
    return { form: 'list', item, goName: `[]${item.goName}` };
  }
  if (text.startsWith('{}')) {
    const value = parseType(text.slice(2));
    return { form: 'map', value, goName: `map[string]${value.goName}` };
  }
  const [form = '', goName] = text.split('/');
  const scalar = scalarGoNames[form];
  if (scalar !== undefined) return { form: form as 's', goName: goName ?? scalar };
  return { form: 'struct', name: text, goName: `v1.${text.slice(text.lastIndexOf('.') + 1)}` };
}

/** Lists of resources are the only maps with a name of their own. */
export function goTypeName(type: ValueType): string {
  return type.form === 'map' && type.value.form === 'Q' ? 'v1.ResourceList' : type.goName;
}
