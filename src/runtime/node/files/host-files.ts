import { type Clock, errnoName, type RandomStream } from '#network'
import { FileBudget, type FileLimits } from './budget.ts'
import { OpenFlag } from './constants.ts'
import { memoryDevices } from './devices.ts'
import { ShownText } from './file-content.ts'
import { FileSystem, ROOT, USER } from './file-system.ts'
import { FileView } from './file-view.ts'
import type { Credentials } from './inode.ts'
import { type MountSource, mountedFileSystem } from './mounted.ts'
import { addName, makeDirectory, makeSymlink } from './names.ts'
import { Namespace } from './namespace.ts'
import { openPath } from './open.ts'
import { type Timespec, timespecAt } from './times.ts'

export interface HostFilesOptions {
  now: () => Timespec
  random: RandomStream
  hostname: string
  limits: FileLimits
  /** State shared by all hosts of the world. */
  budget: FileBudget
  /** The programs in /usr/bin: behind its header the file of each has its name. */
  commands?: readonly string[]
}

const PIECE = 1 << 20
const FIRST_DEVICE = 0x801
const PSEUDO_DEVICE = 5
const PROC_DEVICE = 22
/** What a program's file begins with: there is nothing to run in it, but it is there and says what it would be. */
export const ELF_HEADER = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0)

/** Folders of a host, with their owners; a program's own files and its temporary ones are the user's. */
const FOLDERS: [path: string, mode: number, owner: Credentials][] = [
  ['/dev', 0o755, ROOT],
  ['/etc', 0o755, ROOT],
  ['/home', 0o755, ROOT],
  ['/home/user', 0o755, USER],
  ['/root', 0o755, USER],
  ['/run', 0o777, ROOT],
  ['/tmp', 0o1777, ROOT],
  ['/usr', 0o755, ROOT],
  ['/usr/bin', 0o755, ROOT],
  ['/usr/local', 0o755, ROOT],
  ['/usr/local/bin', 0o755, ROOT],
  ['/var', 0o755, ROOT],
  ['/var/tmp', 0o1777, ROOT],
  ['/work', 0o755, USER],
]

/** Error when a file cannot be put on a host. */
class FileProblem extends Error {
  readonly errno: number

  constructor(path: string, errno: number) {
    super(`${path} cannot be put on the host: ${errnoName(errno)}`)
    this.errno = errno
  }
}

/** The files of one host: a root in memory, devices, and whatever is mounted. */
export class HostFiles {
  readonly namespace: Namespace
  /** Files that programs brought along, as they were put. */
  readonly installed = new Map<string, string | Uint8Array>()
  readonly #options: HostFilesOptions
  readonly #budget: FileBudget
  #devices = FIRST_DEVICE

