import { ADD_ON_MODULES } from './add-ons.ts'

/** Names by which a program asks for a module of an add-on. */
const MODULES = Object.values<readonly string[]>(ADD_ON_MODULES)
  .flat()
  .filter((id) => !id.startsWith('internal/'))

/** Globals, methods and options whose code is in an add-on, and whatever begins or ends with them. */
const OTHERS = [
  // Parts of modules that are there: the rest of fs, of streams, of util.
  ...[
    'fs',
    'cluster',
    'stdin',
    'matchesGlob',
    'duplexify',
    'Duplex',
    'iter',
    'isDeepStrictEqual',
    'parseArgs',
    'diff',
    'finalization',
    'locks',
  ],
  ...['clear', 'clearLine', 'clearScreenDown', 'cursorTo', 'moveCursor', 'transferable\\w*', 'structuredClone'],
  // Beside Node's own.
  'ackademy:sockets',
  // Of the Web.
  ...[
    'fetch',
    'Headers',
    'Request',
    'Response',
    'FormData',
    'EventSource',
    'CloseEvent',
    'Blob',
    'File',
    '\\w*Web\\w*',
  ],
  ...['\\w*Channel', 'MessagePort', 'MessageEvent', '\\w*Stream', '\\w*QueuingStrategy', 'TextDecoder'],
  ...['crypto', 'Crypto\\w*', 'SubtleCrypto'],
  // Whatever can make a name of something else.
  ...[
    'eval',
    'Function',
    'getBuiltinModule',
    'createRequire',
    '_load',
    '_compile',
    'globalThis\\s*\\[',
    'process\\s*\\[',
    'navigator\\s*\\[',
    'execArgv',
  ],
]
const NAMES = new RegExp(`(?<![\\w$])(?:node:)?(?:${[...MODULES, ...OTHERS].join('|')})(?![\\w$])`)
/** A module whose name is computed. */
const COMPUTED = /\b(?:require|import)\s*\(\s*(?!(['"`])[^'"`$\\]*\1\s*[,)])/

/**
 * Whether a program may come to ask for an add-on, as far as its text tells. Errs on the safe side: of a text for which this is false none of its
 * ways leads to one.
 */
export function mayUseAddOns(text: string): boolean {
  return NAMES.test(text) || COMPUTED.test(text)
}
