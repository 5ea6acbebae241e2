import { ADD_ON_MODULES } from './add-ons.ts'

/** Names by which a program loads a module of an add-on. */
const MODULES = Object.values<readonly string[]>(ADD_ON_MODULES)
  .flat()
  .filter((id) => !id.startsWith('internal/'))

/** Globals, methods and options whose code is in an add-on, and all names that begin or end with them. */
const OTHERS = [
  // Parts of modules that every process has: the rest of fs, of streams, of util.
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
  // Not Node's own.
  'ackademy:sockets',
  // Web APIs.
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
  // Code that can make names from other values.
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
 * Returns whether a program might use an add-on, judging by its text. Errs on the safe side: if this is false, no path through the program uses
 * one.
 */
export function mayUseAddOns(text: string): boolean {
  return NAMES.test(text) || COMPUTED.test(text)
}
