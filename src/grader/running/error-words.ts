/** An uncaught error, as Node printed it. */
interface PrintedError {
  name: string
  message: string
  code?: string
}

type Words = string | ((...groups: string[]) => string)

/** Meanings that hold in every program: V8's messages, and the codes of Node and of the kernel. */
const BY_CODE: Readonly<Record<string, string>> = {
  ECONNRESET: 'The other side reset the connection (RST), and nothing in the program handled the error.',
  EPIPE: 'The program wrote to a connection that was already closed, and nothing in it handled the error.',
  ECONNREFUSED: 'The other side refused the connection (RST), and nothing in the program handled the error.',
  EADDRINUSE: 'Another socket already uses that address and port.',
  ETIMEDOUT: 'The other side did not answer in time, and nothing in the program handled the error.',
  ERR_STREAM_WRITE_AFTER_END: 'The program wrote to a stream on which it had already called end().',
  ERR_STREAM_DESTROYED: 'The program used a stream that was already destroyed.',
  ERR_SERVER_NOT_RUNNING: 'The program closed a server that was not listening.',
  ERR_SERVER_ALREADY_LISTEN: 'The program called listen() on a server that was already listening.',
  ERR_UNHANDLED_REJECTION: 'A promise was rejected, and nothing caught it.',
  ERR_SOCKET_DGRAM_NOT_RUNNING: 'The program used a UDP socket that was already closed.',
}
/** `read ECONNRESET`: the kernel's errors as Node words them; a program may give its own errors the same codes. */
const BY_KERNEL = /^(?:read|write|connect|bind|listen|send|shutdown) E[A-Z]+\b/
const BY_MESSAGE: readonly (readonly [RegExp, Words])[] = [
  [
    /^Cannot read properties of (undefined|null) \(reading '(.+)'\)$/,
    (what, name) => `The value before .${name} was ${what} here, and ${what} has no properties.`,
  ],
  [
    /^Cannot set properties of (undefined|null) \(setting '(.+)'\)$/,
    (what, name) => `The value before .${name} was ${what} here, and ${what} has no properties.`,
  ],
  [/^(.+) is not defined$/, (name) => `No variable ${name} can be seen from here.`],
  [/^Cannot access '(.+)' before initialization$/, (name) => `This line ran before the one that declares ${name}.`],
  [/^Assignment to constant variable\.$/, 'A variable that was declared with const was assigned to.'],
  [/^(.+) is not a function$/, (what) => `${what} was called, and its value here is no function.`],
  [
    /^(.+) is not iterable/,
    (what) => `${what} was used as a list (for … of, spread, destructuring), and it is not one.`,
  ],
  [/^Maximum call stack size exceeded$/, 'Functions called each other until the stack was full.'],
  [/^Invalid array length$/, 'An array was given a length that no array can have.'],
]

/** Explains in one sentence why an error was thrown, if its code or its words leave no doubt; null otherwise. */
export function whyOf({ message, code, name }: PrintedError): string | null {
  const known = code === undefined ? undefined : BY_CODE[code]
  if (known !== undefined && (code!.startsWith('ERR_') || BY_KERNEL.test(message))) return known
  if (!/^(?:Type|Reference|Range)Error$/.test(name)) return null
  for (const [pattern, words] of BY_MESSAGE) {
    const match = pattern.exec(message)
    if (match) return typeof words === 'string' ? words : words(...match.slice(1))
  }
  return null
}
