/** The part of vitest's JSON report that the summary needs. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface Outcome {
  readonly passed: number;
  /** One line each. */
  readonly failed: readonly string[];
  /** Tests that did not run here, one line each, with what they need. */
  readonly notRun: readonly string[];
}

/**
 * Counts a vitest report. A skipped test is never a passed one: its title must end in `[needs …]`, which says what the
 * machine lacks; a skipped test that does not is a failure, because nobody would ever notice it.
 */
export function countTests(report: VitestReport): Outcome {
  const outcomes = report.testResults.map((file) => {
    if (file.assertionResults.length === 0 && file.status === 'failed')
      return { passed: 0, failed: [`${file.name}: ${firstLine(file.message)}`], notRun: [] };
    const at = (status: string) =>
      file.assertionResults.filter((test) => test.status === status).map((test) => test.fullName);
    const skipped = [...at('skipped'), ...at('pending'), ...at('todo'), ...at('disabled')];
    return {
      passed: at('passed').length,
      failed: [
        ...at('failed'),
        ...skipped.filter((name) => !needs(name)).map((name) => `${name} (skipped without saying what it needs)`),
      ],
      notRun: skipped.filter((name) => needs(name)),
    };
  });
  return sum(outcomes);
}

/** What a test that did not run says it needs, such as `Docker`. */
export function needs(title: string): string | undefined {
  return /\[needs ([^\]]+)\]/.exec(title)?.[1];
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, outcome) => total + outcome.passed, 0),
    failed: outcomes.flatMap((outcome) => outcome.failed),
    notRun: outcomes.flatMap((outcome) => outcome.notRun),
  };
}

function firstLine(text: string | undefined): string {
  return (text ?? 'did not load').trim().split('\n')[0] ?? '';
}
