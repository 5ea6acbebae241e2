import type { WebContainer } from '@webcontainer/api'
import { ContainerError } from './container-error.ts'

/** What is used of a WebContainer. */
export type Container = Pick<WebContainer, 'mount' | 'spawn' | 'fs'>

/** Without a network, or where something blocks it, the API never settles. */
const BOOT_WITHIN_MS = 30_000

export interface ContainerBootOptions {
  /** Asks for one; may never settle. */
  boot?: () => Promise<Container>
  isOnline?: () => boolean
  isIsolated?: () => boolean
  withinMs?: number
}

/** The one WebContainer that a page may have, booted when it is first wanted. */
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

  /** Throws a `ContainerError` when there is none. One that is late is taken by the next who asks: the API boots no second one beside it. */
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

/** Everything of another site begins here: nobody gets here who has not switched it on. */
async function bootFromElsewhere(): Promise<Container> {
  const { configureAPIKey, WebContainer } = await import('@webcontainer/api')
  // A site that StackBlitz has licensed is built with its key.
  const key: string | undefined = import.meta.env.PUBLIC_WEBCONTAINER_KEY
  if (key) configureAPIKey(key)
  return WebContainer.boot({ coep: 'require-corp', workdirName: 'ackademy' })
}
