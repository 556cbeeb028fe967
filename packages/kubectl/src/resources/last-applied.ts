import { goEscaped, type KubeObject, sortKeys } from '@podlab/apimachinery';

/** Where `kubectl apply` keeps what it applied. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object with the annotation that the next apply compares with: the text that stock kubectl writes for it. */
export function withLastApplied(object: KubeObject): KubeObject {
  const { [lastApplied]: _old, ...annotations } = object.metadata?.annotations ?? {};
  const plain = { ...object, metadata: { ...object.metadata, annotations } };
  const text = `${goEscaped(JSON.stringify(sortKeys(plain)))}\n`;
  return { ...plain, metadata: { ...plain.metadata, annotations: { ...annotations, [lastApplied]: text } } };
}
