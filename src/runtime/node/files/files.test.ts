import { describe, expect, test } from 'vitest'
import { Errno, errnoName, RandomStream } from '#network'
import {
  FileBudget,
  type FileLimits,
  type FileView,
  HostFiles,
  type MountSource,
  makeDirectory,
  makeLink,
  makeSymlink,
  OpenFlag,
  openPath,
  ROOT,
  readLink,
  realPath,
  removeDirectory,
  removeFile,
  rename,
  type SourceEntry,
  statsOf,
  WatchEvent,
  WatchQueue,
} from './index.ts'

const { WRONLY, RDWR, CREAT, APPEND, TRUNC } = OpenFlag

function host(limits: Partial<FileLimits> = {}) {
  const all = { bytes: 1 << 20, inodes: 1000, ...limits }
  return new HostFiles({
    now: () => ({ seconds: 1_000_000, nanoseconds: 0 }),
    random: new RandomStream(1, 'files'),
    hostname: 'h',
    limits: all,
    budget: new FileBudget(all),
  })
}

const text = (bytes: Uint8Array | number) =>
  typeof bytes === 'number' ? errnoName(bytes) : new TextDecoder().decode(bytes)
const bytesOf = (content: string) => new TextEncoder().encode(content)

function open(view: FileView, path: string, flags: number) {
  const file = openPath(view, path, flags, 0o644)
  if (typeof file === 'number') throw new Error(errnoName(file))
  return file
}

describe('a file', () => {
  test('reads back what was written, holes as zeroes, and takes memory only for what was written', () => {
    const budget = { bytes: 1 << 20, inodes: 1000 }
    const view = host(budget).view()
    const file = open(view, '/work/sparse', RDWR | CREAT)
    expect(file.write(bytesOf('end'), 10_000_000_000)).toBe(3)
    expect(file.read(10, 9_999_999_995)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 101, 110, 100))
    expect(statsOf(file.inode).size).toBe(10_000_000_003)
    expect(file.write(bytesOf('x'), 2 ** 45)).toBe(-Errno.EFBIG)
  })

  test('that is open lives on without a name, and its memory comes back when it is closed', () => {
    const files = host({ bytes: 300_000 })
    const view = files.view()
    for (let round = 0; round < 20; round++) {
      const file = open(view, '/work/a', RDWR | CREAT)
      expect(file.write(new Uint8Array(200_000), 0)).toBe(200_000)
      expect(removeFile(view, '/work/a')).toBe(0)
      expect(file.read(1, 0)).toEqual(Uint8Array.of(0))
      file.close()
    }
  })

  test('is appended to wherever the position is', () => {
    const view = host().view()
    const file = open(view, '/work/log', WRONLY | CREAT | APPEND)
    file.write(bytesOf('a'), -1)
    open(view, '/work/log', WRONLY).write(bytesOf('bcd'), 0)
    file.write(bytesOf('e'), 0)
    expect(text(host().read('/nothing'))).toBe('ENOENT')
    expect(text(open(view, '/work/log', 0).read(9, 0))).toBe('bcde')
  })
})

