import type { KubeObject } from '@podlab/apimachinery';
import { findKind } from '@podlab/lab-format';
import type { History } from '../history/history.ts';

/** The resource of a kind that labs may watch. */
export function resourceOf(kind: string): string {
  return findKind(kind)?.resource ?? '';
}

/** @param n the last entry that counts; default: the newest */
export function objectsOfKind(history: History, kind: string, n?: number): readonly KubeObject[] {
  return history.objectsAt(resourceOf(kind), n);
}
