import { describe, expect, it } from 'vitest';
import { findTerms, type SearchedTerm } from './find-terms.ts';

const term = (name: string, ...also: string[]): SearchedTerm => ({ id: name, term: name, short: '', also });
const terms = [
  term('CrashLoopBackOff'),
  term('EndpointSlice'),
  term('exit code', 'exit status'),
  term('liveness probe', 'livenessProbe'),
  term('Pod'),
  term('PodDisruptionBudget', 'PDB', 'disruption budget'),
  term('probe'),
  term('readiness probe', 'readinessProbe'),
  term('resource limit', 'CPU limit', 'memory limit'),
];
const found = (text: string) => findTerms(terms, text).map(({ id }) => id);

describe('findTerms', () => {
  it.each([
    ['', []],
    ['is the', []],
    ['crash loop back off', ['CrashLoopBackOff']],
    ['crashloop', ['CrashLoopBackOff']],
    ['pdb', ['PodDisruptionBudget']],
    ['Pods', ['Pod', 'PodDisruptionBudget']],
    ['endpoints', ['EndpointSlice']],
    ['probes', ['probe', 'liveness probe', 'readiness probe']],
    ['what is a readiness probe?', ['readiness probe']],
    ['liveness vs readiness', ['liveness probe', 'readiness probe']],
    ['exit codes', ['exit code']],
    ['pod disruption budget', ['PodDisruptionBudget']],
    ['exit code 137', ['exit code']],
    ['memory limit', ['resource limit']],
    ['why is a pod not restarted by its own node', []],
    ['xyz', []],
  ])('%s', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });
});
