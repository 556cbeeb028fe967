import { describe } from 'vitest';
import { serveEmbeddedCluster } from '../embedded-cluster.ts';
import { defineConformance } from './conformance.ts';

describe('conformance on the embedded cluster', () => {
  defineConformance(() => serveEmbeddedCluster('conformance'));
});
