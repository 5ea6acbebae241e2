import { createCompileCache, createModuleLoader } from '#node/modules/compiler/index.ts'
import { type BuiltinModules, type CompileFunction, type ModuleLoader, recordFiles } from '#node/modules/index.ts'
import type { LoadedExercise, Params } from '../exercise/index.ts'
import { collectTests, type PlannedTest, TestFileError } from '../plan/index.ts'
import * as labModule from '../testing/index.ts'
import { paramsFile } from '../variants/index.ts'

/** Folder of an exercise's test files, for their loader. */
export const TESTS_FOLDER = '/tests'

const BUILTINS: BuiltinModules = {
  has: (specifier) => specifier === 'ackademy/lab',
  load: () => labModule,
}

/** Compiled test files, cached since the same files grade one submission after another. */
const compile = createCompileCache()

/** Evaluates the test files of an exercise, in order, and returns the registered tests. Throws `TestFileError`. */
export async function loadTests(
  exercise: LoadedExercise,
  params: Params,
  compileFunction: CompileFunction,
): Promise<PlannedTest[]> {
  const sources = { ...exercise.tests, 'params.ts': paramsFile(exercise.exercise, params) }
  const files = Object.fromEntries(Object.entries(sources).map(([path, text]) => [`${TESTS_FOLDER}/${path}`, text]))
  const loader = createModuleLoader({ files: recordFiles(files), builtins: BUILTINS, compileFunction, compile })
  const tests: PlannedTest[] = []
  for (const kind of exercise.exercise.tests.files) {
    const file = `${kind}.test.ts`
    try {
      tests.push(...(await collectTests(file, () => loader.import(`${TESTS_FOLDER}/${file}`))))
    } catch (error) {
      throw new TestFileError(`${exercise.folder}/tests/${file} cannot be loaded: ${explain(error, loader)}`)
    }
  }
  refuseDuplicates(tests, exercise.folder)
  return tests
}

function explain(error: unknown, loader: ModuleLoader): string {
  if (!(error instanceof Error)) return String(error)
  // `at test (/tests/visible.test.ts:2:1)`, or where a file does not parse: `file:///tests/visible.test.ts:2`, the line, a caret.
  const place = /(\/tests\/[^\s:]+:\d+)/.exec(loader.mapStack(error.stack ?? ''))?.[1]
  return `${error.message}${place ? ` (${place.slice(TESTS_FOLDER.length + 1)})` : ''}`
}

function refuseDuplicates(tests: readonly PlannedTest[], folder: string) {
  const files = new Map<string, string>()
  for (const { id, file } of tests) {
    const earlier = files.get(id)
    if (earlier)
      throw new TestFileError(
        `${folder}/tests/${file}: found a second test "${id}" (the first is in ${earlier}), expected every id once`,
      )
    files.set(id, file)
  }
}
