import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ADD_ON_NAMES, NODE_VERSION } from '#node/library/index.ts'
import { readImage } from '#node/processes/piped/index.ts'
import { addOnFile } from '#node/realm/platform/vm/index.ts'
import { baseImage } from './base.ts'
import { DockerError, imageDigest, imageExists, requireDocker, runCommand } from './docker.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Platform files that a jailed program sees. */
const PROCESS_FILES = ['process.cjs', 'process.image', ...ADD_ON_NAMES.map(addOnFile), 'learner.mjs', 'sockets.mjs']

/** Contents of the image besides Debian and Node: path in the build context → file or folder here. */
function contents(): Record<string, string> {
  const native = `@koromix/koffi-linux-${process.arch}`
  // In a checkout below it; for an installed package around it.
  const modules = join(dirname(createRequire(import.meta.url).resolve('koffi')), '..')
  if (!existsSync(join(modules, native)))
    throw new DockerError(
      `${native} is not installed here: the image can be built on Linux only, for its own kind of processor`,
    )
  const platform = PROCESS_FILES.map((name) => [`opt/process/${name}`, join(root, 'generated', name)])
  return {
    ...Object.fromEntries(platform),
    Dockerfile: join(root, 'ci-runner/Dockerfile'),
    jail: join(root, 'ci-runner/jail'),
    'opt/bin/harness.mjs': join(root, 'generated/harness.mjs'),
    'opt/bin/watchdog-thread.mjs': join(root, 'generated/watchdog-thread.mjs'),
    'opt/load-driver': join(root, 'src/runtime/lab/load-driver'),
    'opt/process/node_modules/koffi': join(modules, 'koffi'),
    [`opt/process/node_modules/${native}`]: join(modules, native),
  }
}

/** Tests are left out of the image. */
const isWanted = (path: string) => !path.endsWith('.test.ts')

const LABEL = 'ackademy.image=ci-runner'

/** Removes images older than three days that no container uses: every change of the code makes a new one. */
const forgetOldImages = () =>
  runCommand('docker', ['image', 'prune', '--all', '--force', '--filter', `label=${LABEL}`, '--filter', 'until=72h'])

const PROCESS_IMAGE = 'opt/process/process.image'

/**
 * The tag is a hash of the contents, so an image is never older than the code that calls it. A checkout has the same tag on every machine, so
 * an image that was exported elsewhere is found.
 */
function tagOf(files: Record<string, string>): string {
  const hash = createHash('sha256').update(
    `${process.arch}\0${NODE_VERSION}\0${process.env.ACKADEMY_BASE_IMAGE ?? ''}\0`,
  )
  for (const [place, path] of Object.entries(files))
    if (place === PROCESS_IMAGE) hash.update(codeOfImage(path))
    else hashInto(hash, place, path)
  return `ackademy/ci-runner:${hash.digest('hex').slice(0, 16)}`
}
/** Without V8's code cache, which differs from build to build. */
function codeOfImage(path: string): string {
  const image = readImage(path)
  return image === null ? '' : `${image.runtime}${image.realm.bundle}${image.realm.runtime}`
}
function hashInto(hash: ReturnType<typeof createHash>, place: string, path: string): void {
  const entries = readdirSync(dirname(path), { withFileTypes: true })
  const isFolder = entries.find((entry) => join(dirname(path), entry.name) === path)?.isDirectory()
  if (!isFolder) hash.update(`${place}\0`).update(readFileSync(path))
  else
    for (const name of readdirSync(path).filter(isWanted).sort()) hashInto(hash, `${place}/${name}`, join(path, name))
}

/**
 * Returns the grading image of this checkout, and builds it if it is missing. `say` gets a line for each slow step.
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
      cpSync(path, join(context, place), { recursive: true, dereference: true, filter: isWanted })
    }
    const from = ['--build-arg', `BASE_IMAGE=${base}`]
    const build = await runCommand('docker', [
      'build',
      '--network=host',
      ...from,
      '--tag',
      tag,
      '--label',
      LABEL,
      '--label',
      `ackademy.base=${await imageDigest(base)}`,
      context,
    ])
    if (build.status !== 0)
      throw new DockerError(
        `docker build failed:\n${(build.stdout + build.stderr).trim().split('\n').slice(-15).join('\n')}`,
      )
    await forgetOldImages()
    return tag
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}
