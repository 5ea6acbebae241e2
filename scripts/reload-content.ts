/** Reloads changed course files while the site is served for authors, and refreshes open pages. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Files of the course are read with `fs` while pages are made, so Vite does not see that a page depends on them. A figure is recorded again before
 * a page shows its new programs: beside the old run they would be wrong. `record` returns whether it succeeded.
 */
export function reloadContent(record: (folder: string) => Promise<boolean> = recordApart): Plugin {
  const content = resolve('content')
  return {
    name: 'reload-content',
    apply: 'serve',
    configureServer(server) {
      const show = () => {
        for (const environment of Object.values(server.environments)) environment.moduleGraph.invalidateAll()
        server.ws.send({ type: 'full-reload' })
      }
      /** Figures whose recording has not begun; it will include files saved until then. */
      const waiting = new Set<string>()
      let last: Promise<unknown> = Promise.resolve()

      server.watcher.add(content)
      server.watcher.on('all', (_event, path) => {
        const file = resolve(path)
        if (!file.startsWith(content)) return
        const figure = figureOf(relative(content, file))
        if (figure === undefined || !existsSync(join(figure, 'figure.yaml'))) return show()
        if (waiting.has(figure)) return
        waiting.add(figure)
        last = last.then(async () => {
          waiting.delete(figure)
          if (await record(figure)) show()
        })
      })
    },
  }
}

/** The folder of the figure that a file of the course belongs to: `content/<module>/figures/<id>`. */
function figureOf(file: string): string | undefined {
  const [module, figures, id, ...rest] = file.split(sep)
  return figures === 'figures' && rest.length > 0 ? join('content', module!, figures, id!) : undefined
}

/** Records in a new process, which has no old programs cached. It prints errors itself. */
function recordApart(folder: string): Promise<boolean> {
  const child = spawn(process.execPath, ['scripts/record-figure.ts', folder], { stdio: 'inherit' })
  return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)))
}
