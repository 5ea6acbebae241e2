import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PINNED_VERSION, pinnedNode, pinnedPackage } from '#node/library/on-disk/index.ts'
import { DockerError, firstLine, imageExists, runCommand } from './docker.ts'

const PUBLISHED = `node:${PINNED_VERSION}-bookworm-slim`
const LOCAL = `ackademy/base:${PINNED_VERSION}`
/** Parts of Debian's minimal system that a jail doesn't need. */
const SUPERFLUOUS = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/info',
  'var/lib/apt/lists',
  'var/cache/apt',
]

/**
 * The base image: the one named by ACKADEMY_BASE_IMAGE, otherwise Node's own if a registry can be reached, otherwise one built here
 * from Debian's packages and the pinned Node that npm installed.
 */
export async function baseImage(say: (line: string) => void): Promise<string> {
  const named = process.env.ACKADEMY_BASE_IMAGE
  if (named) return named
  for (const tag of [LOCAL, PUBLISHED]) if (await imageExists(tag)) return tag
  say(`pulling ${PUBLISHED}`)
  const pull = await runCommand('timeout', ['120', 'docker', 'pull', '--quiet', PUBLISHED])
  if (pull.status === 0) return PUBLISHED
  say(`not to be had here (${firstLine(pull.stderr)}); making a base image from Debian's packages, about a minute`)
  return makeLocally()
}

async function makeLocally(): Promise<string> {
  if (process.platform !== 'linux')
    throw new DockerError(`${PUBLISHED} cannot be pulled, and only Linux can make a base image itself`)
  const node = pinnedNode()
  if (node === null)
    throw new DockerError(
      `${PUBLISHED} cannot be pulled and ${pinnedPackage()}@${PINNED_VERSION} is not installed: npm install`,
    )
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-base-'))
  try {
    const root = join(folder, 'root')
    const made = await runCommand('debootstrap', [
      '--variant=minbase',
      '--include=ca-certificates,iproute2,nftables,ethtool',
      'bookworm',
      root,
    ])
    if (made.status === 127)
      throw new DockerError(`${PUBLISHED} cannot be pulled and debootstrap is not installed: install either way`)
    if (made.status !== 0) throw new DockerError(`debootstrap failed: ${made.stdout.trim().split('\n').at(-1)}`)
    for (const path of SUPERFLUOUS) rmSync(join(root, path), { recursive: true, force: true })
    cpSync('/etc/apt', join(root, 'etc/apt'), { recursive: true, filter: (path) => !/auth|\.save$/.test(path) })
    cpSync(node, join(root, 'usr/local/bin/node'))
    chmodSync(join(root, 'usr/local/bin/node'), 0o755)
    const imported = await runCommand('sh', ['-c', 'tar -C "$0" -c . | docker import - "$1"', root, LOCAL])
    if (imported.status !== 0) throw new DockerError(`docker import failed: ${firstLine(imported.stderr)}`)
    return LOCAL
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
