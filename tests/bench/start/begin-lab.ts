declare global {
  /** There once the page is ready for it. @returns milliseconds from the call to a prompt that can be used */
  var beginLab: () => Promise<number>;
}

export {};
