import type { WebContainer } from '@webcontainer/api'
import { ContainerError } from './container-error.ts'

/** The part of the WebContainer API in use. */
export type Container = Pick<WebContainer, 'mount' | 'spawn' | 'fs'>

/** Milliseconds to wait: without a network, or behind a filter, the API never settles. */
const BOOT_WITHIN_MS = 30_000

export interface ContainerBootOptions {
  /** Boots a container; may never settle. */
  boot?: () => Promise<Container>
  isOnline?: () => boolean
  isIsolated?: () => boolean
  withinMs?: number
}

/** The page's only WebContainer, booted on first use. */
export class ContainerBoot {
  readonly #boot: () => Promise<Container>
  readonly #isOnline: () => boolean
  readonly #isIsolated: () => boolean
  readonly #withinMs: number
  #asked: Promise<Container> | null = null

  constructor(options: ContainerBootOptions = {}) {
    this.#boot = options.boot ?? bootFromElsewhere
    this.#isOnline = options.isOnline ?? (() => navigator.onLine)
    this.#isIsolated = options.isIsolated ?? (() => crossOriginIsolated)
    this.#withinMs = options.withinMs ?? BOOT_WITHIN_MS
  }

  /**
   * Throws a `ContainerError` if there is none. A late container serves the next caller: the API does not boot a second
   * one.
   */
  async take(): Promise<Container> {
    if (!this.#isIsolated()) throw new ContainerError('not-isolated')
    if (!this.#asked && !this.#isOnline()) throw new ContainerError('offline')
    this.#asked ??= this.#boot()
    const asked = this.#asked
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ContainerError('no-answer')), this.#withinMs)
    })
    try {
      return await Promise.race([asked, late])
    } catch (error) {
      if (error instanceof ContainerError) throw error
      this.#asked = null
      throw new ContainerError('refused', error instanceof Error ? error.message : String(error))
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Loads code from another site. Reached only after the learner has switched it on. */
async function bootFromElsewhere(): Promise<Container> {
  const { configureAPIKey, WebContainer } = await import('@webcontainer/api')
  // A site licensed by StackBlitz is built with its key.
  const key: string | undefined = import.meta.env.PUBLIC_WEBCONTAINER_KEY
  if (key) configureAPIKey(key)
  return WebContainer.boot({ coep: 'require-corp', workdirName: 'ackademy' })
}
