// Makes every address of the built site relative, so one build works at the root of a host, under any path, and after a move.
// Each page declares its depth below the root (`data-root` of <html>, src/layouts/Document.astro).
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** Rewrites HTML, CSS and JavaScript when `astro build` is done. */
export function relativeAddresses(): AstroIntegration {
  return {
    name: 'ackademy:relative-addresses',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const root = fileURLToPath(dir)
        for (const file of await readdir(root, { recursive: true })) {
          const kind = /\.(html|css|js)$/.exec(file)?.[1]
          if (!kind || file === 'sw.js') continue
          const path = join(root, file)
          const text = await readFile(path, 'utf8')
          const depth = relative(root, path).split(sep).length - 1
          const made = kind === 'html' ? inPage(text, depth) : kind === 'css' ? inStyle(text) : inScript(file, text)
          if (made !== text) await writeFile(path, made)
        }
      },
    },
  }
}

/** Attributes that hold addresses; `component-url` and `renderer-url` are those of Astro's islands. */
export function inPage(html: string, depth: number): string {
  const root = '../'.repeat(depth) || './'
  return html.replace(/(\s(?:href|src|component-url|renderer-url|before-hydration-url)=")\/(?!\/)/g, `$1${root}`)
}

/** Style sheets are in `_astro/`, beside the files that they name. */
export function inStyle(css: string): string {
  return css.replace(/url\((["']?)\/_astro\//g, 'url($1./')
}

/** Scripts are there too. Files that they name become addresses relative to their own. */
export function inScript(file: string, js: string): string {
  const made = js
    .replace(/url\(\/_astro\/([\w.-]+)\)/g, `url(\${new URL("./$1",import.meta.url).href})`)
    .replace(/([`"'])\/_astro\/([\w.-]+)\1/g, 'new URL("./$2",import.meta.url).href')
    // Vite's preload helper gets `_astro/x.js` and needs the site's root.
    .replace(
      /function\((\w+)\)\{return([`"'])\/\2\+\1\}/g,
      'function($1){return new URL("../"+$1,import.meta.url).href}',
    )
  if (/[`"'(]\/_astro\//.test(made))
    throw new Error(`${file} names something in /_astro/ in a way that scripts/relative-addresses.ts does not know`)
  return made
}
