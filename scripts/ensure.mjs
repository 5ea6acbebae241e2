/**
 * Installs what everything else needs. Has no dependencies and runs on Node 20: it is the first file to run on a machine with only
 * Node and npm.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PINNED_VERSION, pinnedNode, pinnedPackage } from '#node/library/on-disk/pinned-node.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))
/** The first Node that runs our TypeScript as it is. */
const OLDEST_MAJOR = 24

/** Installs the dependencies when package.json or its lock changed since the last time. */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules', '.ackademy-install')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === installKey()) return
  if (Number.parseInt(process.versions.node, 10) < 20)
    fail(`Ackademy needs Node 20 or newer to install itself; this is Node ${process.versions.node}.`)
  process.stderr.write('Installing what is missing (once, about a minute) …\n')
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const options = locksBinariesFor(lock, process.platform, process.arch) ? [] : ['--no-package-lock']
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.error) fail(`npm could not be started (${npm.error.message}); it comes with Node and has to be on the PATH.`)
  if (npm.status !== 0) fail('npm install failed; its message is above. Nothing else was changed.')
  writeFileSync(stamp, installKey())
}

/**
 * Returns false when a package with one binary per system names some for this one and the lock has none of them: npm then installs
 * none (npm/cli#4828), and the first import fails. package.json pins what we depend on, so an install without the lock is close to it.
 */
export function locksBinariesFor({ packages }, platform, arch) {
  const isForUs = (name) => name.includes(`${platform}-${arch}`)
  return Object.values(packages).every(({ optionalDependencies = {} }) => {
    const names = Object.keys(optionalDependencies).filter(isForUs)
    return names.length === 0 || names.some((name) => `node_modules/${name}` in packages)
  })
}

/** Prints why nothing can run, and exits. */
function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

function installKey() {
  const hash = createHash('sha256').update(process.platform + process.arch)
  for (const file of ['package.json', 'package-lock.json']) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** Returns the Node that runs the platform: this one, or the pinned one where this is too old. Exits with status 2 where there is neither. */
export function nodeToRun() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_MAJOR) return process.execPath
  return (
    pinnedNode() ??
    fail(
      `Ackademy needs Node ${OLDEST_MAJOR} or newer; this is Node ${process.versions.node}, and npm has no ${pinnedPackage()}@${PINNED_VERSION} to run in its place.\n` +
        `Install Node ${OLDEST_MAJOR} or newer from https://nodejs.org, or use Docker:\n` +
        `  docker run --rm -it -v "$PWD":/ackademy -w /ackademy -p 4600:4600 node:${PINNED_VERSION}-bookworm-slim npm start -- --host 0.0.0.0`,
    )
  )
}

/**
 * Runs a script in place of this process, under a Node that is new enough: same terminal, signals passed on, same exit status.
 * The child holds a channel to this process and exits when the channel closes, so nothing is left running.
 */
export function runScript(script, args) {
  const guard = new URL('./end-with-parent.mjs', import.meta.url).href
  const node = nodeToRun()
  const child = spawn(node, ['--import', guard, join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Half of a command's startup is compiling our own TypeScript: Node caches the result.
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...process.env, ...quiet(node) },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => passOn(signal, child))
  if (process.env.npm_lifecycle_event) endWithNpm(child)
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1)
  })
}

/** Windows gives Ctrl+C to every process of a console by itself, and `kill` would end the child before it could clean up. */
function passOn(signal, child) {
  if (process.platform !== 'win32' || signal === 'SIGTERM') child.kill(signal)
}

/** Before 24.3, Node warns that it strips types, in every process that imports TypeScript. */
function quiet(node) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (node !== process.execPath || major > 24 || minor >= 3) return {}
  return { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --disable-warning=ExperimentalWarning`.trim() }
}

/** A killed npm doesn't stop its children; they get another parent. A command that a shell started may outlive the shell. */
function endWithNpm(child) {
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== npm) child.kill('SIGTERM')
  }, 500)
  watch.unref()
}
