import { type KeyboardEvent, type ReactNode, useState } from 'react';
import styles from './ClusterList.module.css';
import type { ClusterPicture, NodePicture, PodPicture, ServicePicture } from './cluster-picture.ts';
import { isSlim } from './NodeTray.tsx';
import { nodeWords } from './node-words.ts';
import { ownerLines, sayCount } from './owner-lines.ts';
import { nodeObject, ownerObject, type PicturedObject, podObject, serviceObject } from './pictured-object.ts';
import { sayContainer, shortUid, statusText, waitText } from './say-pod.ts';
import { endpointWord } from './ServiceRow.tsx';

export interface ClusterListProps {
  readonly picture: ClusterPicture;
  /** What the list is of. */
  readonly label: string;
  /** Makes each object a button: arrow keys move between them. */
  readonly onOpen?: ((object: PicturedObject) => void) | undefined;
  /** The key of the object that has the focus; undefined: none. */
  readonly onMark?: ((key: string | undefined) => void) | undefined;
}

/** The picture in words: owners, nodes, Pods, containers, Services. */
export function ClusterList({ picture, label, onOpen, onMark }: ClusterListProps) {
  const pods = [...picture.waiting, ...picture.nodes.flatMap((node) => node.pods)];
  const owners = ownerLines(picture, pods);
  const keys = [
    ...pods.map((pod) => pod.uid),
    ...owners.map(({ owner }) => owner.uid),
    ...[...picture.nodes.map(nodeObject), ...picture.services.map(serviceObject)].map(({ key }) => key),
  ];
  const [chosen, setChosen] = useState<string>();
  const current = chosen !== undefined && keys.includes(chosen) ? chosen : keys[0];
  const name = (object: PicturedObject, words: ReactNode) =>
    onOpen ? (
      <button
        type="button"
        data-object={object.key}
        tabIndex={object.key === current ? 0 : -1}
        onFocus={() => {
          setChosen(object.key);
          onMark?.(object.key);
        }}
        onBlur={() => onMark?.(undefined)}
        onClick={() => onOpen(object)}
      >
        {words}
      </button>
    ) : (
      words
    );
  const item = (pod: PodPicture) => (
    <li key={pod.uid}>
      {name(podObject(pod), podWords(pod, picture))}
      <ul>
        {pod.containers.map((container) => (
          <li key={`${container.kind} ${container.name}`}>{sayContainer(container)}</li>
        ))}
      </ul>
    </li>
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys pressed on the buttons inside
    <ul className={styles.list} aria-label={label} onKeyDown={onOpen && moveFocus}>
      {owners.map((line) => (
        <li key={line.owner.uid}>
          {name(
            ownerObject(line.owner),
            `${line.owner.kind} ${line.owner.name}, ${sayCount(line)}${line.owner.kind === 'Job' ? '' : ' Pods'}${line.parent ? `, owned by ${line.parent.kind} ${line.parent.name}` : ''}`,
          )}
        </li>
      ))}
      {picture.waiting.length === 0 ? null : (
        <li>
          Waiting for a node
          <ul>{picture.waiting.map(item)}</ul>
        </li>
      )}
      {nodesAsDrawn(picture).map((node) => (
        <li key={node.name}>
          {name(nodeObject(node), [`Node ${node.name}`, ...nodeWords(node)].join(', '))}
          {node.pods.length === 0 ? ', no Pods' : <ul>{node.pods.map(item)}</ul>}
        </li>
      ))}
      {picture.services.map((service) => (
        <li key={`${service.namespace}/${service.name}`}>
          {name(serviceObject(service), `Service ${service.name}`)}
          {service.endpoints.length === 0 ? ', no endpoints' : <Endpoints service={service} pods={pods} />}
        </li>
      ))}
    </ul>
  );
}

/** Arrow keys go where the eye goes. */
function nodesAsDrawn({ nodes }: ClusterPicture): readonly NodePicture[] {
  return [...nodes.filter((node) => !isSlim(node)), ...nodes.filter(isSlim)];
}

function Endpoints({ service, pods }: { readonly service: ServicePicture; readonly pods: readonly PodPicture[] }) {
  return (
    <>
      , endpoints:
      <ul>
        {service.endpoints.map((endpoint) => (
          <li key={endpoint.pod}>
            {pods.find(({ uid }) => uid === endpoint.pod)?.name ?? endpoint.pod}
            {endpointWord(endpoint).replace(' ', ', ')}
          </li>
        ))}
      </ul>
    </>
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
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-object]')];
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
