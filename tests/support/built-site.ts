/** Builds the site once, before the first test with a page: a build during a test would remove files that its page requests. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export default function buildSite(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts', '--quiet'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The site cannot be built:\n${stdout}${stderr}`)
}
