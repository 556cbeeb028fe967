/** Why curl ends, with the code that it ends with. */
export class CurlError extends Error {
  override readonly name = 'CurlError';

  constructor(
    readonly exitCode: number,
    message: string,
    /** Of the answer that was an error. */
    readonly status = 0,
  ) {
    super(message);
  }
}

/** What follows the error line when a server is not believed. */
export const untrusted = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the webpage mentioned above.
`;
