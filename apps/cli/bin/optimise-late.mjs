// Lets V8 wait longer before it optimises a function. A lab and its checks run for seconds, and much code of the
// embedded cluster is hot only for a moment of these: with its own figure V8 11 spends more on optimising than it gets
// back (`docs/contributing/benchmarks.md`). From Node 22 on V8 decides in another way, better for us, and has no such
// option.
import { setFlagsFromString } from 'node:v8';

const [major] = process.versions.node.split('.').map(Number);
if (major < 22) setFlagsFromString('--interrupt-budget=528000');
