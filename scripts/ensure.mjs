/**
 * Installs what everything else needs. Has no dependencies and runs on Node 20: it is the first file to run on a machine with only
 * Node and npm.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
/** The one version whose library the simulated hosts run; programs behave as on this Node. */
export const NODE_VERSION = '24.21.0'

/** Installs the dependencies when package.json or its lock changed since the last time. */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules', '.ackademy-install')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === installKey()) return
  if (Number.parseInt(process.versions.node, 10) < 20)
    fail(`Ackademy needs Node 20 or newer to install itself; this is Node ${process.versions.node}.`)
  process.stderr.write('Installing what is missing (once, about a minute) …\n')
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.error) fail(`npm could not be started (${npm.error.message}); it comes with Node and has to be on the PATH.`)
  if (npm.status !== 0) fail('npm install failed; its message is above. Nothing else was changed.')
  writeFileSync(stamp, installKey())
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

/** Returns the pinned Node's executable; exits with status 2 and a reason where it isn't published for this platform. */
export function pinnedNode() {
  if (process.versions.node === NODE_VERSION) return process.execPath
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  try {
    const folder = join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..')
    const version = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
    const executable = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (version === NODE_VERSION && existsSync(executable)) return executable
  } catch {
    // Not published or not installed for this platform: reported below.
  }
  return fail(
    `Ackademy runs on Node ${NODE_VERSION}, and npm has no ${name}@${NODE_VERSION}.\n` +
      `Either install Node ${NODE_VERSION} yourself and call this again with it, or use Docker:\n` +
      `  docker run --rm -it -v "$PWD":/ackademy -w /ackademy -p 4600:4600 node:${NODE_VERSION}-bookworm-slim npm start -- --host 0.0.0.0`,
  )
}

/**
 * Runs a script under the pinned Node in place of this process: same terminal, signals passed on, same exit status.
 * The child holds a channel to this process and exits when the channel closes, so nothing is left running.
 */
export function runPinned(script, args) {
  const guard = new URL('./end-with-parent.mjs', import.meta.url).href
  const child = spawn(pinnedNode(), ['--import', guard, join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Half of a command's startup is compiling our own TypeScript: Node caches the result.
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...process.env },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) endWithNpm(child)
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1)
  })
}

/** A killed npm doesn't stop its children; they get another parent. A command that a shell started may outlive the shell. */
function endWithNpm(child) {
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== npm) child.kill('SIGTERM')
  }, 500)
  watch.unref()
}
