// npm packages for programs in the page: each package of packages/package.json as one file, with everything that it loads.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, type Step } from './step.ts'
import { withoutComments } from './without-comments.ts'

const FOLDER = join(ROOT, 'packages')
const OUTPUT = 'generated/packages'
const NODE_MODULES = 'node_modules/'
const LISTED = ['packages/package.json', 'packages/package-lock.json']
/** What resolution reads of a package.json, and what tells which package this is. */
const FIELDS = ['name', 'version', 'license', 'type', 'main', 'exports', 'imports']

type PackageFields = Record<string, unknown> & { exports?: unknown }

/** Installs the packages in their own folder, so that their versions and the platform's never meet. */
export const installedPackages: Step = {
  name: 'installed-packages',
  outputs: ['packages/node_modules/.package-lock.json'],
  inputs: LISTED,
  make: async () => {
    const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const { status } = spawnSync('npm', options, {
      cwd: FOLDER,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    })
    if (status !== 0) throw new Error('npm install failed in packages/; its message is above.')
    return undefined
  },
}

export const packages: Step = {
  name: 'packages',
  outputs: [`${OUTPUT}/index.json`],
  inputs: LISTED,
  make: async () => {
    const { dependencies } = JSON.parse(await readFile(join(FOLDER, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    const names = Object.keys(dependencies)
    const licenses = new Map<string, string>()
    const index: Record<string, { file: string; loads: string[] }> = {}
    await rm(join(ROOT, OUTPUT), { recursive: true, force: true })
    await mkdir(join(ROOT, OUTPUT), { recursive: true })
    const traced = new Map<string, string[]>()
    for (const name of names) traced.set(name, await trace(name))
    const all = new Set([...traced.values()].flat())
    for (const name of names) {
      // Its own files are those that any package loads: another one may load a part that its entries don't.
      const own = [...all].filter((path) => listedIn(path, names) === name)
      const unlisted = traced.get(name)!.filter((path) => listedIn(path, names) === null)
      const isLoaded = (other: string) => traced.get(name)!.some((path) => listedIn(path, names) === other)
      const file = `package-${name.replace('@', '').replace('/', '-')}.json`
      await writeFile(join(ROOT, OUTPUT, file), JSON.stringify(await contents([...own, ...unlisted], licenses)))
      index[name] = { file, loads: names.filter((other) => other !== name && isLoaded(other)) }
    }
    await writeFile(
      join(ROOT, OUTPUT, 'licenses.txt'),
      [...licenses].map(([name, text]) => `${name}\n\n${text}`).join('\n\n\n'),
    )
    await writeFile(join(ROOT, OUTPUT, 'index.json'), JSON.stringify(index))
    return undefined
  },
}

/** The listed package that a file in node_modules belongs to; null if it is in none, or in one of another version further down. */
function listedIn(path: string, names: readonly string[]): string | null {
  if (path.lastIndexOf('node_modules/') > 0) return null
  return names.find((name) => path.startsWith(`node_modules/${name}/`)) ?? null
}

/** The files that a package's entries load, by `import` and by `require`, as paths in packages/. */
async function trace(name: string): Promise<string[]> {
  const esbuild = await import('esbuild')
  const requests = await entriesOf(name)
  const { metafile } = await esbuild.build({
    stdin: {
      contents: requests
        .map((request) => `import ${JSON.stringify(request)}; require(${JSON.stringify(request)})`)
        .join('\n'),
      resolveDir: FOLDER,
    },
    absWorkingDir: FOLDER,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    conditions: ['module-sync', 'node-addons'],
    loader: { '.node': 'empty', '.map': 'empty', '.css': 'empty' },
    logLevel: 'silent',
    plugins: [{ name: 'optional', setup: leaveOutOptional }],
  })
  return Object.keys(metafile.inputs).filter((path) => path.startsWith('node_modules/'))
}

/** A package may name others that need not be installed: it finds out when it runs. */
function leaveOutOptional(build: import('esbuild').PluginBuild): void {
  build.onResolve({ filter: /^[^./]/ }, async ({ path, ...from }) => {
    if (from.pluginData === 'asked') return undefined
    const { importer, kind, namespace, resolveDir } = from
    const found = await build.resolve(path, { importer, kind, namespace, resolveDir, pluginData: 'asked' })
    return found.errors.length > 0 ? { path, external: true } : found
  })
}

/** Specifiers of a package: its main entry, and the others that its package.json names one by one. */
async function entriesOf(name: string): Promise<string[]> {
  const { exports } = await packageFields(`node_modules/${name}`)
  const subpaths = typeof exports === 'object' && exports !== null ? Object.keys(exports) : []
  return [
    name,
    ...subpaths
      .filter((path) => /^\.\/[^*]+$/.test(path) && !/\.(?:json|map|css|d\.ts)$/.test(path))
      .map((path) => name + path.slice(1)),
  ]
}

async function packageFields(folder: string): Promise<PackageFields> {
  return JSON.parse(await readFile(join(FOLDER, folder, 'package.json'), 'utf8')) as PackageFields
}

/** Path in node_modules → text: the files without their comments, and what of each package.json a program can tell. */
async function contents(paths: readonly string[], licenses: Map<string, string>): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const path of [...paths].sort()) {
    const text = await readFile(join(FOLDER, path), 'utf8')
    files[path.slice(NODE_MODULES.length)] = path.endsWith('.json') ? text : shortened(text)
  }
  for (const folder of new Set(paths.flatMap(foldersAbove))) await addPackage(folder, files, licenses)
  return files
}

/** A script where it can be one: Node looks at the text in the same order. */
function shortened(text: string): string {
  try {
    return withoutComments(text)
  } catch {
    return withoutComments(text, 'module')
  }
}

async function addPackage(folder: string, files: Record<string, string>, licenses: Map<string, string>): Promise<void> {
  if (!existsSync(join(FOLDER, folder, 'package.json'))) return
  const fields = await packageFields(folder)
  const kept = Object.entries(fields).filter(([field]) => FIELDS.includes(field))
  files[`${folder.slice(NODE_MODULES.length)}/package.json`] = JSON.stringify(Object.fromEntries(kept))
  if (fields.version === undefined) return
  const license = (await readdir(join(FOLDER, folder))).find((name) => /^li.*e(?:\.|$)/i.test(name))
  const text = license ? await readFile(join(FOLDER, folder, license), 'utf8') : String(fields.license ?? '')
  licenses.set(`${fields.name} ${fields.version}`, text)
  // A copy of the package goes to each reader's browser, and its license with it.
  files[`${folder.slice(NODE_MODULES.length)}/LICENSE`] = text
}

/** Folders in which a file's package.json may be. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1, -1).map((_, at) => parts.slice(0, at + 2).join('/'))
}
