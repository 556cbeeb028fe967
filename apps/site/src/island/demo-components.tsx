import type { ReactNode } from 'react';
import { Demo } from './Demo.tsx';
import type { Demos } from './demos.ts';

/** The live parts that a page may use without importing them. */
export const demoComponents = {
  BackOffExplorer: (props: Demos['BackOffExplorer']): ReactNode => <Demo name="BackOffExplorer" props={props} />,
  MiniCluster: (props: Demos['MiniCluster']): ReactNode => <Demo name="MiniCluster" props={props} />,
  PodTimeline: (props: Demos['PodTimeline']): ReactNode => <Demo name="PodTimeline" props={props} />,
  QosCalculator: (props: Demos['QosCalculator']): ReactNode => <Demo name="QosCalculator" props={props} />,
  RolloutStepper: (props: Demos['RolloutStepper']): ReactNode => <Demo name="RolloutStepper" props={props} />,
};
