import { type ReactNode, useId } from 'react';
import styles from './DemoFrame.module.css';

/** What stands around every demo: its name, its controls, and the picture. */
export function DemoFrame({
  title,
  controls,
  children,
}: {
  readonly title: string;
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <div className={styles.demo} role="group" aria-labelledby={id}>
      <div className={styles.title} id={id}>
        {title}
      </div>
      {controls ? <div className={styles.controls}>{controls}</div> : null}
      {children}
    </div>
  );
}

export interface SliderFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** The value in words: `5 s`. */
  readonly says: string;
  readonly onChange: (value: number) => void;
}

/** A number that is dragged, with its value in words beside it. */
export function SliderField({ label, value, min, max, step = 1, says, onChange }: SliderFieldProps) {
  return (
    <label className={styles.slider}>
      <span>
        {label} <b>{says}</b>
      </span>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={says}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </label>
  );
}

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

/** A short text; its fault is said where it is. */
export function TextField({ label, value, fault, placeholder, onChange }: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles.text}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck="false"
        value={value}
        placeholder={placeholder}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        onChange={(event) => onChange(event.target.value)}
      />
      {fault === undefined ? null : (
        <p id={`${id}-fault`} className={styles.fault}>
          {fault}
        </p>
      )}
    </div>
  );
}
