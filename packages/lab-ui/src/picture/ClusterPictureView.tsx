import { useMemo, useState } from 'react';
import { ClusterList } from './ClusterList.tsx';
import type { ClusterPicture, OwnerPicture, PodPicture } from './cluster-picture.ts';
import styles from './ClusterPictureView.module.css';
import unseen from '../look/unseen.module.css';
import { groupPods } from './group-pods.ts';
import { isSlim, NodeTray } from './NodeTray.tsx';
import { ObjectName } from './ObjectName.tsx';
import { ownerLines, sayCount } from './owner-lines.ts';
import { ownerObject, type PicturedObject } from './pictured-object.ts';
import { type PictureContext, PodThread } from './PodThread.tsx';
import { ServiceRow } from './ServiceRow.tsx';

export interface ClusterPictureViewProps {
  readonly picture: ClusterPicture;
  /** The cluster's time, for what runs out; default: the picture's own. Once a second is often enough. */
  readonly nowMs?: number;
  /** What the picture shows, for its list twin; default `Cluster`. */
  readonly label?: string;
  /** Called with an object that was clicked, or chosen in the list by Enter. */
  readonly onOpen?: (object: PicturedObject) => void;
  /** Whether the reader may switch to the list; default true. The list is for screen readers in any case. */
  readonly switchable?: boolean;
}

/** The cluster: Pods that wait, nodes as trays with Pods hung on their owners' threads, Services; and the list twin. */
export function ClusterPictureView({
  picture,
  nowMs = picture.atMs,
  label = 'Cluster',
  onOpen,
  switchable = true,
}: ClusterPictureViewProps) {
  const [listed, setListed] = useState(false);
  const [marked, setMarked] = useState<string>();
  const pods = useMemo(() => podsOf(picture), [picture]);
  const owners = useMemo(() => picture.owners.filter((owner) => owner.kind !== 'Deployment'), [picture.owners]);
  const context: PictureContext = { present: useMemo(() => new Set(pods.keys()), [pods]), nowMs, marked, onOpen };
  return (
    <div className={styles.picture}>
      {listed ? null : (
        <div className={styles.drawing} aria-hidden="true">
          <Owners picture={picture} pods={pods} context={context} />
          {picture.waiting.length === 0 ? null : <Waiting picture={picture} owners={owners} context={context} />}
          <div className={styles.trays}>
            {picture.nodes
              .filter((node) => !isSlim(node))
              .map((node) => (
                <NodeTray key={node.name} node={node} owners={owners} context={context} />
              ))}
          </div>
          {picture.nodes.filter(isSlim).map((node) => (
            <NodeTray key={node.name} node={node} owners={owners} context={context} />
          ))}
          {picture.services.length === 0 ? null : (
            <div className={styles.services}>
              {picture.services.map((service) => (
                <ServiceRow
                  key={`${service.namespace}/${service.name}`}
                  service={service}
                  pods={pods}
                  context={context}
                />
              ))}
            </div>
          )}
        </div>
      )}
      <div className={listed ? undefined : unseen.text}>
        <ClusterList picture={picture} label={label} onOpen={onOpen} onMark={setMarked} />
      </div>
      {switchable ? (
        <button type="button" className={styles.switch} onClick={() => setListed(!listed)}>
          {listed ? 'Show as a picture' : 'Show as a list'}
        </button>
      ) : null}
    </div>
  );
}

function Waiting({
  picture,
  owners,
  context,
}: {
  readonly picture: ClusterPicture;
  readonly owners: readonly OwnerPicture[];
  readonly context: PictureContext;
}) {
  const reasons = [...new Set(picture.waiting.flatMap(({ reason }) => reason ?? []))];
  return (
    <div className={styles.waiting}>
      {groupPods(picture.waiting, owners).map(({ key, owner, pods }) => (
        <PodThread key={key ?? ''} owner={owner} pods={pods} context={context} />
      ))}
      {reasons.map((reason) => (
        <p key={reason} className={styles.reason}>
          {reason}
        </p>
      ))}
    </div>
  );
}

/** From which owner the threads come, and how many Pods hang on each. */
function Owners({
  picture,
  pods,
  context,
}: {
  readonly picture: ClusterPicture;
  readonly pods: ReadonlyMap<string, PodPicture>;
  readonly context: PictureContext;
}) {
  const lines = ownerLines(picture, [...pods.values()]);
  if (lines.length === 0) return null;
  return (
    <div className={styles.owners}>
      {lines.map((line) => {
        const { owner, parent } = line;
        return (
          <div key={owner.uid} className={styles.owner}>
            {parent ? (
              <>
                <ObjectName object={ownerObject(parent)} context={context}>
                  <span>{parent.kind}</span> <b>{parent.name}</b>
                </ObjectName>
                <i />
              </>
            ) : null}
            <ObjectName object={ownerObject(owner)} context={context}>
              <span>{owner.kind}</span> <b>{owner.name}</b>
            </ObjectName>
            <em>{sayCount(line)}</em>
          </div>
        );
      })}
    </div>
  );
}

function podsOf(picture: ClusterPicture): ReadonlyMap<string, PodPicture> {
  const pods = [...picture.waiting, ...picture.nodes.flatMap((node) => node.pods)];
  return new Map(pods.map((pod) => [pod.uid, pod]));
}
