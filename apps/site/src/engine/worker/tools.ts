export { drawTimeline } from '@podlab/grader';
export { openSolutionGuide, openWorkplace, renderDifference, terminalStyle } from '@podlab/lab-runner';
