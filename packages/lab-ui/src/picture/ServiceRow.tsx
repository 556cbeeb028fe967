import type { PodPicture, ServicePicture } from './cluster-picture.ts';
import { ObjectName } from './ObjectName.tsx';
import { serviceObject } from './pictured-object.ts';
import type { PictureContext } from './PodThread.tsx';
import { shortUid } from './say-pod.ts';
import styles from './ServiceRow.module.css';
import { UidBand } from './UidBand.tsx';

/** A Service and the Pods behind it, each known by its marks. */
export function ServiceRow({
  service,
  pods,
  context,
}: {
  readonly service: ServicePicture;
  readonly pods: ReadonlyMap<string, PodPicture>;
  readonly context: PictureContext;
}) {
  return (
    <div className={styles.service}>
      <div className={styles.name}>
        <ObjectName object={serviceObject(service)} context={context}>
          <span>Service</span> <b>{service.name}</b>
        </ObjectName>{' '}
        <span>{service.clusterIP === 'None' ? 'headless' : (service.clusterIP ?? service.type)}</span>
      </div>
      <div className={styles.endpoints}>
        {service.endpoints.length === 0 ? <span className={styles.none}>no endpoints</span> : null}
        {service.endpoints.map(({ pod, ready, terminating }) => (
          <span
            key={pod}
            className={styles.endpoint}
            data-ready={ready ? '' : undefined}
            data-terminating={terminating ? '' : undefined}
            title={pods.get(pod)?.name ?? pod}
          >
            <UidBand uid={pod} height={14} />
            {shortUid(pod)}
            {endpointWord({ ready, terminating })}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What is to be said of an endpoint; nothing when traffic goes there. */
export function endpointWord({
  ready,
  terminating,
}: {
  readonly ready: boolean;
  readonly terminating: boolean;
}): string {
  return terminating ? ' terminating' : ready ? '' : ' not ready';
}