describe('hostile programs', () => {
  test('get ENOSPC when the memory for contents is used up, and can go on after removing something', () => {
    const view = host({ bytes: 200_000 }).view()
    const file = open(view, '/work/big', RDWR | CREAT)
    let written = 0
    for (let taken = 1; taken > 0; written += Math.max(0, taken)) taken = file.write(new Uint8Array(65_536), written)
    expect(written).toBeLessThanOrEqual(200_000)
    expect(file.write(bytesOf('x'.repeat(65_536)), written)).toBe(-Errno.ENOSPC)
    file.truncate(0)
    expect(file.write(bytesOf('room again'), 0)).toBe(10)
  })

  test('cannot make a million files, names or links', () => {
    const view = host({ inodes: 500, bytes: 100_000 }).view()
    let made = 0
    while (makeDirectory(view, `/work/${made}`, 0o755) === 0) made++
    expect(made).toBeLessThan(500)
    expect(makeDirectory(view, '/work/one more', 0o755)).toBe(-Errno.ENOSPC)
    let links = 0
    const roomy = host({ bytes: 100_000 }).view()
    open(roomy, '/work/f', CREAT | WRONLY).close()
    while (makeLink(roomy, '/work/f', `/work/l${links}`) === 0) links++
    expect(links).toBeLessThan(2_000)
    expect(makeSymlink(roomy, 'x'.repeat(4_000), '/work/s')).toBe(-Errno.ENOSPC)
  })

  test('cannot nest folders without end, not by renaming either', () => {
    const view = host({ inodes: 20_000, bytes: 1 << 24 }).view()
    let depth = 0
    for (;;) {
      if (makeDirectory(view, 'd', 0o755) < 0) break
      view.cwd = view.find('d', true) as typeof view.cwd
      depth++
    }
    expect(depth).toBeLessThanOrEqual(4_096)
    expect(typeof view.namespace.pathOf(view.cwd)).toBe('string')
  })

  test('go round in no circle of links, and no folder comes to lie in itself', () => {
    const view = host().view()
    makeSymlink(view, 'b', '/work/a')
    makeSymlink(view, 'a', '/work/b')
    makeSymlink(view, 'self/x', '/work/self')
    expect(view.find('/work/a', true)).toBe(-Errno.ELOOP)
    expect(view.find('/work/self/y', true)).toBe(-Errno.ELOOP)
    makeDirectory(view, '/work/d', 0o755)
    makeDirectory(view, '/work/d/e', 0o755)
    expect(rename(view, '/work/d', '/work/d/e/d')).toBe(-Errno.EINVAL)
    expect(view.find('/'.repeat(4_096), true)).toBe(-Errno.ENAMETOOLONG)
    expect(view.find(`/work/${'n'.repeat(256)}`, true)).toBe(-Errno.ENAMETOOLONG)
    expect(view.find('/work\0/etc', true)).toBe(-Errno.ENOENT)
  })

  test('do not write where only root may, nor remove others’ files from /tmp', () => {
    const files = host()
    const view = files.view()
    files.install('/etc/passwd', bytesOf('root'), ROOT)
    files.install('/tmp/roots', bytesOf('x'), ROOT)
    expect(openPath(view, '/etc/passwd', WRONLY, 0)).toBe(-Errno.EACCES)
    expect(openPath(view, '/etc/new', WRONLY | CREAT, 0o644)).toBe(-Errno.EACCES)
    expect(removeFile(view, '/etc/passwd')).toBe(-Errno.EACCES)
    expect(removeFile(view, '/tmp/roots')).toBe(-Errno.EPERM)
    expect(rename(view, '/tmp/roots', '/tmp/mine')).toBe(-Errno.EPERM)
    expect(text(open(view, '/etc/passwd', 0).read(9, 0))).toBe('root')
  })
})

/** A tree in memory in place of a disk, which notes what is asked of it. */
function tree(files: Record<string, string | null>) {
  const asked: string[] = []
  const source: MountSource = {
    list(path) {
      asked.push(`list ${path}`)
      const prefix = path === '' ? '' : `${path}/`
      const names = new Set(
        Object.keys(files).flatMap((name) =>
          name.startsWith(prefix) ? [name.slice(prefix.length).split('/')[0]!] : [],
        ),
      )
      return [...names].map((name): [string, SourceEntry] => {
        const content = files[prefix + name]
        if (content === undefined) return [name, { kind: 'directory' }]
        if (content?.startsWith('->')) return [name, { kind: 'symlink', target: content.slice(2) }]
        return [name, { kind: 'file', size: content?.length ?? 0, executable: false }]
      })
    },
    read(path, position, length) {
      asked.push(`read ${path}`)
      return bytesOf(files[path] ?? '').slice(position, position + length)
    },
  }
  return { source, asked }
}

