// What V8 does otherwise than by default, as a lab and its checks run for seconds: decision 0008. Node 24 and newer do
// as well without.
import { setFlagsFromString } from 'node:v8';

const [major] = process.versions.node.split('.').map(Number);
// Much code of the embedded cluster is hot only for a moment: V8 11 spends more on optimising it than it gets back. From
// Node 22 on V8 decides in another way, better for us, and has no such option.
if (major < 22) setFlagsFromString('--interrupt-budget=1056000');
// What a cluster makes first stays: a nursery that grows at once does not copy it at each of its sizes.
if (major < 24) setFlagsFromString('--semi-space-growth-factor=16');
