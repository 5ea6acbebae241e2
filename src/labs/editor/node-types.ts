import * as typescript from 'monaco-editor/languages/features/typescript/register'
import nodeTypesUrl from '../../../generated/node-types.json?url'

/** Compiler options that match Node 24's TypeScript, without output. */
export function configureTypeScript(): void {
  typescript.typescriptDefaults.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.NodeJs,
    allowImportingTsExtensions: true,
    allowNonTsExtensions: true,
    allowSyntheticDefaultImports: true,
    esModuleInterop: true,
    noEmit: true,
    strict: true,
    lib: ['es2023'],
    types: ['node', 'ackademy-sockets'],
  })
  typescript.typescriptDefaults.setEagerModelSync(true)
}

/** Fetches Node's types; until then the editor colors and edits, afterwards it also completes and checks. */
export async function loadNodeTypes(): Promise<void> {
  const response = await fetch(nodeTypesUrl)
  if (!response.ok) return
  const files = (await response.json()) as Record<string, string>
  typescript.typescriptDefaults.setExtraLibs(
    Object.entries(files).map(([path, content]) => ({ filePath: `file:///${path}`, content })),
  )
}
