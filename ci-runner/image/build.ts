import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { baseImage } from './base.ts'
import { DockerError, imageExists, requireDocker, runCommand } from './docker.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const require = createRequire(import.meta.url)

/** What the image holds besides Debian and Node: place in the build context → file or folder here. */
function contents(): Record<string, string> {
  const koffi = dirname(require.resolve('koffi/package.json'))
  const native = `@koromix/koffi-linux-${process.arch}`
  return {
    Dockerfile: join(root, 'ci-runner/Dockerfile'),
    'jail.c': join(root, 'ci-runner/jail/jail.c'),
    'opt/harness.mjs': join(root, 'generated/harness.mjs'),
    'opt/process': join(root, 'generated/process'),
    'opt/node_modules/koffi': koffi,
    [`opt/node_modules/${native}`]: dirname(require.resolve(`${native}/package.json`, { paths: [koffi] })),
  }
}

/** The tag says what is inside: an image is never older than the code that calls it. */
function tagOf(files: Record<string, string>): string {
  const hash = createHash('sha256').update(process.arch)
  for (const [place, path] of Object.entries(files)) hashInto(hash, place, path)
  return `ackademy/ci-runner:${hash.digest('hex').slice(0, 16)}`
}
function hashInto(hash: ReturnType<typeof createHash>, place: string, path: string): void {
  const entries = readdirSync(dirname(path), { withFileTypes: true })
  const isFolder = entries.find((entry) => join(dirname(path), entry.name) === path)?.isDirectory()
  if (!isFolder) hash.update(`${place}\0`).update(readFileSync(path))
  else for (const name of readdirSync(path).sort()) hashInto(hash, `${place}/${name}`, join(path, name))
}

/**
 * The grading image for this checkout, built where it is missing. `say` gets a line for each thing that takes long.
 * Throws a DockerError when there is no Docker or the build fails.
 */
export async function ensureImage(say: (line: string) => void): Promise<string> {
  await requireDocker()
  const files = contents()
  const tag = tagOf(files)
  if (await imageExists(tag)) return tag
  const base = await baseImage(say)
  say(`building ${tag} on ${base}`)
  const context = mkdtempSync(join(tmpdir(), 'ackademy-image-'))
  try {
    for (const [place, path] of Object.entries(files)) {
      mkdirSync(dirname(join(context, place)), { recursive: true })
      cpSync(path, join(context, place), { recursive: true, dereference: true })
    }
    const args = ['build', '--network', 'host', '--build-arg', `BASE_IMAGE=${base}`, '--tag', tag, context]
    const build = await runCommand('docker', args)
    if (build.status !== 0)
      throw new DockerError(
        `docker build failed:\n${(build.stdout + build.stderr).trim().split('\n').slice(-15).join('\n')}`,
      )
    return tag
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}
