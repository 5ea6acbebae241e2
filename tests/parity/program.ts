/**
 * A program that runs on a simulated process and on real Node, whose output, order, errors and exit code must be equal. Comments
 * at its head say what it needs: `// args: a b`, `// input: text\n`, `// signal: SIGTERM after ready`,
 * `// ignore: loader frames`. `// differs: why`, `// differs in Chromium: why` and `// differs under a newer engine: why` declare a known
 * difference, which must then be there.
 */
export interface ParityProgram {
  /** Absolute path of the file that is run: the same on both sides, since stack traces show it. */
  entry: string
  files: Record<string, string>
  args: string[]
  /** What is written to standard input before it is closed. */
  input: string | null
  /** The frames of Node's own loader are not compared: below a syntax error, of which the program has no frame, only one is kept. */
  ignoresLoaderFrames?: boolean
  signals: { signal: 'SIGTERM' | 'SIGINT'; afterOutput: string }[]
  /** Why it does something else there. */
  differences?: Partial<Record<Platform, string>>
}

export type Browser = 'Chromium' | 'Firefox' | 'WebKit'
/** Where a program runs beside Node itself: under an engine that is newer than that Node's, too. */
export type Platform = 'simulated' | 'newer engine' | Browser

/** Why a program does something else there than on Node, if it does. What differs in every simulated process does so in a browser too. */
export function differenceOn(platform: Platform, { differences = {} }: ParityProgram): string | undefined {
  return differences[platform] ?? differences.simulated
}

export interface Outcome {
  stdout: string
  stderr: string
  code: number | null
  signal: string | null
}

/** `shared`: what it may load beside itself, by absolute path. */
export function describeProgram(
  entry: string,
  text: string,
  shared: Readonly<Record<string, string>> = {},
): ParityProgram {
  const said = (name: string) => [...text.matchAll(new RegExp(`^// ${name}: (.*)$`, 'gm'))].map((match) => match[1]!)
  const input = said('input')[0]
  return {
    entry,
    files: { ...shared, [entry]: text },
    args: said('args').flatMap((args) => args.split(' ')),
    input: input === undefined ? null : input.replaceAll('\\n', '\n'),
    ignoresLoaderFrames: said('ignore').includes('loader frames'),
    signals: said('signal').map((line) => {
      const [, signal, afterOutput] = /^(SIG\w+) after (.*)$/.exec(line)!
      return { signal: signal as 'SIGTERM', afterOutput: afterOutput! }
    }),
    differences: {
      ...(said('differs')[0] && { simulated: said('differs')[0]! }),
      ...(said('differs under a newer engine')[0] && { 'newer engine': said('differs under a newer engine')[0]! }),
      ...(said('differs in Chromium')[0] && { Chromium: said('differs in Chromium')[0]! }),
      ...(said('differs in Firefox')[0] && { Firefox: said('differs in Firefox')[0]! }),
      ...(said('differs in WebKit')[0] && { WebKit: said('differs in WebKit')[0]! }),
    },
  }
}

/** What is compared: of all that is printed only the process's own number may differ. */
export function comparable(outcome: Outcome, { ignoresLoaderFrames }: ParityProgram): Outcome {
  const withoutPid = (text: string) => text.replace(/\(node:\d+\)/g, '(node:PID)')
  const frames = ignoresLoaderFrames ? /^ {4}at .*node:internal\/(?:modules|main)\/.*\n/gm : /$^/
  return { ...outcome, stdout: withoutPid(outcome.stdout), stderr: withoutPid(outcome.stderr).replace(frames, '') }
}
