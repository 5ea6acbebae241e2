import type { FileSystemTree, WebContainer, WebContainerProcess } from '@webcontainer/api'
import { describe, expect, test } from 'vitest'
import { ContainerBoot } from './container-boot.ts'
import { ContainerError } from './container-error.ts'
import { ContainerGrader } from './container-grader.ts'

/** Script of a stand-in process: its output, and its exit status if it ends. */
interface Play {
  says?: string[]
  exit?: number
  answer?: string
}

/** Implements the API's types: records requests and plays back answers. */
class StandIn {
  readonly asked: string[] = []
  mounted: FileSystemTree = {}
  readonly #play: Play
  readonly fs: WebContainer['fs']

  constructor(play: Play) {
    this.#play = play
    const asked = (text: string) => this.asked.push(text)
    this.fs = {
      rm: async (path: string) => void asked(`rm ${path}`),
      readFile: async (path: string) => {
        asked(`read ${path}`)
        return play.answer ?? ''
      },
    } as unknown as WebContainer['fs']
  }

  async mount(tree: FileSystemTree | Uint8Array | ArrayBuffer): Promise<void> {
    this.mounted = tree as FileSystemTree
  }

  async spawn(command: string, args?: unknown): Promise<WebContainerProcess> {
    this.asked.push([command, ...(args as string[])].join(' '))
    const { says = [], exit } = this.#play
    return {
      exit: exit === undefined ? new Promise(() => {}) : Promise.resolve(exit),
      output: new ReadableStream({
        start(controller) {
          for (const text of says) controller.enqueue(text)
          if (exit !== undefined) controller.close()
        },
      }),
      input: new WritableStream(),
      kill: () => this.asked.push('kill'),
      resize: () => {},
    }
  }
}

const FILES = { program: 'P', exercise: '{}', submission: { 'server.ts': 'S', 'lib/lines.ts': 'L' } }
const QUICK = { silentMs: 30, wholeMs: 60 }

describe('grading in a container', () => {
  test('mounts command, exercise and files, and runs ackademy grade on them', async () => {
    const container = new StandIn({ says: ['✓ v1\r\n', '✓ v2\r\n'], exit: 0, answer: '{"report":1}' })
    const heard: string[] = []
    expect(await new ContainerGrader(container).grade(FILES, (text) => heard.push(text))).toBe('{"report":1}')
    expect(heard).toEqual(['✓ v1\n', '✓ v2\n'])
    expect(container.mounted).toEqual({
      'ackademy.mjs': { file: { contents: 'P' } },
      'exercise.json': { file: { contents: '{}' } },
      work: {
        directory: {
          'server.ts': { file: { contents: 'S' } },
          lib: { directory: { 'lines.ts': { file: { contents: 'L' } } } },
        },
      },
    })
    expect(container.asked).toEqual([
      'rm work',
      'rm answer.json',
      'node ackademy.mjs grade exercise.json work --backend simulated --answer answer.json',
      'read answer.json',
    ])
  })

  test('reads an answer when tests failed (status 1), and none when grading was impossible (2)', async () => {
    expect(await new ContainerGrader(new StandIn({ exit: 1, answer: 'A' })).grade(FILES, () => {})).toBe('A')
    expect(await new ContainerGrader(new StandIn({ exit: 2, answer: 'A' })).grade(FILES, () => {})).toBe(null)
  })

  test('kills a process without output at the time limit', async () => {
    const container = new StandIn({ says: ['begun'] })
    const error = await new ContainerGrader(container, QUICK).grade(FILES, () => {}).catch((thrown) => thrown)
    expect(error).toEqual(new ContainerError('silent'))
    expect(container.asked.at(-1)).toBe('kill')
  })

  test('kills a process that never ends, even if it keeps printing', async () => {
    const container = new StandIn({})
    const limits = { silentMs: 1000, wholeMs: 30 }
    await expect(new ContainerGrader(container, limits).grade(FILES, () => {})).rejects.toThrow('too-long')
    expect(container.asked.at(-1)).toBe('kill')
  })

  test('stops on request, without an answer', async () => {
    const ended = Promise.withResolvers<number>()
    const container = new StandIn({})
    const { spawn } = container
    container.spawn = async (...args) => {
      const process = { ...(await spawn.apply(container, args)), exit: ended.promise, kill: () => ended.resolve(143) }
      setTimeout(() => grader.stop())
      return process
    }
    const grader = new ContainerGrader(container)
    expect(await grader.grade(FILES, () => {})).toBe(null)
  })
})

describe('booting a container', () => {
  const here = { isOnline: () => true, isIsolated: () => true, withinMs: 30 }
  const troubleOf = (boot: ContainerBoot) => boot.take().catch((error: ContainerError) => [error.trouble, error.why])

  test('does not call the API on a page that is not isolated, or without a network', async () => {
    const boot = () => expect.unreachable() as never
    expect(await troubleOf(new ContainerBoot({ ...here, boot, isIsolated: () => false }))).toEqual(['not-isolated', ''])
    expect(await troubleOf(new ContainerBoot({ ...here, boot, isOnline: () => false }))).toEqual(['offline', ''])
  })

  test('reports that nothing answers, and uses a container that boots late', async () => {
    const late = Promise.withResolvers<StandIn>()
    let asked = 0
    const ask = async () => {
      asked++
      return late.promise
    }
    const boot = new ContainerBoot({ ...here, boot: ask })
    expect(await troubleOf(boot)).toEqual(['no-answer', ''])
    const container = new StandIn({})
    late.resolve(container)
    expect(await boot.take()).toBe(container)
    expect(await boot.take()).toBe(container)
    expect(asked).toBe(1)
  })

  test('reports why booting was refused, and can try again', async () => {
    const container = new StandIn({})
    const answers = [Promise.reject(new Error('no licence for this host')), Promise.resolve(container)]
    const boot = new ContainerBoot({ ...here, boot: () => answers.shift()! })
    expect(await troubleOf(boot)).toEqual(['refused', 'no licence for this host'])
    expect(await boot.take()).toBe(container)
  })
})