describe('a mounted tree', () => {
  test('is read only where something is asked for', () => {
    const files = host()
    const { source, asked } = tree({
      'a.js': 'one',
      'node_modules/big/x.js': 'two',
      'node_modules/other/y.js': 'three',
    })
    files.mount('/work', source)
    expect(text(files.read('/work/a.js'))).toBe('one')
    expect(asked).toEqual(['list ', 'read a.js'])
    expect(text(files.read('/work/node_modules/big/x.js'))).toBe('two')
    expect(asked.slice(2)).toEqual(['list node_modules', 'list node_modules/big', 'read node_modules/big/x.js'])
  })

  test('is changed in memory alone', () => {
    const files = host()
    const content = { 'a.js': 'one', 'd/b.js': 'two' }
    files.mount('/work', tree(content).source)
    const view = files.view()
    open(view, '/work/a.js', WRONLY).write(bytesOf('O'), 0)
    open(view, '/work/d/b.js', WRONLY | TRUNC).close()
    expect(rename(view, '/work/d', '/work/e')).toBe(0)
    expect([text(files.read('/work/a.js')), text(files.read('/work/e/b.js')), text(files.read('/work/d'))]).toEqual([
      'One',
      '',
      'ENOENT',
    ])
    expect(removeFile(view, '/work/e/b.js')).toBe(0)
    expect(removeDirectory(view, '/work/e')).toBe(0)
    expect(content).toEqual({ 'a.js': 'one', 'd/b.js': 'two' })
  })

  test('has no way out: its links lead into the host’s own files, and none beyond its root', () => {
    const files = host()
    files.install('/etc/passwd', bytesOf('of the host'), ROOT)
    const { source, asked } = tree({ out: '->/etc/passwd', up: '->../../../../etc/passwd', 'd/loop': '->../d/loop' })
    files.mount('/work', source)
    expect(text(files.read('/work/out'))).toBe('of the host')
    expect(text(files.read('/work/up'))).toBe('of the host')
    expect(text(files.read('/work/../../../work/../etc/passwd'))).toBe('of the host')
    expect(text(files.read('/work/d/loop'))).toBe('ELOOP')
    expect(asked.filter((line) => line.startsWith('read'))).toEqual([])
    expect([realPath(files.view(), '/work/out'), readLink(files.view(), '/work/up')]).toEqual([
      '/etc/passwd',
      '../../../../etc/passwd',
    ])
  })

  test('is another file system: nothing is linked or moved into it, and its root stays', () => {
    const files = host()
    files.mount('/work', tree({ a: 'x' }).source)
    const view = files.view()
    open(view, '/tmp/f', CREAT | WRONLY).close()
    expect(rename(view, '/tmp/f', '/work/f')).toBe(-Errno.EXDEV)
    expect(makeLink(view, '/tmp/f', '/work/f')).toBe(-Errno.EXDEV)
    expect(removeDirectory(files.view(ROOT), '/work')).toBe(-Errno.EBUSY)
  })

  test('that does not fit into memory cannot be changed, only read', () => {
    const files = host({ bytes: 100_000 })
    files.mount('/work', tree({ large: 'x'.repeat(150_000) }).source)
    const file = open(files.view(), '/work/large', RDWR)
    expect(file.write(bytesOf('y'), 0)).toBe(-Errno.ENOSPC)
    expect((file.read(200_000, 0) as Uint8Array).length).toBe(150_000)
  })
})

test('a folder of one program alone hides the host’s, and nobody else sees it', () => {
  const files = host()
  files.install('/work/server.ts', bytesOf('the learner’s'))
  const own = files.apart('/work')
  own.install('/work/server.ts', bytesOf('the author’s'))
  own.install('/tmp/shared', bytesOf('both'))
  expect([text(files.read('/work/server.ts')), text(own.read('/work/server.ts'))]).toEqual([
    'the learner’s',
    'the author’s',
  ])
  expect(text(files.read('/tmp/shared'))).toBe('both')
})

test('who watches a folder hears of each change once, and a flood of them ends in one mark', () => {
  const view = host().view()
  const queue = new WatchQueue()
  queue.add(view.find('/work', true) as never, 0xfff)
  const events = () => {
    const seen: string[] = []
    for (let event = queue.receive(); typeof event !== 'number'; event = queue.receive()) {
      const { buffer, byteOffset } = event.bytes
      seen.push(`${new DataView(buffer, byteOffset).getUint32(4).toString(16)} ${text(event.bytes.subarray(8))}`)
    }
    return seen
  }
  const file = open(view, '/work/a', WRONLY | CREAT)
  for (let i = 0; i < 5; i++) file.write(bytesOf('x'), -1)
  rename(view, '/work/a', '/work/b')
  expect(events()).toEqual(['100 a', '2 a', '40 a', '80 b'])
  for (let i = 0; i < 5_000; i++) {
    open(view, '/work/c', WRONLY | CREAT).close()
    removeFile(view, '/work/c')
  }
  const flood = events()
  expect(flood.length).toBe(4_097)
  expect(flood.at(-1)).toBe(`${WatchEvent.overflow.toString(16)} `)
})
