/** The package.json of the package: what its JavaScript and its types import, and no tools. */
import { declarationOf } from './types.ts'

interface Manifest {
  name: string
  version: string
  dependencies: Record<string, string>
  [field: string]: unknown
}

/** Native code can't be bundled. */
const NATIVE = ['koffi', 'satteri']
/** What the declarations import: `expect` is Vitest's, drills and topologies have schemas. */
const TYPES = ['@vitest/expect', 'zod']

/** Returns the package's own form of the project's package.json. `modules` are its modules by name, and the source of each. */
export function manifestOf(project: Manifest, modules: Record<string, string>): Manifest {
  const { name, version, description, license, dependencies } = project
  return {
    ...{ name, version, description, license, type: 'module' },
    bin: { ackademy: 'bin/ackademy.mjs' },
    exports: {
      ...Object.fromEntries(
        Object.entries(modules).map(([module, source]) => [
          `./${module}`,
          { types: `./types/${declarationOf(source)}`, default: `./generated/${module}.mjs` },
        ]),
      ),
      './package.json': './package.json',
    },
    engines: { node: '>=24' },
    dependencies: Object.fromEntries([...NATIVE, ...TYPES].map((used) => [used, dependencies[used]!])),
  }
}
