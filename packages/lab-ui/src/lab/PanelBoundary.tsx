import { Component, type ReactNode } from 'react';
import { useStateCopy } from '../actions/use-state-copy.tsx';
import { LinkButton } from '../look/LinkButton.tsx';
import styles from './lab-page.module.css';

export interface PanelBoundaryProps {
  /** What the reader calls this part, such as `The picture of the cluster`. */
  readonly name: string;
  /** What the part held that the reader does not want to lose, as plain text. Default: nothing. */
  readonly keptText?: () => string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: Error | undefined;
}

/** Keeps a part of the page that breaks from taking the others with it. */
export class PanelBoundary extends Component<PanelBoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): BoundaryState {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <BrokenPanel
        name={this.props.name}
        error={error}
        keptText={this.props.keptText?.() ?? ''}
        onRetry={() => this.setState({ error: undefined })}
      />
    );
  }
}

interface BrokenPanelProps {
  readonly name: string;
  readonly error: Error;
  readonly keptText: string;
  readonly onRetry: () => void;
}

function BrokenPanel({ name, error, keptText, onRetry }: BrokenPanelProps) {
  const copy = useStateCopy();
  return (
    <div className={styles['broken']}>
      <div role="alert">
        <p>
          <strong>{name} broke.</strong> The lab and your cluster go on.
        </p>
        <p className={styles['broken-error']}>{error.message}</p>
      </div>
      <p className={styles['broken-actions']}>
        <LinkButton onClick={onRetry}>Show it again</LinkButton>
        <LinkButton onClick={() => copy.begin(`${name} broke.\n${error.stack ?? error.message}`)}>
          Copy state for a bug report
        </LinkButton>
        <LinkButton onClick={() => location.reload()}>Reload the page</LinkButton>
      </p>
      {keptText === '' ? null : (
        // It scrolls, and must do so by keyboard.
        <pre tabIndex={0} role="group" aria-label="What stood there">
          {keptText}
        </pre>
      )}
      {copy.dialog}
    </div>
  );
}
