import { useState } from 'react';
import { DemoButton } from './DemoButton.tsx';
import { DemoFrame, TextField } from './DemoFrame.tsx';
import { explainQos, type QosContainer, type QosField, quantityFault, requestFault } from './explain-qos.ts';
import styles from './QosCalculator.module.css';

export interface QosCalculatorProps {
  /** What is filled in at first; default: one container that asks for a little and may use more. */
  readonly containers?: readonly (Partial<QosContainer> & { readonly name: string })[];
  /** Memory of the node, for the scores; bytes, default 8 Gi. */
  readonly nodeMemoryBytes?: number;
}

const mostContainers = 4;
const start: NonNullable<QosCalculatorProps['containers']> = [
  { name: 'app', cpuRequest: '250m', cpuLimit: '500m', memoryRequest: '64Mi', memoryLimit: '128Mi' },
];
const fields: readonly (readonly [QosField, string])[] = [
  ['cpuRequest', 'cpu request'],
  ['cpuLimit', 'cpu limit'],
  ['memoryRequest', 'memory request'],
  ['memoryLimit', 'memory limit'],
];

/** From requests and limits to the QoS class, with the reason and what follows from it. */
export function QosCalculator({ containers = start, nodeMemoryBytes = 8 * 1024 ** 3 }: QosCalculatorProps) {
  const [typed, setTyped] = useState(() => containers.map(completed));
  const faults = typed.map(faultsOf);
  const isFaulty = faults.some((fault) => Object.keys(fault).length > 0);
  const change = (at: number, field: QosField, value: string) =>
    setTyped(typed.map((container, i) => (i === at ? { ...container, [field]: value } : container)));
  return (
    <DemoFrame title="Which QoS class?">
      {typed.map((container, i) => (
        <fieldset key={container.name} className={styles.container}>
          <legend>
            container <b>{container.name}</b>
          </legend>
          {fields.map(([field, label]) => (
            <TextField
              key={field}
              label={label}
              value={container[field]}
              placeholder="none"
              fault={faults[i]?.[field]}
              onChange={(value) => change(i, field, value)}
            />
          ))}
        </fieldset>
      ))}
      <div className={styles.buttons}>
        <DemoButton
          disabled={typed.length >= mostContainers}
          onClick={() => setTyped([...typed, completed({ name: freeName(typed) })])}
        >
          Add a container
        </DemoButton>
        <DemoButton disabled={typed.length <= 1} onClick={() => setTyped(typed.slice(0, -1))}>
          Take one away
        </DemoButton>
      </div>
      <div role="status" className={styles.answer}>
        {isFaulty ? (
          <p>
            The API server refuses this Pod:{' '}
            {Object.values(faults.find((fault) => Object.keys(fault).length > 0) ?? {})[0]}.
          </p>
        ) : (
          <Answer containers={typed} nodeMemoryBytes={nodeMemoryBytes} />
        )}
      </div>
    </DemoFrame>
  );
}

function Answer({
  containers,
  nodeMemoryBytes,
}: {
  readonly containers: readonly QosContainer[];
  readonly nodeMemoryBytes: number;
}) {
  const answer = explainQos(containers, nodeMemoryBytes);
  return (
    <>
      <p className={styles.verdict}>
        <span className={styles.class}>{answer.qosClass}</span> {answer.because}
      </p>
      {answer.filledIn.map((sentence) => (
        <p key={sentence}>{sentence}.</p>
      ))}
      <p>{underPressure[answer.qosClass]}</p>
      <dl className={styles.scores}>
        {containers.map(({ name }, i) => (
          <div key={name}>
            <dt>
              <code>oom_score_adj</code> of {name}
            </dt>
            <dd>
              <span className={styles.scale} aria-hidden="true">
                <i style={{ left: `${(((answer.oomScores[i] ?? 0) + 1000) / 20).toFixed(1)}%` }} />
              </span>
              {answer.oomScores[i]}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const underPressure = {
  BestEffort:
    'When the node runs low on memory, whatever it uses is more than it asked for: the kubelet evicts it in the first group. If the kernel has to kill at once, it kills this first.',
  Burstable:
    'When the node runs low on memory, it is evicted in the first group while it uses more than it requested, and spared while it uses less. The kernel kills its processes before those of Guaranteed Pods: the smaller the request, the sooner.',
  Guaranteed:
    'It cannot use more than it requested, so the kubelet evicts it only after all Pods that do. The kernel kills its processes last. It is still killed when it goes over its own memory limit.',
};

function faultsOf(container: QosContainer): Partial<Record<QosField, string>> {
  const faults: Partial<Record<QosField, string>> = {};
  for (const [field] of fields) {
    const fault = quantityFault(container[field]);
    if (fault !== undefined) faults[field] = fault;
  }
  const cpu = requestFault(container.cpuRequest, container.cpuLimit);
  const memory = requestFault(container.memoryRequest, container.memoryLimit);
  return {
    ...(cpu !== undefined && { cpuRequest: cpu }),
    ...(memory !== undefined && { memoryRequest: memory }),
    ...faults,
  };
}

function completed(container: Partial<QosContainer> & { readonly name: string }): QosContainer {
  return { cpuRequest: '', cpuLimit: '', memoryRequest: '', memoryLimit: '', ...container };
}

function freeName(containers: readonly QosContainer[]): string {
  const names = ['app', 'sidecar', 'log', 'proxy', 'cache'];
  return names.find((name) => containers.every((container) => container.name !== name)) ?? `c${containers.length}`;
}
