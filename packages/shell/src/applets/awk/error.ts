/** An error of an awk program; printed as `awk: cmd. line:1: MESSAGE`. */
export class AwkError extends Error {
  override readonly name = 'AwkError';

  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}
