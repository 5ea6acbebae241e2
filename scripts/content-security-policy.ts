// Writes a strict content security policy into every built page: as a <meta> element, so that it holds on any static host.
//
// Scripts run only from the site's own files, or inline with exactly the text whose hash is listed. `blob:` and
// `wasm-unsafe-eval` are there because the sandboxed `srcdoc` frame that learners' programs run in inherits the page's policy:
// its workers are made from blobs. The frame adds a policy of its own that takes the network away (src/labs/sandbox).
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** The document of the sandboxed frame; the hash of its script belongs to the policy of the page around it. */
const FRAME = new URL('../generated/frame.html', import.meta.url)

/** Adds the policy to every HTML file when `astro build` is done. */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: 'ackademy:content-security-policy',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const frame = inlineScriptHashes(await readFile(FRAME, 'utf8'))
        for (const file of await htmlFiles(fileURLToPath(dir))) {
          const html = await readFile(file, 'utf8')
          await writeFile(file, withPolicy(html, frame))
        }
      },
    },
  }
}

/** The page with its policy as the first thing after `<meta charset>`. `extraHashes` are script sources to allow besides the page's own inline scripts. */
export function withPolicy(html: string, extraHashes: readonly string[] = []): string {
  // The 404 page finds the site's root by an inline script.
  const base = html.includes("createElement('base')") ? "'self'" : "'none'"
  const frames = /<html[^>]* data-frames="([^"]*)"/.exec(html)?.[1]?.split(' ') ?? []
  const policy = policyText([...new Set([...inlineScriptHashes(html), ...extraHashes])], base, frames)
  const charset = /<meta charset[^>]*>/i.exec(html)
  if (!charset)
    throw new Error('A page has no <meta charset>: the policy has no place to stand before the first script.')
  const end = charset.index + charset[0].length
  return `${html.slice(0, end)}<meta http-equiv="Content-Security-Policy" content="${policy}">${html.slice(end)}`
}

/** Returns the hashes of the page's inline scripts. */
export function inlineScriptHashes(html: string): string[] {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)]
    .filter(([, attributes]) => isExecutedInline(attributes ?? ''))
    .map(([, , source]) => scriptHash(source ?? ''))
}

/** The policy for a page whose inline scripts have these hashes, and that may frame pages of these other origins. */
export function policyText(scriptHashes: readonly string[], base = "'none'", frames: readonly string[] = []): string {
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...scriptHashes, 'blob:', "'wasm-unsafe-eval'"],
    // Monaco creates styles at run time; a style can't reach the network (only connections to 'self' are allowed).
    'style-src': ["'self'", "'unsafe-inline'"],
    // Monaco draws its wavy underlines as data: pictures.
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'worker-src': ["'self'", 'blob:'],
    // Without this the sandboxed frame could leak by navigating itself.
    'frame-src': ["'self'", ...frames],
    'manifest-src': ["'self'"],
    'base-uri': [base],
    'form-action': ["'none'"],
    'object-src': ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ')
}

/** A script element runs its content when it has no `src` and is not data (JSON, speculation rules and the like). */
function isExecutedInline(attributes: string): boolean {
  if (/\bsrc\s*=/i.test(attributes)) return false
  const type = /\btype\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1]
  return type === undefined || type === 'module' || /javascript/i.test(type)
}

/** Returns the policy's source expression for a script's text. */
export function scriptHash(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`
}

async function htmlFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return entries.filter((entry) => entry.endsWith('.html')).map((entry) => join(folder, entry))
}