  constructor(options: HostFilesOptions, shared?: HostFiles) {
    this.#options = options
    this.#budget = shared === undefined ? new FileBudget(options.limits, options.budget) : shared.#budget
    const { now } = options
    this.namespace =
      shared?.namespace.copy() ?? new Namespace(new FileSystem({ device: FIRST_DEVICE, now, budget: this.#budget }))
    if (shared === undefined) this.#furnish()
  }

  #furnish(): void {
    const root = this.view(ROOT)
    root.umask = 0
    for (const [path, mode, owner] of FOLDERS) {
      makeDirectory(root, path, mode)
      this.#own(path, owner)
    }
    this.#makeDevices(root)
    this.#makeProc()
    makeSymlink(root, 'usr/bin', '/bin')
    this.install('/usr/local/bin/node', ELF_HEADER, ROOT, 0o755)
    for (const name of this.#options.commands ?? [])
      this.install(`/usr/bin/${name}`, Uint8Array.of(...ELF_HEADER, ...new TextEncoder().encode(name)), ROOT, 0o755)
  }

  view(credentials: Credentials = USER): FileView {
    return new FileView(this.namespace, credentials)
  }

  /** Returns the same host as seen by one program with its own folder at `path`. */
  apart(path: string): HostFiles {
    const apart = new HostFiles(this.#options, this)
    const options = { device: ++this.#devices, now: this.#options.now, budget: this.#budget, owner: USER }
    apart.namespace.mount(this.#folder(path), new FileSystem(options))
    return apart
  }

  /** Shows `source` at `path`, whose folders are made. */
  mount(path: string, source: MountSource): void {
    const point = this.#folder(path)
    const options = { device: ++this.#devices, now: this.#options.now, budget: this.#budget }
    this.namespace.mount(point, mountedFileSystem(source, options))
  }

  /** Puts a file of the user's there, with the folders that it needs. Throws when there is no room for it. */
  install(path: string, bytes: Uint8Array, owner: Credentials = USER, mode = 0o644): void {
    const slash = path.lastIndexOf('/')
    if (slash > 0) this.#folder(path.slice(0, slash))
    const view = this.view(ROOT)
    const file = openPath(view, path, OpenFlag.WRONLY | OpenFlag.CREAT | OpenFlag.TRUNC, mode)
    if (typeof file === 'number') throw new FileProblem(path, -file)
    for (let at = 0; at < bytes.length; ) {
      const written = file.write(bytes.subarray(at, at + PIECE), -1)
      if (written < 0) throw new FileProblem(path, -written)
      at += written
    }
    file.inode.uid = owner.uid
    file.inode.gid = owner.gid
    file.close()
  }

  /** Puts a file there as `install` does; 0 or -errno. */
  write(path: string, bytes: Uint8Array): number {
    try {
      this.install(path, bytes)
      return 0
    } catch (error) {
      if (error instanceof FileProblem) return -error.errno
      throw error
    }
  }

  /** A file's bytes, or -errno. For the world's driver: permissions are not checked. */
  read(path: string): Uint8Array | number {
    const file = openPath(this.view(ROOT), path, OpenFlag.RDONLY, 0)
    if (typeof file === 'number') return file
    const { body } = file.inode
    const bytes = file.read(body.kind === 'file' && body.content.size > 0 ? body.content.size : PIECE, 0)
    file.close()
    return bytes
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
    if (typeof inode === 'number') throw new FileProblem(path, -inode)
    return inode
  }

  #own(path: string, { uid, gid }: Credentials): void {
    const inode = this.view(ROOT).find(path, true)
    if (typeof inode === 'number') return
    inode.uid = uid
    inode.gid = gid
  }

  /** Makes the few files of proc(5) that programs read. */
  #makeProc(): void {
    const { now, hostname } = this.#options
    const fileSystem = new FileSystem({ device: PROC_DEVICE, now, budget: this.#budget, rootMode: 0o555 })
    this.namespace.mount(this.#folder('/proc'), fileSystem)
    const start = now().seconds
    const uptime = () => (now().seconds - start).toFixed(2)
    const texts: Record<string, () => string> = {
      '/proc/sys/kernel/hostname': () => `${hostname}\n`,
      '/proc/sys/kernel/osrelease': () => '6.1.0\n',
      '/proc/sys/kernel/ostype': () => 'Linux\n',
      '/proc/uptime': () => `${uptime()} ${uptime()}\n`,
      '/proc/version': () => 'Linux version 6.1.0 #1 SMP\n',
    }
    for (const [path, text] of Object.entries(texts)) {
      const slash = path.lastIndexOf('/')
      const inode = fileSystem.add({ kind: 'file', content: new ShownText(text) }, 0o444, ROOT)
      addName(this.#folder(path.slice(0, slash)), path.slice(slash + 1), inode)
    }
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
    const standard = ['stdin', 'stdout', 'stderr'].map((name, fd) => [name, `fd/${fd}`])
    for (const [name, target] of [['fd', '/proc/self/fd'], ...standard]) makeSymlink(view, target!, `/dev/${name}`)
  }
}

/** The time of a world's clock as files have it. */
export function fileClock(clock: Clock, epochMs: number): () => Timespec {
  return () => timespecAt(epochMs, clock.now)
}
