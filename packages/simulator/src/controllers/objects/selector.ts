import { matchesSelector, type Selector, selectorOf } from '@podlab/apimachinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';

/** Selectors in stored objects never change, and are asked again and again. */
const parsed = new WeakMap<LabelSelector, Selector>();

/** Whether a stored object's selector selects these labels. No selector selects nothing, an empty one everything. */
export function selects(
  labelSelector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return labelSelector !== undefined && matchesSelector(storedSelector(labelSelector), labels);
}

/** A stored object's selector, read once. */
export function storedSelector(labelSelector: LabelSelector): Selector {
  let selector = parsed.get(labelSelector);
  if (!selector) {
    selector = selectorOf(labelSelector);
    parsed.set(labelSelector, selector);
  }
  return selector;
}
