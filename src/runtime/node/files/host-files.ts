import type { Clock, RandomStream } from '../../network/index.ts'
import { FileBudget, type FileLimits } from './budget.ts'
import { OpenFlag } from './constants.ts'
import { memoryDevices } from './devices.ts'
import { FileSystem, ROOT, USER } from './file-system.ts'
import { FileView } from './file-view.ts'
import type { Credentials } from './inode.ts'
import { type MountSource, mountedFileSystem } from './mounted.ts'
import { addName, makeDirectory } from './names.ts'
import { Namespace } from './namespace.ts'
import { openPath } from './open.ts'
import { type Timespec, timespecAt } from './times.ts'

export interface HostFilesOptions {
  now: () => Timespec
  random: RandomStream
  limits: FileLimits
  /** What all hosts of the world share. */
  budget: FileBudget
}

const PIECE = 1 << 20
const FIRST_DEVICE = 0x801
const PSEUDO_DEVICE = 5

/** Folders of a host, with their owners; a program's own files and its temporary ones are the user's. */
const FOLDERS: [path: string, mode: number, owner: Credentials][] = [
  ['/bin', 0o755, ROOT],
  ['/dev', 0o755, ROOT],
  ['/etc', 0o755, ROOT],
  ['/home', 0o755, ROOT],
  ['/home/user', 0o755, USER],
  ['/root', 0o755, USER],
  ['/run', 0o777, ROOT],
  ['/tmp', 0o1777, ROOT],
  ['/usr', 0o755, ROOT],
  ['/usr/local', 0o755, ROOT],
  ['/usr/local/bin', 0o755, ROOT],
  ['/var', 0o755, ROOT],
  ['/var/tmp', 0o1777, ROOT],
  ['/work', 0o755, USER],
]

/** The files of one host: a root in memory, devices, and whatever is mounted. */
export class HostFiles {
  readonly namespace: Namespace
  /** Text files that programs brought along, as they were put. */
  readonly installed = new Map<string, string>()
  readonly #options: HostFilesOptions
  readonly #budget: FileBudget
  #devices = FIRST_DEVICE

  constructor(options: HostFilesOptions, namespace?: Namespace) {
    this.#options = options
    this.#budget = new FileBudget(options.limits, options.budget)
    const { now } = options
    this.namespace = namespace ?? new Namespace(new FileSystem({ device: FIRST_DEVICE, now, budget: this.#budget }))
    const root = this.view(ROOT)
    root.umask = 0
    for (const [path, mode, owner] of FOLDERS) {
      makeDirectory(root, path, mode)
      this.#own(path, owner)
    }
    this.#makeDevices(root)
  }

  view(credentials: Credentials = USER): FileView {
    return new FileView(this.namespace, credentials)
  }

  /** Shows `source` at `path`, whose folders are made. */
  mount(path: string, source: MountSource): void {
    const point = this.#folder(path)
    const options = { device: ++this.#devices, now: this.#options.now, budget: this.#budget }
    this.namespace.mount(point, mountedFileSystem(source, options))
  }

  /** Puts a file of the user's there, with the folders that it needs. Throws when there is no room for it. */
  install(path: string, bytes: Uint8Array, owner: Credentials = USER): void {
    const slash = path.lastIndexOf('/')
    if (slash > 0) this.#folder(path.slice(0, slash))
    const view = this.view(ROOT)
    const file = openPath(view, path, OpenFlag.WRONLY | OpenFlag.CREAT | OpenFlag.TRUNC, 0o644)
    if (typeof file === 'number') throw new Error(`${path} cannot be put on the host: errno ${-file}`)
    for (let at = 0; at < bytes.length; ) {
      const written = file.write(bytes.subarray(at, at + PIECE), -1)
      if (written < 0) throw new Error(`${path} cannot be put on the host: errno ${-written}`)
      at += written
    }
    file.inode.uid = owner.uid
    file.inode.gid = owner.gid
    file.close()
  }

  #folder(path: string) {
    const view = this.view(ROOT)
    view.umask = 0o022
    let at = ''
    for (const name of path.split('/').filter((part) => part !== '')) {
      at += `/${name}`
      if (makeDirectory(view, at, 0o755) === 0) this.#own(at, USER)
    }
    const inode = view.find(path, true)
    if (typeof inode === 'number') throw new Error(`${path} cannot be made on the host: errno ${-inode}`)
    return inode
  }

  #own(path: string, { uid, gid }: Credentials): void {
    const inode = this.view(ROOT).find(path, true)
    if (typeof inode === 'number') return
    inode.uid = uid
    inode.gid = gid
  }

  #makeDevices(view: FileView): void {
    const directory = view.find('/dev', true)
    if (typeof directory === 'number') return
    const fileSystem = new FileSystem({ device: PSEUDO_DEVICE, now: this.#options.now, budget: this.#budget })
    this.namespace.mount(directory, fileSystem)
    for (const [name, device] of Object.entries(memoryDevices(this.#options.random))) {
      const inode = fileSystem.create({ kind: 'device', device }, 0o666, ROOT)
      if (typeof inode !== 'number') addName(fileSystem.root, name, inode)
    }
  }
}

/** The time of a world's clock as files have it. */
export function fileClock(clock: Clock, epochMs: number): () => Timespec {
  return () => timespecAt(epochMs, clock.now)
}
