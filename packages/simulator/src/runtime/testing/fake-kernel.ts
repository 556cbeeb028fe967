/**
 * A kernel for tests of what lies above it. It understands `sh -c` with steps of `echo`, `sleep`, `exit`, `trap "exit N"
 * TERM`, `touch`, `test -e` and a final `while` that runs for ever, and `kill 1`; any other command cannot be started.
 */
import { encodeUtf8, type Timer, type Timers } from '@podlab/apimachinery';
import type { ContainerSpace, Kernel, ProcessHandle, ProcessSpec, SignalName, Volume } from '@podlab/shell';
import { StartError } from '@podlab/shell';

export function createFakeKernel({ timers }: { readonly timers: Timers }): Kernel {
  return {
    createVolume: () => new FakeVolume(),
    createInput: () => ({ write: () => undefined, end: () => undefined }),
    createContainer: () => createFakeContainer(timers),
  };
}

class FakeVolume implements Volume {
  readonly #files = new Map<string, Uint8Array>();

  writeFile(path: string, content: string | Uint8Array): void {
    this.#files.set(path, typeof content === 'string' ? encodeUtf8(content) : content);
  }
  makeDirectory(): void {}
  makeLink(): void {}
  addProgram(): void {}
  readFile(path: string): Uint8Array | undefined {
    return this.#files.get(path);
  }
  remove(path: string): void {
    this.#files.delete(path);
  }
  usedBytes(): number {
    return 0;
  }
}

function createFakeContainer(timers: Timers): ContainerSpace {
  const files = new FakeVolume();
  let init: FakeProcess | undefined;
  return {
    files,
    destroy: () => init?.signal('KILL', 'runtime'),
    start: (spec) => {
      const started = new FakeProcess(timers, spec, files, (signal) => init?.signal(signal, 'inside'));
      init ??= started;
      started.begin();
      return started;
    },
  };
}

class FakeProcess implements ProcessHandle {
  readonly pid = 1;
  readonly #timers: Timers;
  readonly #spec: ProcessSpec;
  readonly #files: FakeVolume;
  readonly #signalInit: (signal: SignalName) => void;
  #steps: string[];
  #trapCode: number | undefined;
  #hasEnded = false;
  #isLooping = false;
  #timer: Timer | undefined;

  constructor(timers: Timers, spec: ProcessSpec, files: FakeVolume, signalInit: (signal: SignalName) => void) {
    this.#timers = timers;
    this.#spec = spec;
    this.#files = files;
    this.#signalInit = signalInit;
    this.#steps = stepsOf(spec.argv);
  }

  begin(): void {
    this.#timer = this.#timers.schedule(1, () => this.#run());
  }

  signal(signal: SignalName, from: 'runtime' | 'inside'): void {
    if (this.#hasEnded) return;
    if (signal === 'KILL' && from === 'runtime') this.#end(137);
    else if (signal === 'TERM' && this.#trapCode !== undefined && this.#isLooping) {
      const code = this.#trapCode;
      // The trap runs when the `sleep 1` of the loop has ended.
      this.#timer = this.#timers.schedule(500, () => this.#end(code));
    }
  }

  resizeTerminal(): void {}

  #run(): void {
    const step = this.#steps.shift();
    if (step === undefined) return this.#end(0);
    const [word = '', ...rest] = step.trim().split(/\s+/);
    if (word === 'while') {
      this.#isLooping = true;
      return;
    }
    if (word === 'exit') return this.#end(Number(rest[0] ?? 0));
    if (word === 'sleep') {
      this.#timer = this.#timers.schedule(Number(rest[0]) * 1000, () => this.#run());
      return;
    }
    if (word === 'trap') this.#trapCode = Number(/exit (\d+)/.exec(step)?.[1]);
    if (word === 'echo') this.#spec.stdout(encodeUtf8(`${rest.join(' ')}\n`));
    if (word === 'kill') this.#signalInit('TERM');
    if (word === 'touch') this.#files.writeFile(rest[0] ?? '', '');
    if (word === 'test' && this.#files.readFile(rest[1] ?? '') === undefined) return this.#end(1);
    this.#run();
  }

  #end(code: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#timer?.cancel();
    this.#spec.onExit({ code });
  }
}

function stepsOf(argv: readonly string[]): string[] {
  const [program = '', flag, script = ''] = argv;
  if (program === 'sh' && flag === '-c') return script.split(';').filter((step) => step.trim() !== '');
  if (['sleep', 'kill', 'echo', 'touch', 'test'].includes(program)) return [argv.join(' ')];
  throw new StartError('executable file not found in $PATH');
}
