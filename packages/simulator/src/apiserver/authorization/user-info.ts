/** Who a request is from. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Who every client is that says nothing else: the administrator, as in the kubeconfig that kind writes. */
export const administrator: UserInfo = {
  username: 'kubernetes-admin',
  groups: ['kubeadm:cluster-admins', 'system:authenticated'],
};

/** Who may do everything, whatever roles there are. */
export const privilegedGroup = 'system:masters';

/** Whoever shows nothing that tells who it is. */
export const anonymous: UserInfo = { username: 'system:anonymous', groups: ['system:unauthenticated'] };
