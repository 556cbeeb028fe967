/** Commands about nodes, and what is used. */
export { cordon, uncordon } from '../cordon.ts';
export { drain } from '../drain.ts';
export { taint } from '../taint.ts';
export { topNode, topPod } from '../top.ts';
