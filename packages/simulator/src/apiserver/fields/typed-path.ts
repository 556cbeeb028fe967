import { isMap } from '@podlab/apimachinery';
import { stepText } from './field-set.ts';
import { findPlace, isOwnedAsWhole, itemsByStep, type Typed, typedRoot } from './typed-children.ts';

/**
 * How a field is named where items of lists go by their keys.
 * @param path with numbers: `spec.containers[0].imag`
 * @returns `.spec.containers[name="web"].imag`
 */
export function typedPath(typeName: string, object: unknown, path: string): string {
  let at: Typed | undefined = typedRoot(typeName, object);
  let text = '';
  for (const [step, number, name = ''] of path.matchAll(/\[(\d+)\]|([^.[]+)/g)) {
    if (number === undefined) text += `.${name}`;
    else {
      const isKeyed = at !== undefined && !isOwnedAsWhole(at.type, at.field);
      const [key] = (isKeyed && itemsByStep(at?.field, at?.value)[Number(number)]) || [];
      text += key === undefined ? step : stepText(key);
    }
    at = at && (number === undefined ? fieldOf(at, name) : itemOf(at, Number(number)));
  }
  return text;
}

function fieldOf({ type, value }: Typed, name: string): Typed | undefined {
  const part: unknown = isMap(value) ? value[name] : undefined;
  const place = findPlace(type, name, part);
  return place && { ...place, value: part };
}

function itemOf({ type, value }: Typed, number: number): Typed | undefined {
  const item: unknown = Array.isArray(value) ? value[number] : undefined;
  return type.form === 'list' ? { type: type.item, field: undefined, value: item } : undefined;
}
