import { describe, expect, expectTypeOf, test } from 'vitest'
import { isLabError, type Lab, LabError, type Remote, type TcpPeer } from './index.ts'

interface Socket {
  ask(text: string): Promise<string>
}
interface Pooled {
  acquire(): Promise<Socket>
  release(socket: Socket, options?: { broken?: boolean }): void
}
interface Module {
  Pool: new (size: number) => Pooled
  read(): Uint8Array | null
  version: string
}

describe('a loaded module, to the compiler,', () => {
  type Loaded = Remote<Module>
  type Pool = Awaited<ReturnType<Loaded['Pool']['create']>>

  test('has its functions as asynchronous ones and its classes with create', () => {
    expectTypeOf<Awaited<ReturnType<Loaded['read']>>>().toEqualTypeOf<Uint8Array | null>()
    expectTypeOf<Parameters<Loaded['Pool']['create']>>().toEqualTypeOf<[size: number]>()
  })

  test('gives objects with methods as remote ones, and takes them back', () => {
    type RemoteSocket = Awaited<ReturnType<Pool['acquire']>>
    expectTypeOf<Awaited<ReturnType<RemoteSocket['ask']>>>().toEqualTypeOf<string>()
    expectTypeOf<Parameters<Pool['release']>[0]>().toEqualTypeOf<Remote<Socket>>()
  })

  test('has no values that are not functions', () => {
    expectTypeOf<'version' extends keyof Loaded ? true : false>().toEqualTypeOf<false>()
  })
})

/** Calls that the compiler must reject; never run. */
export async function refused(lab: Lab, peer: TcpPeer, pool: Remote<Pooled>): Promise<void> {
  // @ts-expect-error a duration needs a unit
  await lab.clock.advance('200')
  // @ts-expect-error functions do not cross
  await peer.line({ within: '1s', match: (line: string) => line === 'x' })
  // @ts-expect-error misspelled option of the module
  await pool.release(await pool.acquire(), { brokn: true })
  // @ts-expect-error a rule's action is one of a list
  await lab.link('a', 'b').rule({ filter: 'tcp', action: 'loose' })
}

describe('a LabError', () => {
  const data = { code: 'EXITED', expected: 'a line', seen: 'nothing', at: 1.5, packets: [3] } as const
  const process = { name: 'server.ts', exit: { code: 1, signal: null, at: 1 }, stderr: 'Error: boom\n' }

  test('is a sentence, with what the program said', () => {
    expect(new LabError({ ...data, packets: [3], process }).message).toBe(
      'EXITED: expected a line, but saw nothing\nserver.ts said:\nError: boom',
    )
  })

  test('becomes data and an error again', () => {
    const error = new LabError({ ...data, packets: [3], process })
    expect(new LabError(structuredClone(error.toData()))).toEqual(error)
    expect(isLabError(error)).toBe(true)
    expect(isLabError(new Error('EXITED'))).toBe(false)
  })
})
