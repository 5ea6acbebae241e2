// A course that takes only some modules of another one has lessons that link to what it leaves out. In the built site those links are plain text.
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** Must run while addresses still begin at the root of the site. */
export function closedLinks(): AstroIntegration {
  return {
    name: 'ackademy:closed-links',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const root = fileURLToPath(dir)
        for (const file of await readdir(root, { recursive: true })) {
          if (!file.endsWith('.html')) continue
          const path = join(root, file)
          const html = await readFile(path, 'utf8')
          const { text, closed } = withoutClosed(html, (address) => existsSync(join(root, address)))
          if (closed.length === 0) continue
          await writeFile(path, text)
          // Astro's own logger is silent in a build.
          for (const address of closed)
            console.warn(`${file}: ${address} is not in this site, so its link is plain text`)
        }
      },
    },
  }
}

const LINK = /<a [^>]*?href="(\/(?:course|lab|drills|surprise)\/[^"#?]*)[^"]*"[^>]*>(.*?)<\/a>/gs

/** Takes links to pages that aren't there out of a page; returns their addresses too. */
export function withoutClosed(
  html: string,
  isThere: (address: string) => boolean,
): { text: string; closed: readonly string[] } {
  const closed: string[] = []
  const text = html.replace(LINK, (link, address: string, inside: string) => {
    if (isThere(address)) return link
    closed.push(address)
    return inside
  })
  return { text, closed }
}
