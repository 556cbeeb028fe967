export { drawTimeline } from '@podlab/grader';
export { loadWorkplace, openSolutionGuide, openWorkplace, renderDifference, terminalStyle } from '@podlab/lab-runner';
