/** Types of the package's modules: declarations that the compiler writes, of the files that these modules' own types reach. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { script } from '../build/script.ts'
import { ROOT } from '../build/step.ts'

/** `imports` of package.json. */
type Aliases = Record<string, string>

const OWN = /(from |import\()(["'])([#.][^"']*)\2/g

/** Writes the declarations of `entries`, and of all that they reach, below `folder`. */
export async function writeTypes(entries: readonly string[], aliases: Aliases, folder: string): Promise<void> {
  const compiled = mkdtempSync(join(tmpdir(), 'ackademy-types-'))
  try {
    await compile(entries, compiled)
    const reached = new Set(entries)
    for (const file of reached) {
      const text = readFileSync(join(compiled, 'out', declarationOf(file)), 'utf8')
      const place = join(folder, declarationOf(file))
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(
        place,
        text.replace(OWN, (_, before: string, quote: string, specifier: string) => {
          const target = sourceOf(specifier, file, aliases)
          reached.add(target)
          return `${before}${quote}${addressFrom(file, target)}${quote}`
        }),
      )
    }
  } finally {
    rmSync(compiled, { recursive: true })
  }
}

export const declarationOf = (source: string): string => source.replace(/ts$/, 'd.ts')

/** Leaves the checking to the project's own check: that takes most of the time. */
function compile(entries: readonly string[], folder: string): Promise<undefined> {
  const config = join(folder, 'tsconfig.json')
  const compilerOptions = {
    ...{ noEmit: false, noCheck: true, declaration: true, emitDeclarationOnly: true },
    ...{ rootDir: ROOT, outDir: join(folder, 'out'), typeRoots: [join(ROOT, 'node_modules/@types')] },
  }
  const files = entries.map((entry) => join(ROOT, entry))
  writeFileSync(
    config,
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, files, include: [], exclude: [] }),
  )
  return script([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config])
}

/** The source that a specifier of `importer` names, from the project's root. */
function sourceOf(specifier: string, importer: string, aliases: Aliases): string {
  if (!specifier.startsWith('#')) return join(dirname(importer), specifier).split(sep).join('/')
  const exact = aliases[specifier]
  if (exact) return exact.slice('./'.length)
  const [alias, ...rest] = specifier.split('/')
  return aliases[`${alias}/*`]!.slice('./'.length).replace('*', rest.join('/'))
}

/** How a declaration names another: as the JavaScript that it declares. */
function addressFrom(importer: string, target: string): string {
  const path = relative(dirname(importer), target).split(sep).join('/').replace(/ts$/, 'js')
  return path.startsWith('.') ? path : `./${path}`
}
