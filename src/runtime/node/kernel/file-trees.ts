import { type Clock, type Host, RandomStream, WORLD_EPOCH_MS } from '#network'
import { COMMAND_NAMES } from '../commands/index.ts'
import {
  DEFAULT_FILE_LIMITS,
  FileBudget,
  type FileLimits,
  fileClock,
  HostFiles,
  type MountSource,
  WORLD_SHARE,
} from '../files/index.ts'

export interface FileOptions {
  /** Limits on the files of one host. */
  fileLimits?: Partial<FileLimits>
  /** Trees from outside of the world that every host shows, the ones further down in the tree after those above them. */
  mounts?: readonly { path: string; source: MountSource }[]
}

/** The files of a world's hosts, each host's made when it is first asked for. */
export class FileTrees {
  readonly #world: { readonly clock: Clock; readonly seed: number }
  readonly #trees = new Map<Host, HostFiles>()
  readonly #limits: FileLimits
  readonly #mounts: NonNullable<FileOptions['mounts']>
  readonly #budget: FileBudget

  constructor(world: { readonly clock: Clock; readonly seed: number }, { fileLimits, mounts = [] }: FileOptions) {
    this.#world = world
    this.#limits = { ...DEFAULT_FILE_LIMITS, ...fileLimits }
    this.#mounts = mounts
    const { bytes, inodes } = this.#limits
    this.#budget = new FileBudget({ bytes: bytes * WORLD_SHARE, inodes: inodes * WORLD_SHARE })
  }

  of(host: Host): HostFiles {
    const known = this.#trees.get(host)
    if (known !== undefined) return known
    const { clock, seed } = this.#world
    const files = new HostFiles({
      now: fileClock(clock, WORLD_EPOCH_MS),
      random: new RandomStream(seed, `files ${host.name}`),
      hostname: host.name,
      limits: this.#limits,
      budget: this.#budget,
      commands: COMMAND_NAMES,
    })
    this.#trees.set(host, files)
    for (const { path, source } of this.#mounts) files.mount(path, source)
    return files
  }
}
