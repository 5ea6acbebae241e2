import type { FileSystemTree, WebContainerProcess } from '@webcontainer/api'
import type { Container } from './container-boot.ts'
import { ContainerError } from './container-error.ts'

export interface GraderFiles {
  /** `ackademy` in one file. */
  program: string
  /** The exercise as the site publishes it for Check. */
  exercise: string
  submission: Readonly<Record<string, string>>
}

export interface GraderLimits {
  /** Real milliseconds without output: a program that never returns holds up everything after it. */
  silentMs: number
  wholeMs: number
}

const LIMITS: GraderLimits = { silentMs: 60_000, wholeMs: 600_000 }
const [WORK, ANSWER] = ['work', 'answer.json']
const ARGS = ['ackademy.mjs', 'grade', 'exercise.json', WORK, '--backend', 'simulated', '--answer', ANSWER]
/** Milliseconds to wait for the rest of the output after the process has ended. */
const LAST_WORDS_MS = 2_000

/** Grades in a WebContainer: mounts command, exercise and files, and runs `ackademy grade`. One at a time. */
export class ContainerGrader {
  readonly #container: Container
  readonly #limits: GraderLimits
  #process: WebContainerProcess | null = null
  #isStopped = false

  constructor(container: Container, limits: GraderLimits = LIMITS) {
    this.#container = container
    this.#limits = limits
  }

  /**
   * Returns the command's answer; null if it was stopped or reported (status 2) why it cannot grade. Throws a
   * `ContainerError` at a limit.
   */
  async grade(files: GraderFiles, onOutput: (text: string) => void): Promise<string | null> {
    const { fs } = this.#container
    for (const name of [WORK, ANSWER]) await fs.rm(name, { recursive: true, force: true })
    await this.#container.mount(treeOf(files))
    if (this.#isStopped) return null
    const process = await this.#container.spawn('node', ARGS, { env: { NO_COLOR: '1' } })
    this.#process = process
    const status = await this.#watch(process, onOutput)
    return this.#isStopped || status > 1 ? null : fs.readFile(ANSWER, 'utf8')
  }

  stop(): void {
    this.#isStopped = true
    this.#process?.kill()
  }

  async #watch(process: WebContainerProcess, onOutput: (text: string) => void): Promise<number> {
    const { silentMs, wholeMs } = this.#limits
    let passed: (error: ContainerError) => void = () => {}
    const limit = new Promise<never>((_, reject) => {
      passed = reject
    })
    const alarm = (ms: number, error: ContainerError) => setTimeout(() => passed(error), ms)
    const whole = alarm(wholeMs, new ContainerError('too-long'))
    let silence = alarm(silentMs, new ContainerError('silent'))
    const heard = process.output.pipeTo(
      new WritableStream({
        write(text) {
          clearTimeout(silence)
          silence = alarm(silentMs, new ContainerError('silent'))
          // The output is meant for a terminal.
          onOutput(text.replaceAll('\r\n', '\n'))
        },
      }),
    )
    try {
      const status = await Promise.race([process.exit, limit])
      await Promise.race([heard.catch(() => {}), new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS))])
      return status
    } catch (error) {
      process.kill()
      throw error
    } finally {
      clearTimeout(whole)
      clearTimeout(silence)
    }
  }
}

function treeOf({ program, exercise, submission }: GraderFiles): FileSystemTree {
  const work: FileSystemTree = {}
  for (const [path, contents] of Object.entries(submission)) {
    const folders = path.split('/')
    const name = folders.pop()!
    const folder = folders.reduce((tree, step) => {
      tree[step] ??= { directory: {} }
      return (tree[step] as { directory: FileSystemTree }).directory
    }, work)
    folder[name] = { file: { contents } }
  }
  return {
    'ackademy.mjs': { file: { contents: program } },
    'exercise.json': { file: { contents: exercise } },
    [WORK]: { directory: work },
  }
}
