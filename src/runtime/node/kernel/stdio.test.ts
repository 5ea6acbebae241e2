import { describe, expect, test } from 'vitest'
import { EventType, Op } from '../syscalls/index.ts'
import { IN } from './echo.fixture.ts'
import { bareWorld, decode, encode } from './scripted.fixture.ts'

describe('standard input and output', () => {
  test('output is kept as text, and told as it comes', async () => {
    const world = bareWorld()
    const told: string[] = []
    const process = world.start((_, sys) => {
      sys.print('one ')
      sys.post(Op.send, 2, 0, 0, '', encode('two'))
    })
    process.onOutput = (fd, bytes) => told.push(`${fd} ${decode(bytes)}`)
    await world.run()
    expect([process.stdout, process.stderr, told]).toEqual(['one ', 'two', ['1 one ', '2 two']])
  })

  test('output is text however it is cut into pieces, also within a character', async () => {
    const world = bareWorld()
    const text = 'naïve – 日本語 🎉 '.repeat(2_000)
    const bytes = encode(text)
    const process = world.start((_, sys) => {
      for (let at = 0, size = 1; at < bytes.length; at += size, size = ((size * 7) % 11_003) + 1) {
        sys.post(Op.send, 1, 0, 0, '', bytes.subarray(at, at + size))
      }
    })
    await world.run()
    expect(process.stdout).toBe(text)
  })

  test('a flood is cut at the limit, and one note on standard error says so', async () => {
    const world = bareWorld({ limits: { outputBytes: 10 } })
    const process = world.start((_, sys) => {
      for (let n = 0; n < 5; n++) sys.print('flood ')
    })
    await world.run()
    expect(process.stdout).toBe('flood floo')
    expect(process.stderr).toBe('\n[standard output cut here: more than 10 bytes]\n')
  })

  test('a flood of one stream takes nothing from the other', async () => {
    const world = bareWorld({ limits: { outputBytes: 10 } })
    const process = world.start((_, sys) => {
      for (let n = 0; n < 5; n++) sys.print('flood ')
      sys.post(Op.send, 2, 0, 0, '', encode('why it failed'))
    })
    await world.run()
    expect(process.stderr).toBe(
      '\n[standard output cut here: more than 10 bytes]\nwhy it fai\n[standard error cut here: more than 10 bytes]\n',
    )
  })

  test('a process that floods beyond what it may write at all is ended', async () => {
    const world = bareWorld({ limits: { outputBytes: 10, writtenBytes: 640 } })
    let prints = 0
    const process = world.start((_, sys) => {
      for (; prints < 100; prints++) sys.print('flood '.repeat(50))
    })
    await world.run()
    expect(process.exit).toMatchObject({
      signal: 'SIGKILL',
      reason: 'wrote more than 640 bytes, or more than 10 times, to its standard output and error',
    })
    expect(prints).toBeLessThan(5)
  })

  test('a process that floods in small pieces is ended by their number', async () => {
    const world = bareWorld({ limits: { writtenBytes: 640 } })
    let prints = 0
    const process = world.start((_, sys) => {
      for (; prints < 100; prints++) sys.print('.')
    })
    await world.run()
    expect(process.exit).toMatchObject({ signal: 'SIGKILL' })
    expect(prints).toBeLessThan(20)
  })

  test('input is pushed as it is written, then its end', async () => {
    const world = bareWorld()
    const process = world.start((event, sys) => {
      if (event.type === EventType.start) sys.post(Op.watch, 0, IN)
      else sys.print(event.bytes === null ? '(end)' : decode(event.bytes))
    })
    await world.run()
    process.write(encode('a'))
    process.write(encode('b'))
    await world.run()
    expect(process.stdout).toBe('ab')
    process.endInput()
    await world.run()
    expect(process.stdout).toBe('ab(end)')
  })
})
