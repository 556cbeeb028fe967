import { type KeyboardEvent, useState } from 'react';
import styles from './ClusterList.module.css';
import type { ClusterPicture, PodPicture } from './cluster-picture.ts';
import { nodeWords } from './node-words.ts';
import { sayContainer, shortUid, statusText, waitText } from './say-pod.ts';
import { endpointWord } from './ServiceRow.tsx';

export interface ClusterListProps {
  readonly picture: ClusterPicture;
  /** What the list is of. */
  readonly label: string;
  /** Makes each Pod a button: arrow keys move between them. */
  readonly onOpen?: ((uid: string) => void) | undefined;
  /** The Pod that has the focus; undefined: none. */
  readonly onMark?: ((uid: string | undefined) => void) | undefined;
}

/** The picture in words: cluster, node, Pod, container. */
export function ClusterList({ picture, label, onOpen, onMark }: ClusterListProps) {
  const pods = [...picture.waiting, ...picture.nodes.flatMap((node) => node.pods)];
  const [chosen, setChosen] = useState<string>();
  const current = pods.some(({ uid }) => uid === chosen) ? chosen : pods[0]?.uid;
  const item = (pod: PodPicture) => (
    <PodItem
      key={pod.uid}
      pod={pod}
      picture={picture}
      onOpen={onOpen}
      isCurrent={pod.uid === current}
      onFocus={() => {
        setChosen(pod.uid);
        onMark?.(pod.uid);
      }}
      onBlur={() => onMark?.(undefined)}
    />
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys pressed on the buttons inside
    <ul className={styles.list} aria-label={label} onKeyDown={onOpen && moveFocus}>
      {picture.waiting.length === 0 ? null : (
        <li>
          Waiting for a node
          <ul>{picture.waiting.map(item)}</ul>
        </li>
      )}
      {picture.nodes.map((node) => (
        <li key={node.name}>
          {['Node', node.name].join(' ')}
          {nodeWords(node).map((word) => `, ${word}`)}
          {node.pods.length === 0 ? ', no Pods' : <ul>{node.pods.map(item)}</ul>}
        </li>
      ))}
      {picture.services.map((service) => (
        <li key={`${service.namespace}/${service.name}`}>
          {`Service ${service.name}, ${service.endpoints.length === 0 ? 'no endpoints' : 'endpoints:'}`}
          {service.endpoints.length === 0 ? null : (
            <ul>
              {service.endpoints.map((endpoint) => (
                <li key={endpoint.pod}>
                  {pods.find(({ uid }) => uid === endpoint.pod)?.name ?? endpoint.pod}
                  {endpointWord(endpoint).replace(' ', ', ')}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

function PodItem({
  pod,
  picture,
  onOpen,
  isCurrent,
  onFocus,
  onBlur,
}: {
  readonly pod: PodPicture;
  readonly picture: ClusterPicture;
  readonly onOpen: ((uid: string) => void) | undefined;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}) {
  const words = podWords(pod, picture);
  return (
    <li>
      {onOpen ? (
        <button
          type="button"
          data-pod={pod.uid}
          tabIndex={isCurrent ? 0 : -1}
          onFocus={onFocus}
          onBlur={onBlur}
          onClick={() => onOpen(pod.uid)}
        >
          {words}
        </button>
      ) : (
        words
      )}
      <ul>
        {pod.containers.map((container) => (
          <li key={`${container.kind} ${container.name}`}>{sayContainer(container)}</li>
        ))}
      </ul>
    </li>
  );
}

function podWords(pod: PodPicture, picture: ClusterPicture): string {
  const owner = picture.owners.find(({ uid }) => uid === pod.owner);
  const wait = waitText(pod, picture.atMs);
  return [
    `Pod ${pod.name}`,
    statusText(pod),
    ...(wait === undefined ? [] : [wait]),
    `UID ${shortUid(pod.uid)}`,
    owner ? `owned by ${owner.kind} ${owner.name}` : pod.owner === undefined ? 'nobody owns it' : 'owned',
    ...(pod.reason === undefined ? [] : [pod.reason]),
  ].join(', ');
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-pod]')];
  const at = buttons.findIndex((button) => button === event.target);
  if (at < 0) return;
  event.preventDefault();
  const last = buttons.length - 1;
  buttons[step === 'first' ? 0 : step === 'last' ? last : Math.min(last, Math.max(0, at + step))]?.focus();
}

const steps: Readonly<Record<string, number | 'first' | 'last'>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: 'first',
  End: 'last',
};
