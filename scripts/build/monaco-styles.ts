// The styles of the parts of Monaco that the editor has, as one file. Astro leaves out the styles of scripts that are loaded on demand, so
// they are collected here and added by the editor itself.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Step } from './step.ts'

const FOLDER = 'generated/monaco'

export const monacoStyles: Step = {
  name: 'monaco-styles',
  outputs: [`${FOLDER}/monaco.css`],
  make: async () => {
    const { build } = await import('esbuild')
    const result = await build({
      stdin: {
        contents: "import 'monaco-editor/editor'; import './monaco-features.ts'",
        resolveDir: 'src/labs/editor',
      },
      outfile: `${FOLDER}/monaco.js`,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2023',
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
      metafile: true,
      write: false,
      logLevel: 'error',
    })
    for (const file of result.outputFiles) {
      if (file.path.endsWith('.js')) continue
      const target = join(FOLDER, file.path.slice(file.path.lastIndexOf('/') + 1))
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, file.contents)
    }
    return Object.keys(result.metafile.inputs).filter((input) => input !== '<stdin>')
  },
}
