import type { Loop } from './loop.ts'
import type { Any } from './types.ts'

/** A libuv handle as the list of active resources sees it. */
export interface ListedHandle {
  /** uv_has_ref: whether it keeps the process alive while it waits for something. */
  readonly listed: boolean
  readonly wrap: object
}

/** A resource's name in the list, by its provider: MemoryInfoName in C++. */
const NAMES: Readonly<Record<string, string>> = {
  TCPWRAP: 'TCPSocketWrap',
  TCPSERVERWRAP: 'TCPServerWrap',
  PIPEWRAP: 'PipeWrap',
  PIPESERVERWRAP: 'PipeWrap',
  TTYWRAP: 'TTYWrap',
  UDPWRAP: 'UDPWrap',
  PROCESSWRAP: 'ProcessWrap',
  SIGNALWRAP: 'SignalWrap',
  FSEVENTWRAP: 'FSEventWrap',
  STATWATCHER: 'StatWatcher',
  MESSAGEPORT: 'MessagePort',
  FSREQCALLBACK: 'FSReqCallback',
  FSREQPROMISE: 'FSReqPromise',
  GETADDRINFOREQWRAP: 'GetAddrInfoReqWrap',
  GETNAMEINFOREQWRAP: 'GetNameInfoReqWrap',
  TCPCONNECTWRAP: 'ConnectWrap',
  PIPECONNECTWRAP: 'ConnectWrap',
  WRITEWRAP: 'SimpleWriteWrap',
}

/** Process functions that the list needs. */
interface Process {
  readonly loop: Pick<Loop, 'immediateInfo' | 'timeoutInfo'>
  readonly symbols: Readonly<Record<string, symbol>>
}

/** Active resources of a process, in order of creation: Environment's queues of handles and of requests. */
export class ActiveResources {
  readonly #realm: Process
  /** Open handles, and those that are closing. */
  readonly handles = new Set<ListedHandle>()
  readonly requests = new Set<object>()

  constructor(realm: Process) {
    this.#realm = realm
  }

  /** `process._getActiveHandles()`: the library's objects on top of the handles. */
  owners(): unknown[] {
    return this.#referenced().map((handle: Any) => handle[this.#realm.symbols.owner_symbol!] ?? handle)
  }

  /** `process.getActiveResourcesInfo()`: requests, handles, timers, immediates. */
  names(providerOf: (wrap: object) => string): string[] {
    const nameOf = (wrap: object): string => NAMES[providerOf(wrap)] ?? providerOf(wrap)
    const { immediateInfo, timeoutInfo } = this.#realm.loop
    const [, referencedImmediates = 0] = immediateInfo
    return [
      ...[...this.requests].map(nameOf),
      ...this.#referenced().map(nameOf),
      ...new Array(timeoutInfo[0]!).fill('Timeout'),
      ...new Array(referencedImmediates).fill('Immediate'),
    ]
  }

  #referenced(): object[] {
    return [...this.handles].filter(({ listed }) => listed).map(({ wrap }) => wrap)
  }
}
