/**
 * The page that `@webcontainer/api` frames, as far as this side of it goes: it speaks the protocol of the API's own library (Comlink over a port that it
 * hands to its parent), and leaves files and processes to the test, which has a real Node. Runs in the browser.
 */

/** What the test gives this page: files and processes of a folder of its own. */
export interface Outside {
  (ask: { kind: 'mount'; tree: InternalTree; under: string }): Promise<void>
  (ask: { kind: 'remove'; path: string }): Promise<void>
  (ask: { kind: 'read'; path: string }): Promise<string>
  (ask: { kind: 'run'; command: string; args: string[] }): Promise<number>
  /** What a process has written since; null at its end. */
  (ask: { kind: 'hear'; process: number }): Promise<string | null>
  (ask: { kind: 'end'; process: number }): Promise<number>
  (ask: { kind: 'kill'; process: number }): Promise<void>
}

/** Folders (`d`) and files (`f`) with their contents (`c`), as the library sends them. */
export interface InternalTree {
  d?: Record<string, InternalTree>
  f?: { c: string }
}

interface Comlink {
  expose: (object: unknown, port: MessagePort) => void
  proxy: <T>(object: T) => T
}

export function headless({ expose, proxy }: Comlink, outside: Outside): void {
  const run = async (
    { command, args }: { command: string; args: string[] },
    _stdout: unknown,
    _stderr: unknown,
    output?: (bytes: Uint8Array | null) => Promise<void>,
  ) => {
    const process = await outside({ kind: 'run', command, args })
    const heard = (async () => {
      for (;;) {
        const text = await outside({ kind: 'hear', process })
        await output?.(text === null ? null : new TextEncoder().encode(text))
        if (text === null) return
      }
    })()
    return proxy({
      onExit: heard.then(() => outside({ kind: 'end', process })),
      kill: () => outside({ kind: 'kill', process }),
      write: async () => {},
      resize: () => {},
    })
  }
  const fs = {
    rm: (path: string) => outside({ kind: 'remove', path }),
    readFile: (path: string) => outside({ kind: 'read', path }),
  }
  const instance = {
    run,
    fs: () => proxy(fs),
    previewScript: () => proxy({}),
    runtimeInfo: () => ({ path: '/usr/bin', cwd: '/home/ackademy' }),
    loadFiles: (payload: Uint8Array, { mountPoints = '' }: { mountPoints?: string }) =>
      outside({ kind: 'mount', tree: JSON.parse(new TextDecoder().decode(payload)), under: mountPoints }),
    teardown: async () => {},
  }
  const { port1, port2 } = new MessageChannel()
  expose({ build: async () => proxy(instance) }, port1)
  parent.postMessage({ type: 'init' }, '*', [port2])
}
